// Output arrives whole, in order, before idle, in few messages, and while the cell still runs.
import { describe, expect, it } from "vitest";
import { KernelClient } from "./client";
import { sharedKernel } from "./shared-kernel";

const kernel = sharedKernel();

/** How many of the lines 0 … n−1 `text` is made of, in order. */
function countLines(text: string): number {
  const lines = text.split("\n").slice(0, -1);
  lines.forEach((line, i) => {
    expect(line).toBe(`line ${i}`);
  });
  return lines.length;
}

describe("printing", () => {
  it("delivers 50,000 lines of a synchronous loop in few messages", async () => {
    const run = await kernel().execute(
      'for (let i = 0; i < 50_000; i++) console.log("line " + i);',
    );
    expect(countLines(run.text())).toBe(50_000);
    expect(run.of("stream").length).toBeLessThan(50);
    expect(run.messages.at(-1)!.content).toEqual({ execution_state: "idle" });
  });

  it("shows what is printed while a synchronous loop runs", async () => {
    const id = await kernel().start(
      'console.log("begun"); const until = Date.now() + 1500; while (Date.now() < until);\nconsole.log("ended");',
    );
    const begun = await kernel().until("begun", (m) => m.parent === id && m.type === "stream");
    expect(begun.content.text).toBe("begun\n");
    expect(
      kernel()
        .publishedFor(id)
        .map((m) => m.content.text),
    ).not.toContain("ended\n");
    expect((await kernel().finish(id)).text()).toBe("begun\nended\n");
  });

  it("keeps the order of stdout, stderr and displays", async () => {
    const run = await kernel().execute(
      `import { display } from "tslab";
for (let i = 0; i < 100; i++) { console.log("o" + i); console.error("e" + i); display.text("d" + i); }`,
    );
    const order = run.messages
      .filter((m) => m.type === "stream" || m.type === "display_data")
      .map((m) => m.content.text?.trim() ?? m.content.data["text/plain"]);
    const expected = Array.from({ length: 100 }, (_, i) => [`o${i}`, `e${i}`, `d${i}`]).flat();
    expect(order).toEqual(expected);
  });

  it("takes bytes, process.stdout and characters of two units at every cut", async () => {
    const run = await kernel().execute(
      `process.stdout.write(Buffer.from("é").subarray(0, 1)); process.stdout.write(Buffer.from("é").subarray(1));
process.stdout.write("a" + "😀".repeat(400_000));`,
    );
    expect(run.text()).toBe(`éa${"😀".repeat(400_000)}`);
    for (const { text } of run.of("stream")) expect(text.isWellFormed()).toBe(true);
  });

  it("delivers 20,000 displays", async () => {
    const run = await kernel().execute(
      'import { display } from "tslab"; for (let i = 0; i < 20_000; i++) display.text(String(i));',
    );
    const shown = run.of("display_data").map((c) => c.data["text/plain"]);
    expect(shown).toEqual(Array.from({ length: 20_000 }, (_, i) => String(i)));
  });

  it("delivers a string of 50 MB", async () => {
    const run = await kernel().execute('process.stdout.write("0123456789".repeat(5_000_000));');
    const text = run.text();
    expect(text.length).toBe(50_000_000);
    expect(text === "0123456789".repeat(5_000_000)).toBe(true);
    expect(await kernel().value("1")).toBe("1");
  });

  it("puts what a timer prints below the cell that set it", async () => {
    const first = await kernel().start('setTimeout(() => console.log("from the first"), 300); 1');
    await kernel().finish(first);
    await kernel().execute('await new Promise((r) => setTimeout(r, 400)); console.log("second");');
    const late = await kernel().until(
      "the late line",
      (m) => m.content.text === "from the first\n",
    );
    expect(late.parent).toBe(first);
  });
});

describe("a slow client", () => {
  const flood = (megabytes: number) =>
    `const mega = "0123456789".repeat(100_000); for (let i = 0; i < ${megabytes}; i++) process.stdout.write(mega);\n`;

  it("makes the kernel wait, and gets everything in the end", async () => {
    const slow = await KernelClient.start({ receiveHighWaterMark: 1 });
    try {
      const id = await slow.start(`${flood(200)}console.log("end");`);
      await new Promise((done) => setTimeout(done, 1500));
      slow.readOutput();
      const run = await slow.finish(id);
      expect(run.text().length).toBe(200_000_004);
      expect(run.text("stderr")).toBe("");
    } finally {
      await slow.stop();
    }
  });

  it("that reads nothing at all loses output, which is said, and the kernel goes on", async () => {
    const stuck = await KernelClient.start({
      receiveHighWaterMark: 1,
      env: { UNROLLED_PATIENCE_MS: "300" },
    });
    try {
      const id = await stuck.start(`${flood(400)}process.memoryUsage.rss() / 2 ** 20`);
      const reply = await stuck.until("the reply", (m) => m.channel === "shell" && m.parent === id);
      expect(reply.content.status).toBe("ok");
      stuck.readOutput();
      const run = await stuck.finish(id);
      const missing = /\[([\d,]+) characters of output are missing here/.exec(run.text("stderr"));
      const lost = Number(missing![1]!.replaceAll(",", ""));
      // The result itself may be among what was dropped.
      expect(Math.abs(run.text().length + lost - 400_000_000)).toBeLessThan(200);
      expect(lost).toBeGreaterThan(200_000_000);
      expect(Number(await stuck.value("process.memoryUsage.rss() / 2 ** 20"))).toBeLessThan(700);
    } finally {
      await stuck.stop();
    }
  });
});
