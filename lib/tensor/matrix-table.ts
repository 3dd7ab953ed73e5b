// A matrix as a table for notebooks: HTML and aligned text, six digits a number, the middle of a large
// one left out.

const MOST = 12;
const DIGITS = 6;

/** The MIME forms of a matrix; rows and columns beyond 12 are shown as "…". */
export function matrixTable(matrix: {
  rows: number;
  columns: number;
  data: ArrayLike<number>;
}): Record<string, string> {
  const columns = shown(matrix.columns);
  const cells = shown(matrix.rows).map((i) =>
    columns.map((j) => (i < 0 || j < 0 ? "…" : short(matrix.data[i * matrix.columns + j]))),
  );
  const caption = `${matrix.rows}×${matrix.columns}`;
  const rows = cells.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join("")}</tr>`);
  const width = cells.flat().reduce((most, cell) => Math.max(most, cell.length), 0);
  const lines = cells.map((row) => row.map((cell) => cell.padStart(width)).join("  "));
  return {
    "text/html": `<table><caption>${caption}</caption><tbody>${rows.join("")}</tbody></table>`,
    "text/plain": [caption, ...lines].join("\n"),
  };
}

/** Indices to show; −1 stands for those left out. */
function shown(count: number): number[] {
  const all = Array.from({ length: count }, (_, i) => i);
  return count <= MOST ? all : [...all.slice(0, MOST / 2), -1, ...all.slice(-MOST / 2)];
}

function short(value: number): string {
  return String(Number(value.toPrecision(DIGITS)));
}
