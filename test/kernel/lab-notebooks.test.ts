// A notebook of the workbook in JupyterLab: restarted and run, its figures under the pointer; contents, dark theme,
// an exercise answered wrongly and then rightly, Chinese text.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Lab } from "./lab-server";
import { type Output, ROOT } from "./notebook";

interface Cell {
  readonly cell_type: string;
  readonly source: string | string[];
  readonly execution_count?: number | null;
  readonly outputs?: Output[];
}

const FIGURE = "application/vnd.plotly.v1+json";
const READ = "02-basic-rnn.ipynb"; // one of the eight: all take more than three minutes here
const committed = (name: string): Cell[] =>
  JSON.parse(readFileSync(join(ROOT, "notebooks", name), "utf8")).cells;
const outputs = (cells: readonly Cell[]) => cells.flatMap((cell) => cell.outputs ?? []);
const figures = (cells: readonly Cell[]) => outputs(cells).filter((one) => one.data?.[FIGURE]);

let lab: Lab;

/** Runs a command of JupyterLab, without waiting for its end. */
const command = (id: string, args = {}) =>
  lab.page.evaluate(
    ([name, options]) => void Reflect.get(globalThis, "jupyterapp").commands.execute(name, options),
    [id, args] as const,
  );

/** The notebook as JupyterLab holds it: cells out of sight are not on the page. */
const cells = (): Promise<Cell[]> =>
  lab.page.evaluate(
    () => Reflect.get(globalThis, "jupyterapp").shell.currentWidget.content.model.toJSON().cells,
  );

async function restartAndRunAll(): Promise<Cell[]> {
  await command("notebook:clear-all-cell-outputs");
  await expect.poll(async () => outputs(await cells()).length).toBe(0);
  await command("notebook:restart-run-all");
  await lab.page.locator(".jp-Dialog .jp-mod-accept").click();
  const waiting = async () => {
    const all = await cells();
    const failed = outputs(all).find((one) => one.output_type === "error");
    if (failed) throw new Error(`${failed.ename}`);
    return all.filter(
      (one) => one.cell_type === "code" && [one.source].flat().join("") && !one.execution_count,
    ).length;
  };
  await expect.poll(waiting, { timeout: 110_000, interval: 300 }).toBe(0);
  await lab.idle();
  return cells();
}

/** Scrolls to a cell. */
const reveal = (index: number) =>
  lab.page.evaluate(async (i) => {
    const { content } = Reflect.get(globalThis, "jupyterapp").shell.currentWidget;
    content.activeCellIndex = i;
    await content.scrollToItem(i, "start");
  }, index);

/** Writes a cell, runs it, and gives its output's text. */
async function answer(index: number, source: string): Promise<() => Promise<string>> {
  await reveal(index);
  await lab.page.evaluate(
    ([i, text]) => {
      const { model } = Reflect.get(globalThis, "jupyterapp").shell.currentWidget.content;
      model.cells.get(i).sharedModel.setSource(text);
    },
    [index, source] as const,
  );
  await command("notebook:run-cell");
  return async () => JSON.stringify((await cells())[index].outputs);
}

// A checkout whose notebooks may be written to.
beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), "lab-notebooks-"));
  mkdirSync(join(folder, "notebooks"));
  cpSync(join(ROOT, "notebooks", READ), join(folder, "notebooks", READ));
  for (const name of ["lib", "data", "node_modules", "package.json"])
    symlinkSync(join(ROOT, name), join(folder, name));
  lab = await Lab.openFile(folder, `notebooks/${READ}`);
}, 150_000);
afterAll(() => lab?.close());

describe.sequential("notebook 2 in JupyterLab", { timeout: 150_000 }, () => {
  it("is restarted and run, and its figures answer the pointer", async () => {
    const all = await restartAndRunAll();
    expect(figures(all).length).toBe(figures(committed(READ)).length);
    await reveal(all.findIndex((cell) => figures([cell]).length > 0));
    const plot = lab.page.locator(".js-plotly-plot .nsewdrag").first();
    const hovered = lab.page.locator(".js-plotly-plot .hoverlayer .hovertext");
    await plot.scrollIntoViewIfNeeded();
    const box = (await plot.boundingBox())!;
    let tries = 0;
    const seen = async () => {
      const at = (++tries * 0.618) % 1; // here and there
      await lab.page.mouse.move(
        box.x + box.width * (0.1 + 0.8 * at),
        box.y + box.height * (0.1 + 0.8 * ((at * 7) % 1)),
      );
      return hovered.count();
    };
    await expect.poll(seen, { timeout: 20_000 }).toBeGreaterThan(0);
    await lab.picture("notebook");
  });

  it("an exercise answered wrongly shows its hint, answered rightly a tick", async () => {
    const index = (await cells()).findIndex(
      (one) => one.cell_type === "code" && [one.source].flat().join("").includes('exercise("2.1"'),
    );
    const wrong = await answer(index, 'exercise("2.1", [1, 0, 0]);');
    await expect.poll(wrong, { timeout: 20_000 }).toMatch(/✗ 2\.1: \S+/);
    const right = await answer(index, 'exercise("2.1", [1, 0.5, 0.25]);');
    await expect.poll(right, { timeout: 20_000 }).toContain("✓ 2.1");
    await lab.picture("exercise");
  });

  it("lists its headings, and goes dark", async () => {
    await command("toc:show-panel");
    const contents = lab.page.locator(".jp-TableOfContents");
    await contents.locator("text=2.1").first().waitFor();
    await command("apputils:change-theme", { theme: "JupyterLab Dark" });
    const shade = () =>
      lab.page
        .locator(".jp-Notebook")
        .evaluate((one) => Number(/\d+/.exec(getComputedStyle(one).backgroundColor)![0]));
    await expect.poll(shade, { timeout: 20_000 }).toBeLessThan(50);
    await lab.picture("dark");
  });

  it("has a font with Chinese characters: two of them look different", async () => {
    const drawn = await lab.page.locator(".jp-Notebook").evaluate((one) =>
      ["我", "昨"].map((character) => {
        const canvas = document.createElement("canvas");
        const context = canvas.getContext("2d")!;
        context.font = `40px ${getComputedStyle(one).fontFamily}`;
        context.fillText(character, 10, 60);
        return canvas.toDataURL();
      }),
    );
    expect(drawn[0]).not.toBe(drawn[1]);
  });
});
