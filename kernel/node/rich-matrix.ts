// A mathjs matrix as text with aligned columns and as LaTeX. Recognised by what it can do, so that any library's
// matrices of that form show well, and mathjs is not needed here.
import { inspect } from "node:util";
import type { MimeBundle } from "./rich";

/** Rows and columns beyond this are left out. */
const MOST = 12;

interface MatrixLike {
  readonly isMatrix: true;
  size(): number[];
  toArray(): unknown[];
}

export function isMatrix(value: unknown): value is MatrixLike {
  if (typeof value !== "object" || value === null) return false;
  const { isMatrix, size, toArray } = value as { [name: string]: unknown };
  return isMatrix === true && typeof size === "function" && typeof toArray === "function";
}

/** A matrix of two dimensions as a table, any other as the nested array that it holds. */
export function matrixBundle(matrix: MatrixLike): MimeBundle {
  const size = matrix.size();
  const head = `Matrix ${size.join(" × ")}`;
  const values = matrix.toArray();
  if (size.length !== 2) {
    const text = inspect(values, { depth: 4, maxArrayLength: MOST });
    return { "text/plain": `${head}\n${text}` };
  }
  const rows = shorten(values as unknown[][], ["⋮"]).map((row) => shorten(row, "⋯").map(text));
  const columns = Math.max(...rows.map((r) => r.length));
  const widths = Array.from({ length: columns }, (_, j) =>
    Math.max(...rows.map((r) => (r[j] ?? "").length)),
  );
  const line = (r: readonly string[]) => widths.map((w, j) => (r[j] ?? "").padStart(w)).join("  ");
  return {
    "text/plain": [head, ...rows.map(line)].join("\n"),
    "text/latex": `$$\\begin{bmatrix}\n${rows.map((r) => r.map(latex).join(" & ")).join(" \\\\\n")}\n\\end{bmatrix}$$`,
  };
}

/** The first and the last of many, with a mark between. */
function shorten<T>(items: readonly T[], mark: T): T[] {
  if (items.length <= MOST) return [...items];
  return [...items.slice(0, MOST - 2), mark, items[items.length - 1]!];
}

function text(value: unknown): string {
  if (typeof value === "number") return String(Number(value.toPrecision(6)));
  return String(value);
}

function latex(value: string): string {
  if (value === "⋮") return "\\vdots";
  if (value === "⋯") return "\\cdots";
  return value.replace(/e([+-]\d+)$/, (_, power) => ` \\cdot 10^{${Number(power)}}`);
}
