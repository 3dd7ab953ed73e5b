// Interrupts: whatever a cell does, it can be stopped; the kernel works afterwards and keeps its state.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { Run } from "./client";
import { KernelClient } from "./client";
import { sharedKernel } from "./shared-kernel";

const kernel = sharedKernel();

async function interrupted(code: string): Promise<Run> {
  await kernel().execute("let state = 41;");
  const id = await kernel().start(code);
  await kernel().until("the cell's first line", (m) => m.parent === id && m.type === "stream");
  await new Promise((done) => setTimeout(done, 100));
  await kernel().interrupt();
  return kernel().finish(id);
}

afterEach(async () => {
  expect(await kernel().value("++state")).toBe("42");
});

/** (module (func (export "spin") (loop br 0))) */
const SPIN = "AGFzbQEAAAABBAFgAAADAgEABwgBBHNwaW4AAAoJAQcAA0AMAAsL";

describe("an interrupt", () => {
  it.each([
    ["a synchronous loop", "for (;;);"],
    ["a loop in a function", "function spin() { for (;;); } spin();"],
    [
      "a loop that fills arrays",
      "const kept: number[][] = [];\nfor (let k = 0; ; k++) kept[k % 1000] = new Array(1000).fill(1);",
    ],
    ["a loop that prints", 'for (;;) console.log("x");'],
    ["a loop with try and finally", "for (;;) { try { JSON.stringify([1]) } finally { } }"],
    ["a loop of awaits", "for (;;) await null;"],
    ["a loop of timers", "for (;;) await new Promise((r) => setTimeout(r, 5));"],
    [
      "a synchronous loop behind an await",
      "await new Promise((r) => setTimeout(r, 20)); for (;;);",
    ],
    [
      "a loop in a timer's callback",
      "setTimeout(() => { for (;;); }, 10); await new Promise((r) => setTimeout(r, 60_000));",
    ],
    ["a loop in a microtask", "queueMicrotask(() => { for (;;); });"],
    ["a loop in a tick", "process.nextTick(() => { for (;;); });"],
    [
      "a loop in an asynchronous resource",
      'import { AsyncResource } from "node:async_hooks";\nnew AsyncResource("loop").runInAsyncScope(() => { for (;;); });',
    ],
    ["an await that never settles", "await new Promise(() => {});"],
    [
      "for await that never yields",
      "async function* never() { await new Promise(() => {}); yield 1 }\nfor await (const _ of never());",
    ],
    [
      "an async function that never settles",
      "async function never() { await new Promise(() => {}) }\nawait never();",
    ],
    ["a regular expression that backtracks", '/^(a+)+$/.test("a".repeat(50) + "b");'],
    [
      "a sort with a slow comparison",
      "new Array(10_000_000).fill(0).map((_, i) => -i).sort((a, b) => a - b); for (;;);",
    ],
    [
      "a WebAssembly call",
      `const wasm = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from("${SPIN}", "base64")));\n(wasm.exports as { spin(): void }).spin();`,
    ],
    ["Atomics.wait", "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);"],
  ])("stops %s", async (_, code) => {
    const run = await interrupted(`console.log("begun");\n${code}`);
    expect(run.error?.ename).toBe("KeyboardInterrupt");
    expect(run.error?.evalue).toBe("the cell was interrupted");
  });

  it("runs finally blocks behind an await", async () => {
    const run = await interrupted(
      'console.log("begun");\ntry { await new Promise(() => {}) } finally { console.log("cleaned") }',
    );
    expect(run.text()).toBe("begun\ncleaned\n");
  });

  it("stops a loop that a finished cell left behind", async () => {
    await kernel().value("let state = 41; setTimeout(() => { for (;;); }, 50); 1");
    await new Promise((done) => setTimeout(done, 200));
    await kernel().interrupt();
  });

  it("keeps what a top-level loop had reached, nearly", async () => {
    await interrupted('console.log("begun");\nlet steps = 0; for (;;) steps++;');
    expect(Number(await kernel().value("steps"))).toBeGreaterThan(1_000_000);
  });

  it("does nothing to an idle kernel", async () => {
    await kernel().value("let state = 41;");
    expect(await kernel().interrupt()).toEqual({ status: "ok" });
    expect(await kernel().value("await new Promise((r) => setTimeout(r, 20)); 'runs'")).toBe(
      "'runs'",
    );
  });

  it("ends a cell that waits for TypeScript or for a module", async () => {
    await kernel().value("let state = 41;");
    const other = await KernelClient.start();
    try {
      const id = await other.start("for (;;);");
      await other.interrupt();
      await other.interrupt(); // the first may have come before the cell
      expect((await other.finish(id)).error?.ename).toBe("KeyboardInterrupt");
      writeFileSync(join(other.folder, "never.mjs"), "await new Promise(() => {}); export {};");
      writeFileSync(join(other.folder, "never.d.mts"), "export {};");
      const waiting = await other.start('import "./never.mjs";');
      await other.until("busy", (m) => m.parent === waiting && m.type === "execute_input");
      await new Promise((done) => setTimeout(done, 500));
      await other.interrupt();
      expect((await other.finish(waiting)).error?.ename).toBe("KeyboardInterrupt");
      expect(await other.value("'runs'")).toBe("'runs'");
    } finally {
      await other.stop();
    }
  });

  it("by a signal works as well", async () => {
    await kernel().value("let state = 41;");
    const id = await kernel().start('console.log("begun"); for (;;);');
    await kernel().until("begun", (m) => m.parent === id && m.type === "stream");
    kernel().process.kill("SIGINT");
    expect((await kernel().finish(id)).error?.ename).toBe("KeyboardInterrupt");
  });

  it("by a signal that comes just before code of the cell goes on works as well", async () => {
    await kernel().value("let state = 41;");
    // Immediates of node:timers run outside the cell's code, which an interrupt would end at once.
    const id = await kernel().start(
      `import { setImmediate as outside } from "node:timers";
outside(() => process.kill(process.pid, "SIGINT"));
setImmediate(() => {});
await new Promise(() => {});`,
    );
    expect((await kernel().finish(id)).error?.ename).toBe("KeyboardInterrupt");
  }, 20_000);
});

