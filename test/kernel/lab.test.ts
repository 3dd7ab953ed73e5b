// In JupyterLab, as a reader sees it: completion, help, a traceback, an interrupt, live drawing, a restart.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Lab } from "./lab-server";
import { ROOT } from "./notebook";

const CELLS = [
  `/** Gives twice as much. */
function twice(x: number): number { return 2 * x; }
const basket = { apple: 1, pear: "two" };
console.log("ready");`,
  "basket.",
  "twice",
  `function deep(): never {
  throw new RangeError("planned");
}
deep();`,
  'console.log("begun"); let turns = 0; for (;;) turns++;',
  'console.log("kept:", twice(21), turns > 0);',
  `import { newDisplay } from "tslab";
const live = newDisplay();
for (let i = 1; ; i++) {
  live.svg('<svg xmlns="http://www.w3.org/2000/svg" width="220" height="40"><rect width="' + (10 * i) % 210 + '" height="20" fill="steelblue"/><text y="36">step ' + i + "</text></svg>");
  const until = Date.now() + 150;
  while (Date.now() < until);
}`,
  "twice(1)",
  // Two a, one b, then c or d by a toss: what can be learned is b after a a, what cannot is ln 2 / 4.
  `import { Adam, FastModel, RandomGenerator, RecurrentLanguageModel, StreamBatches, fit } from "${ROOT}/lib";
const random = new RandomGenerator(1);
const ids = Int32Array.from({ length: 4001 }, (_, i) => i % 4 < 3 ? [0, 0, 1][i % 4] : 2 + random.integer(2));
const data = new StreamBatches(ids, { batchSize: 8, length: 25 });
const model = new FastModel(new RecurrentLanguageModel(4, 24, { random }));
const optimiser = new Adam(1e-3);
await fit(model, data, { steps: 200_000, optimiser, random, progress: "reading aab, then c or d" });`,
  `const written = [...model.sample([0, 0], 40, { random })].map((id) => "abcd"[id]).join("");
console.log("written:", written);`,
  `const { losses } = await fit(model, data, { steps: 200, optimiser, random, progress: "more" });
console.log("goes on at", losses[0].toFixed(2));`,
  `import { TrainingRun } from "${ROOT}/lib";
const options = { steps: 1_000_000, optimiser, random, progress: "with nobody there" };
const run = new TrainingRun(model, data, options);
await run.run();`,
  `console.log("at step", run.state().step);
console.log("still knows:", [...model.sample([0, 0], 40, { random })].map((id) => "abcd"[id]).join(""));`,
];

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.open(CELLS);
}, 150_000);
afterAll(() => lab?.close());

