// Errors: reported on the cell that started them, with the place in it, without machine paths, and never fatal.
import { mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { KernelClient } from "./client";
import { sharedKernel } from "./shared-kernel";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "errors-")));
const kernel = sharedKernel({ folder });

describe("what a cell throws", () => {
  it("is shown with the line, a mark and the cells that it went through", async () => {
    const first = await kernel().execute(
      "// deep\nfunction deep(n: number): void {\n  if (n === 0) throw new RangeError('bottom');\n  deep(n - 1);\n}",
    );
    const n = first.reply.execution_count;
    const run = await kernel().execute("const one = 1;\n\n  deep(one);");
    expect(run.error).toMatchObject({ ename: "RangeError", evalue: "bottom" });
    expect(run.traceback).toBe(
      [
        "RangeError: bottom",
        "> 3 |   if (n === 0) throw new RangeError('bottom');",
        "    |                      ^",
        `    at deep (cell [${n}], 3:22)`,
        `    at deep (cell [${n}], 4:3)`,
        `    at cell [${n + 1}], 3:3`,
      ].join("\n"),
    );
    expect(run.reply).toMatchObject({ status: "error", ename: "RangeError", evalue: "bottom" });
  });

  it("names causes, values that are no errors, and missing names as they are written", async () => {
    const cause = await kernel().execute(
      "try { null!.x } catch (e) { throw new Error('outer', { cause: e }) }".replace(
        "null!.x",
        "(null as any).x",
      ),
    );
    expect(cause.traceback).toContain("Caused by TypeError: Cannot read properties of null");
    expect((await kernel().execute("throw { code: 7 }")).error).toMatchObject({
      evalue: "{ code: 7 }",
    });
    const call = await kernel().execute("let notYet: any; notYet();");
    expect(call.error?.evalue).toBe("notYet is not a function");
  });

  it("shows files of the notebook's folder by relative paths, and no others", async () => {
    writeFileSync(
      join(folder, "thrower.ts"),
      "export function go() {\n  throw new Error('lib');\n}",
    );
    const run = await kernel().execute('import { go } from "./thrower"; go();');
    expect(run.traceback).toContain("at go (thrower.ts:2:9)");
    expect(run.traceback).not.toContain(folder);
    const missing = await kernel().execute('require("./nowhere")');
    expect(missing.traceback).not.toContain(folder);
    const node = await kernel().execute('JSON.parse("{")');
    expect(node.traceback).not.toMatch(/node:|main\.cjs|dist/);
  });
});

describe("errors that nobody catches", () => {
  it.each([
    ["a rejection", 'void Promise.reject(new Error("nobody awaits")); "value"'],
    ["a throw in a microtask", 'queueMicrotask(() => { throw new Error("nobody awaits") }); 1'],
    [
      "a throw in a timer that ends before the cell",
      'setTimeout(() => { throw new Error("nobody awaits") }, 5); await new Promise((r) => setTimeout(r, 100));',
    ],
  ])("make the running cell fail: %s", async (_, code) => {
    const run = await kernel().execute(code);
    expect(run.error).toMatchObject({ ename: "Error", evalue: "nobody awaits" });
    expect(run.traceback).toMatch(/^Uncaught Error: nobody awaits\n> 1 \|/);
    expect(await kernel().value("1")).toBe("1");
  });

  it("is not there when a promise fails long before it is awaited to its end, and is caught", async () => {
    const run = await kernel().execute(`
      async function slow(): Promise<void> {
        for (const end = Date.now() + 60; Date.now() < end; );
        throw new Error("caught");
      }
      for (let i = 0; i < 3; i++) {
        try { await slow(); } catch (error) { console.log((error as Error).message); }
      }`);
    expect(run.reply.status).toBe("ok");
    expect(run.text()).toBe("caught\ncaught\ncaught\n");
  });

  it.each([
    ["a timer", 'setTimeout(() => { throw new Error("late") }, 150);'],
    ["a promise", 'setTimeout(() => Promise.reject(new Error("late")), 150);'],
    [
      "an event",
      'import { EventEmitter } from "node:events"; const e = new EventEmitter(); e.on("x", () => { throw new Error("late") }); setTimeout(() => e.emit("x"), 150);',
    ],
  ])("are printed below the cell that started them: %s", async (_, code) => {
    const id = await kernel().start(code);
    expect((await kernel().finish(id)).reply.status).toBe("ok");
    const other = await kernel().execute("await new Promise((r) => setTimeout(r, 300)); 'other'");
    expect(other).toMatchObject({ result: "'other'", error: undefined });
    const late = await kernel().until("the error", (m) => m.parent === id && m.type === "stream");
    expect(late.content.name).toBe("stderr");
    expect(late.content.text).toMatch(/^Uncaught Error: late\n> 1 \|/);
  });
});

describe("what would end a process", () => {
  it("process.exit says how to stop the kernel", async () => {
    const run = await kernel().execute("process.exit(3)");
    expect(run.error?.evalue).toContain("process.exit(3) in a cell");
    expect(await kernel().value("'alive'")).toBe("'alive'");
  });

  it("a stack overflow says so, and its traceback is short", async () => {
    const run = await kernel().execute("function down(): number { return down() + 1 }\ndown();");
    expect(run.error).toMatchObject({
      ename: "RangeError",
      evalue: "Maximum call stack size exceeded",
    });
    expect(run.traceback.split("\n").length).toBeLessThan(20);
    expect(await kernel().value("'alive'")).toBe("'alive'");
  });

  it.each([
    ["a loop", "const hoard: number[][] = [];\nfor (;;) hoard.push(new Array(1000).fill(1));"],
    [
      "callbacks",
      "const hoard: number[][] = [];\nfor (;;) { await new Promise((r) => setTimeout(r)); for (let i = 0; i < 2000; i++) hoard.push(new Array(1000).fill(1)); }",
    ],
  ])("a full heap says so, and values are kept: %s", async (_, code) => {
    const small = await KernelClient.start({ env: { NODE_OPTIONS: "--max-old-space-size=800" } });
    try {
      await small.value("let kept = 5;");
      const run = await small.execute(code);
      expect(run.error?.ename).toBe("OutOfMemory");
      expect(run.error?.evalue).toMatch(/nearly fill the \d+ MB/);
      expect(await small.value("hoard.length = 0; kept")).toBe("5");
    } finally {
      await small.stop();
    }
  });
});
