// The tutorial's equations (1) to (8), and (3′) which it leaves out: each stands in one notebook under
// its own number, and a cell soon after it checks it with numbers.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

interface Cell {
  id: string;
  cell_type: string;
  source: string | string[];
  outputs?: { output_type: string }[];
}

const folder = fileURLToPath(new URL("../../notebooks/", import.meta.url));
const notebooks = readdirSync(folder)
  .filter((name) => name.endsWith(".ipynb"))
  .map((name) => ({ name, cells: readCells(path.join(folder, name)) }));

/** (1) and (2) are derived where the basic net is. */
const HOMES: Record<string, string> = { "1": "02-basic-rnn", "2": "02-basic-rnn" };
const equations = ["1", "2", "3", "3'", "4", "5", "6", "7", "8"].map((number) => ({
  number,
  home: `${HOMES[number] ?? "05-bptt"}.ipynb`,
}));
/** Cells of code within which the check of an equation follows it. */
const NEAR = 4;

function readCells(file: string): (Cell & { text: string })[] {
  const { cells } = JSON.parse(readFileSync(file, "utf8")) as { cells: Cell[] };
  return cells.map((cell) => ({ ...cell, text: [cell.source].flat().join("") }));
}

/** Whether a call of assertClose or claim in `code` names the equation, as in "(3), δ_2". */
function checks(code: string, number: string): boolean {
  const printed = number.replace("'", "′");
  const calls = [...code.matchAll(/\b(?:assertClose|claim)\(\s*["'`]([^"'`]*)/g)];
  return calls.some(([, what]) => what.includes(`(${printed})`));
}

describe.each(equations)("equation ($number)", ({ number, home }) => {
  const places = notebooks.flatMap(({ name, cells }) =>
    cells.flatMap((cell, i) =>
      cell.cell_type === "markdown" && cell.text.includes(`\\tag{${number}}`)
        ? [{ name, next: cells.slice(i + 1).filter((c) => c.cell_type === "code") }]
        : [],
    ),
  );

  it("is numbered once, in its own notebook", () => {
    expect(places.map(({ name }) => name)).toEqual([home]);
  });

  it("has a numeric check beside it", () => {
    const near = places[0].next.slice(0, NEAR);
    expect(near.map(({ id, text }) => [id, checks(text, number)])).toContainEqual([
      expect.any(String),
      true,
    ]);
  });
});