describe.sequential("JupyterLab", { timeout: 90_000 }, () => {
  it("runs a cell", async () => {
    await lab.run(0);
    await lab.shows(0, "ready");
  });

  it("completes members on Tab", async () => {
    await lab.edit(1);
    await lab.page.keyboard.press("Tab");
    const items = lab.page.locator(".jp-Completer-item");
    await items.first().waitFor();
    await lab.picture("completion");
    expect((await items.allInnerTexts()).join(" ")).toMatch(/apple[\s\S]*pear/);
    await lab.page.keyboard.press("Escape");
  });

  it("shows help on Shift-Tab", async () => {
    await lab.edit(2);
    await lab.page.keyboard.press("Shift+Tab");
    const tooltip = lab.page.locator(".jp-Tooltip");
    await tooltip.waitFor();
    await lab.picture("help");
    const text = () => tooltip.innerText();
    await expect.poll(text, { timeout: 20_000 }).toContain("twice(x: number): number");
    await expect.poll(text).toContain("Gives twice as much.");
    await lab.page.keyboard.press("Escape");
    await tooltip.waitFor({ state: "detached" });
  });

  it("shows an error's traceback with the line", async () => {
    await lab.run(3);
    await lab.shows(3, "RangeError: planned");
    await lab.picture("traceback");
    const text = await lab.cell(3).locator(".jp-OutputArea").innerText();
    expect(text).toContain('> 2 |   throw new RangeError("planned");');
    expect(text).toMatch(/at deep \(cell \[\d+\], 2:9\)/);
  });

  it("interrupts a loop, and the state is kept", async () => {
    await lab.run(4);
    await lab.shows(4, "begun");
    await lab.interrupt();
    await lab.shows(4, "KeyboardInterrupt");
    await lab.picture("interrupt");
    await lab.run(5);
    await lab.shows(5, "kept: 42 true");
  });

  it("draws SVG while a synchronous loop runs", async () => {
    await lab.run(6);
    const image = lab.cell(6).locator(".jp-RenderedSVG img, .jp-RenderedSVG svg");
    await image.waitFor();
    const seen = new Set<string>();
    const look = async () => {
      const source = await image.first().evaluate((e) => decodeURIComponent(e.outerHTML));
      return seen.add(/step (\d+)/.exec(source)?.[1] ?? "none").size;
    };
    await expect.poll(look, { interval: 40, timeout: 60_000 }).toBeGreaterThan(4);
    await lab.picture("live");
    await lab.interrupt();
    await lab.shows(6, "KeyboardInterrupt");
  });

  it("interrupts training: the display stops, the model keeps what it learned and goes on", async () => {
    await lab.run(8);
    const display = lab.cell(8).locator(".jp-RenderedSVG img, .jp-RenderedSVG svg").first();
    await display.waitFor();
    const source = () => display.evaluate((e) => decodeURIComponent(e.outerHTML));
    const step = async () =>
      Number(/([\d,]+) of 200,000 steps/.exec(await source())?.[1].replaceAll(",", ""));
    const before = await step();
    await expect.poll(step, { timeout: 30_000 }).toBeGreaterThan(Math.max(before, 10_000));
    await lab.picture("training");
    await lab.interrupt();
    await lab.shows(8, "KeyboardInterrupt");
    const stopped = await source();
    expect(stopped).toMatch(/stopped early, \d{2,3},\d{3} of 200,000 steps, loss 0\.\d+/);
    await lab.run(9);
    await lab.shows(9, "written:");
    const written = /written: (\w+)/.exec(
      await lab.cell(9).locator(".jp-OutputArea").innerText(),
    )?.[1];
    expect(written).toMatch(/^(aa)?b[cd](aab[cd]){9}/);
    await lab.run(10);
    await lab.shows(10, "goes on at 0.1");
    await lab.picture("training-interrupted");
    expect(await source()).toBe(stopped);
  });

  it("trains on when its tab is closed, and is there for the next tab", async () => {
    await lab.run(11);
    const display = lab.cell(11).locator(".jp-RenderedSVG img, .jp-RenderedSVG svg").first();
    await display.waitFor();
    const step = async () => {
      const source = await display.evaluate((e) => decodeURIComponent(e.outerHTML));
      return Number(/([\d,]+) of 1,000,000 steps/.exec(source)?.[1].replaceAll(",", ""));
    };
    await expect.poll(step, { timeout: 30_000 }).toBeGreaterThan(0);
    const before = await step();
    await lab.closeTab();
    await lab.openTab("test.ipynb");
    await lab.edit(12);
    await lab.interrupt();
    await lab.run(12);
    await lab.shows(12, "still knows:");
    const text = await lab.cell(12).locator(".jp-OutputArea").innerText();
    expect(Number(/at step (\d+)/.exec(text)![1])).toBeGreaterThan(before + 1000);
    expect(text).toMatch(/still knows: (aa)?b[cd](aab[cd]){9}/);
    await lab.picture("next-tab");
  });

  it("restarts, and nothing is defined any more", async () => {
    await lab.page.keyboard.press("Escape");
    await lab.page.keyboard.press("0");
    await lab.page.keyboard.press("0");
    await lab.page.locator(".jp-Dialog .jp-mod-accept").click();
    await lab.page.waitForTimeout(500);
    await lab.idle();
    await lab.run(7);
    await lab.shows(7, "Cannot find name 'twice'");
    await lab.picture("restart");
  });
});