describe("signals", { timeout: 60_000 }, () => {
  it("end a cell of short frames, and never the kernel", async () => {
    await kernel().value("let state = 41;");
    for (let time = 1; time <= 40; time++) {
      const id = await kernel().start(
        'console.log("begun"); for (;;) await new Promise((later) => setImmediate(later));',
      );
      await kernel().until("begun", (m) => m.parent === id && m.type === "stream");
      // One in a hundred is lost where a frame ends each ten microseconds (see sigint.ts): sent again, as people do.
      const again = setInterval(() => kernel().process.kill("SIGINT"), 1000);
      kernel().process.kill("SIGINT");
      const { error } = await kernel().finish(id);
      clearInterval(again);
      expect(error?.ename, `time ${time}`).toBe("KeyboardInterrupt");
    }
  });

  it("leave a kernel that runs nothing as it is", async () => {
    await kernel().value("let state = 41;");
    for (let time = 0; time < 20; time++) {
      kernel().process.kill("SIGINT");
      await new Promise((later) => setTimeout(later, 5));
    }
    expect(await kernel().value("await Promise.resolve('lives')")).toBe("'lives'");
  });

  it("go to a listener of the reader's, but end code that runs", async () => {
    await kernel().value("let state = 41;");
    const other = await KernelClient.start();
    try {
      await other.value(`let heard = 0; process.on("SIGINT", () => { heard++; });`);
      other.process.kill("SIGINT");
      await new Promise((later) => setTimeout(later, 200));
      expect(await other.value("heard")).toBe("1");
      const id = await other.start('console.log("begun"); for (;;);');
      await other.until("begun", (m) => m.parent === id && m.type === "stream");
      other.process.kill("SIGINT");
      expect((await other.finish(id)).error?.ename).toBe("KeyboardInterrupt");
      expect(await other.value("heard")).toBe("1");
    } finally {
      await other.stop();
    }
  });
});

describe("a call that cannot be stopped", () => {
  it("gets a restart offered in words", async () => {
    await kernel().value("let state = 41;");
    const other = await KernelClient.start();
    try {
      const id = await other.start(
        'import { execSync } from "node:child_process"; console.log("begun"); execSync("sleep 6");',
      );
      await other.until("begun", (m) => m.parent === id && m.type === "stream");
      await other.send("control", "interrupt_request", {});
      const words = await other.until(
        "words",
        (m) => m.parent === id && m.content.name === "stderr",
      );
      expect(words.content.text).toContain("Restart the kernel");
    } finally {
      await other.stop();
    }
  });
});
