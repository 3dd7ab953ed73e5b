// A notebook of the workbook in JupyterLab: run, compared with what is committed, its figures looked at.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ExpectStatic, expect as globalExpect } from "vitest";
import type { Lab } from "./lab-server";
import { type Output, ROOT } from "./notebook";

export interface Cell {
  readonly cell_type: string;
  readonly source: string | string[];
  readonly execution_count?: number | null;
  readonly outputs?: Output[];
}

const FIGURE = "application/vnd.plotly.v1+json";
const PICTURE = "image/svg+xml";
/** What plotly draws for data: lines, points and bars, or the image of a heat map. */
const MARKS = ".overplot path, .overplot image";

/** A checkout whose notebooks may be written to, with these notebooks. */
export function checkoutOf(names: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "lab-notebooks-"));
  mkdirSync(join(folder, "notebooks"));
  for (const name of names) cpSync(join(ROOT, "notebooks", name), join(folder, "notebooks", name));
  for (const name of ["lib", "data", "node_modules", "package.json"])
    symlinkSync(join(ROOT, name), join(folder, name));
  return folder;
}

export const sourceOf = (cell: Cell): string => [cell.source].flat().join("");
export const outputsOf = (cells: readonly Cell[]) => cells.flatMap((cell) => cell.outputs ?? []);
const figuresOf = (cell: Cell) => outputsOf([cell]).filter((one) => one.data?.[FIGURE]);
const drawingsOf = (cell: Cell) =>
  outputsOf([cell]).filter((one) => one.data?.[PICTURE] && !one.data[FIGURE]);

const textIn = (text: unknown): unknown => (Array.isArray(text) ? text.join("") : text);

/**
 * What a cell's outputs say, however the pieces of its text came: for comparing.
 * @param kinds for each output the kinds of data to keep; without it all
 */
export function saidBy(cell: Cell, kinds?: readonly string[][]): unknown[] {
  const said: { kind: string; text?: string; data?: object }[] = [];
  for (const { output_type, name, text, data = {} } of cell.outputs ?? []) {
    const kind = name ?? output_type;
    const last = said.at(-1);
    if (text !== undefined && last?.kind === kind) last.text += String(textIn(text));
    else if (text !== undefined) said.push({ kind, text: String(textIn(text)) });
    else {
      const kept = kinds?.[said.length] ?? Object.keys(data);
      said.push({ kind, data: Object.fromEntries(kept.map((one) => [one, textIn(data[one])])) });
    }
  }
  return said;
}

/** The kinds of data in each of these. JupyterLab's plotly adds a PNG of its own to a figure once it is drawn. */
export const kindsIn = (said: readonly unknown[]): string[][] =>
  said.map((one) => Object.keys((one as { data?: object }).data ?? {}));

export function committed(name: string): Cell[] {
  return JSON.parse(readFileSync(join(ROOT, "notebooks", name), "utf8")).cells;
}

/** The notebook that a JupyterLab has open. */
export class OpenNotebook {
  /** @param expect that of the test, where several run at a time */
  constructor(
    private readonly lab: Lab,
    private readonly expect: ExpectStatic = globalExpect,
  ) {}

  /** Runs a command of JupyterLab, without waiting for its end. */
  command(id: string, args = {}) {
    return this.lab.page.evaluate(
      ([name, options]) =>
        void Reflect.get(globalThis, "jupyterapp").commands.execute(name, options),
      [id, args] as const,
    );
  }

  /** The cells as JupyterLab holds them: those out of sight are not on the page. */
  cells(): Promise<Cell[]> {
    return this.lab.page.evaluate(
      () => Reflect.get(globalThis, "jupyterapp").shell.currentWidget.content.model.toJSON().cells,
    );
  }

  /** How many cells have not run; throws when one has failed. The page counts: its outputs are megabytes. */
  private waiting(): Promise<number> {
    return this.lab.page.evaluate(() => {
      const { model } = Reflect.get(globalThis, "jupyterapp").shell.currentWidget.content;
      let waiting = 0;
      for (const cell of model.cells) {
        if (cell.type !== "code" || !cell.sharedModel.getSource()) continue;
        for (let i = 0; i < cell.outputs.length; i++)
          if (cell.outputs.get(i).type === "error")
            throw new Error(JSON.stringify(cell.outputs.get(i).toJSON()));
        if (!cell.executionCount) waiting++;
      }
      return waiting;
    });
  }

