// Live progress: how often it shows itself, what it says, and that its end does not depend on the clock.
import { JSDOM } from "jsdom";
import { expect, test } from "vitest";
import type { MimeBundle, PublishOptions } from "../../lib/host/host";
import { LiveProgress } from "../../lib/plotting/live-progress";

interface Message {
  bundle: MimeBundle;
  options: PublishOptions;
}

/** A run of `total` steps that take `milliseconds` each, by a clock of its own. */
function run(total: number, milliseconds: number, steps = total): Message[] {
  const messages: Message[] = [];
  let time = 0;
  const progress = new LiveProgress({
    label: "training <RNN>",
    total,
    now: () => time,
    publish: (bundle, options) => messages.push({ bundle, options }),
  });
  for (let step = 1; step <= steps; step++) {
    time += milliseconds;
    progress.update(step, { loss: 4 / Math.sqrt(step) });
  }
  progress.finish();
  return messages;
}

const line = ({ bundle }: Message): string => String(bundle["text/plain"]);
const svg = ({ bundle }: Message): string => String(bundle["image/svg+xml"]);

test.each([
  [10, 0.01],
  [4000, 1],
  [4000, 10],
  [4000, 250],
  [50, 5000],
  [100_000, 3],
])("%d steps of %d ms take 2 to 80 messages", (total, milliseconds) => {
  const count = run(total, milliseconds).length;
  expect(count).toBeGreaterThanOrEqual(2);
  expect(count).toBeLessThanOrEqual(80);
});

test("no more than a few updates a second", () => {
  expect(run(4000, 0.5).length).toBeLessThanOrEqual(2 + 2000 / 250);
});

test("a long run shows itself within the first second, then ever more rarely, then evenly", () => {
  const steps = run(50_000_000, 1, 40_000).map((message) => line(message).match(/(\S+) of/)?.[1]);
  expect(steps.slice(0, 5)).toEqual(["0", "250", "500", "750", "1,000"]);
  expect(steps.slice(5, 8)).toEqual(["1,334", "1,779", "2,372"]);
  const even = run(4000, 100).map((message) =>
    Number(
      line(message)
        .match(/(\S+) of/)?.[1]
        .replace(",", ""),
    ),
  );
  const apart = even.slice(1).map((step, i) => step - even[i]);
  expect(apart.slice(-6, -1)).toEqual([100, 100, 100, 100, 100]);
  expect(even.length).toBeGreaterThan(45);
});

test("an even run of ten hours does not use up its messages", () => {
  const count = run(360_000, 100).length;
  expect(count).toBeGreaterThan(60);
  expect(count).toBeLessThan(80);
});

test("steps beyond the total do not break the limit", () => {
  expect(run(100, 5000, 1000).length).toBeLessThanOrEqual(80);
});

test("one display is created, then replaced", () => {
  const messages = run(100, 100);
  const ids = new Set(messages.map(({ options }) => options.displayId));
  expect(ids.size).toBe(1);
  expect(messages.map(({ options }) => options.update)).toEqual(messages.map((_, i) => i > 0));
  expect(run(1, 1)[0].options.displayId).not.toBe([...ids][0]);
});

test("a running display tells step, loss, speed and time left", () => {
  const messages = run(1000, 100);
  expect(line(messages[0])).toBe("training <RNN>: 0 of 1,000 steps");
  expect(line(messages[1])).toBe(
    "training <RNN>: 3 of 1,000 steps, loss 2.309, 10 steps/s, 1 min 40 s left",
  );
});

test("the last state does not depend on the clock", () => {
  const last = [run(3000, 0.001), run(3000, 7), run(3000, 900)].map((m) => m[m.length - 1].bundle);
  expect(last[1]).toEqual(last[0]);
  expect(last[2]).toEqual(last[0]);
  expect(last[0]["text/plain"]).toBe("training <RNN>: done, 3,000 of 3,000 steps, loss 0.07303");
  expect(JSON.stringify(last[0])).not.toMatch(/steps\/s|left/);
});

test("the picture is well-formed, named, and stays small", () => {
  for (const message of run(5000, 10)) {
    const { DOMParser } = new JSDOM("").window;
    const root = new DOMParser().parseFromString(svg(message), "image/svg+xml").documentElement;
    expect(root.getAttribute("aria-label")).toBe(line(message));
    expect(root.querySelectorAll("[id], image").length).toBe(0);
    expect(svg(message).length).toBeLessThan(4000);
  }
});

test("only the last state says that it is the last", () => {
  const done = run(100, 100).map(({ options }) => options.metadata);
  expect(done.pop()).toEqual({ progress: { done: true } });
  for (const metadata of done) expect(metadata).toEqual({ progress: { done: false } });
});

test("a run that ends early says so", () => {
  const messages = run(100, 1, 40);
  expect(line(messages[messages.length - 1])).toContain("stopped early, 40 of 100 steps");
});

test("a loss that is not finite is told, and left out of the curve", () => {
  const messages: Message[] = [];
  const publish = (bundle: MimeBundle, options: PublishOptions) =>
    messages.push({ bundle, options });
  const progress = new LiveProgress({ label: "a", total: 3, now: () => 0, publish });
  [1, Number.NaN, Number.POSITIVE_INFINITY].forEach((loss, i) => {
    progress.update(i + 1, { loss });
  });
  progress.finish();
  expect(line(messages[1])).toContain("loss Infinity");
  expect(svg(messages[1])).not.toMatch(/NaN|Infinity,/);
});

test("misuse is refused; finishing twice is not", () => {
  const publish = () => undefined;
  for (const total of [0, 1.5, Number.NaN]) {
    expect(() => new LiveProgress({ label: "a", total, publish })).toThrow(`got ${total}`);
  }
  const progress = new LiveProgress({ label: "a", total: 3, publish });
  expect(() => progress.update(-1)).toThrow("got -1");
  expect(() => progress.update(Number.NaN)).toThrow("got NaN");
  progress.finish();
  progress.finish();
  expect(() => progress.update(1)).toThrow("is finished");
});
