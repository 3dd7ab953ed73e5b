// Where an output goes in Node: our kernel, stock tslab, or the terminal.
import { afterEach, expect, test, vi } from "vitest";
import { publish } from "../../lib/host/node-publish";
import { TerminalOutput } from "../../lib/host/terminal";

const KEY = Symbol.for("unrolled.publish");
const bundle = { "text/plain": "words", "image/svg+xml": "<svg/>" };

function sink(isTTY = false) {
  const written: string[] = [];
  return { written, isTTY, columns: 40, write: (text: string) => written.push(text) };
}

afterEach(() => {
  Reflect.deleteProperty(globalThis, KEY);
});

test("our kernel comes first", () => {
  const kernel = vi.fn();
  const stock = vi.fn();
  Reflect.set(globalThis, KEY, kernel);
  const loaded = { "/x/tslab/dist/jupyter.js": { exports: { lastWriteDisplayData: stock } } };
  publish(bundle, { displayId: "a", update: true }, { loaded });
  expect(kernel).toHaveBeenCalledWith(bundle, { metadata: {}, displayId: "a", update: true });
  expect(stock).not.toHaveBeenCalled();
});

test("stock tslab gets its own form of message", () => {
  const stock = vi.fn();
  const loaded = { "/x/tslab/dist/jupyter.js": { exports: { lastWriteDisplayData: stock } } };
  publish(bundle, { metadata: { m: 1 }, displayId: "a" }, { loaded });
  publish(bundle, {}, { loaded });
  expect(stock.mock.calls).toEqual([
    [{ data: bundle, metadata: { m: 1 }, transient: { display_id: "a" } }, false],
    [{ data: bundle, metadata: {}, transient: {} }, false],
  ]);
});

test("stock tslab between cells has no writer: the text goes to the terminal", () => {
  const loaded = { "/x/tslab/dist/jupyter.js": { exports: { lastWriteDisplayData: null } } };
  const out = sink();
  publish(bundle, {}, { loaded, terminal: new TerminalOutput(out, sink()) });
  expect(out.written).toEqual(["words\n"]);
});

test("in a terminal a live display rewrites one line on standard error", () => {
  const [out, err] = [sink(), sink(true)];
  const terminal = new TerminalOutput(out, err);
  const show = (text: string, done: boolean) =>
    terminal.show({ "text/plain": text }, { displayId: "p", metadata: { progress: { done } } });
  show("1 of 2", false);
  show(`${"long ".repeat(20)}`, false);
  show("done", true);
  expect(out.written).toEqual([]);
  expect(err.written[0]).toBe("\r\u001b[2K1 of 2");
  expect(err.written[1].length).toBe("\r\u001b[2K".length + 39);
  expect(err.written[2]).toBe("\r\u001b[2Kdone\n");
});

test("where standard error is a file, only the last state is written", () => {
  const err = sink();
  const terminal = new TerminalOutput(sink(), err);
  terminal.show({ "text/plain": "1 of 2" }, { displayId: "p" });
  terminal.show(
    { "text/plain": "done" },
    { displayId: "p", metadata: { progress: { done: true } } },
  );
  expect(err.written).toEqual(["done\n"]);
});

test("an output without a text form prints nothing", () => {
  const out = sink();
  new TerminalOutput(out, sink()).show({ "image/svg+xml": "<svg/>" }, {});
  expect(out.written).toEqual([]);
});