  /** Clears the outputs, restarts the kernel and runs all cells; throws when one fails. */
  async restartAndRunAll(): Promise<Cell[]> {
    await this.command("notebook:clear-all-cell-outputs");
    await this.expect.poll(async () => outputsOf(await this.cells()).length).toBe(0);
    await this.command("notebook:restart-run-all");
    await this.lab.page.locator(".jp-Dialog .jp-mod-accept").click();
    await this.expect.poll(() => this.waiting(), { timeout: 570_000, interval: 300 }).toBe(0);
    await this.lab.idle();
    return this.cells();
  }

  /** Scrolls to a cell. */
  reveal(index: number) {
    return this.lab.page.evaluate(async (i) => {
      const { content } = Reflect.get(globalThis, "jupyterapp").shell.currentWidget;
      content.activeCellIndex = i;
      await content.scrollToItem(i, "start");
    }, index);
  }

  /** How many figures and drawings of a cell are on the page, drawn, no drawing wider than its output. */
  private picturesIn(index: number): Promise<{ figures: number; drawings: number }> {
    return this.lab.page.evaluate(
      ([i, marks]) => {
        const { content } = Reflect.get(globalThis, "jupyterapp").shell.currentWidget;
        const node: HTMLElement = content.widgets[i].node;
        const plots = [...node.querySelectorAll(".js-plotly-plot")];
        const images = [...node.querySelectorAll<HTMLImageElement>(".jp-RenderedSVG img")];
        return {
          figures: plots.filter((one) => one.querySelector(marks)).length,
          drawings: images.filter(
            (one) =>
              one.complete &&
              one.naturalWidth > 50 &&
              one.getBoundingClientRect().width <= one.parentElement!.clientWidth + 1,
          ).length,
        };
      },
      [index, MARKS] as const,
    );
  }

  /** Waits until all figures and drawings of the cells are drawn; gives how many there are. */
  async drawn(cells: readonly Cell[]): Promise<number> {
    let count = 0;
    for (const [index, cell] of cells.entries()) {
      const wanted = { figures: figuresOf(cell).length, drawings: drawingsOf(cell).length };
      if (wanted.figures + wanted.drawings === 0) continue;
      // Again and again: what is drawn above pushes the cell away, and out of sight nothing is drawn.
      const there = async () => {
        await this.reveal(index);
        return this.picturesIn(index);
      };
      const patience = { timeout: 30_000, interval: 500 };
      await this.expect.poll(there, patience).toEqual(wanted);
      count += wanted.figures + wanted.drawings;
    }
    return count;
  }

  /** Moves the pointer over the first figure until it shows a value. */
  async hoverFirst(cells: readonly Cell[]): Promise<void> {
    await this.reveal(cells.findIndex((cell) => figuresOf(cell).length > 0));
    const plot = this.lab.page.locator(".js-plotly-plot .nsewdrag").first();
    const hovered = this.lab.page.locator(".js-plotly-plot .hoverlayer .hovertext");
    await plot.scrollIntoViewIfNeeded();
    const box = (await plot.boundingBox())!;
    let tries = 0;
    const seen = async () => {
      const at = (++tries * 0.618) % 1; // here and there
      await this.lab.page.mouse.move(
        box.x + box.width * (0.1 + 0.8 * at),
        box.y + box.height * (0.1 + 0.8 * ((at * 7) % 1)),
      );
      return hovered.count();
    };
    await this.expect.poll(seen, { timeout: 20_000 }).toBeGreaterThan(0);
  }

  /** Writes a cell, runs it, and gives a function that reads its output. */
  async answer(index: number, source: string): Promise<() => Promise<string>> {
    await this.reveal(index);
    await this.lab.page.evaluate(
      ([i, text]) => {
        const { model } = Reflect.get(globalThis, "jupyterapp").shell.currentWidget.content;
        model.cells.get(i).sharedModel.setSource(text);
      },
      [index, source] as const,
    );
    await this.command("notebook:run-cell");
    return async () => JSON.stringify((await this.cells())[index].outputs);
  }
}
