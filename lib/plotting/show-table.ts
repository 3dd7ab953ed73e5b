// Tables of results that need no figure: HTML for notebooks and the book, aligned text for terminals.
import { host } from "../host/host";
import { plottingMessages as messages } from "../messages";
import type { TableCell } from "./figure";
import { cellTexts, numericColumns, tableHtml } from "./table-html";

/** Characters that are as wide as two letters. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/gu;

/**
 * Shows a table as one output. Columns of numbers stand to the right; a number is shown as it is:
 * round it first, with toFixed, where it has many digits. null shows as "–".
 * @param columns headings
 * @param rows as many cells each as there are headings
 * @param options caption: a line above the table that says what it holds
 * @throws RangeError for a row of another length
 */
export function showTable(
  columns: readonly string[],
  rows: readonly (readonly TableCell[])[],
  { caption }: { caption?: string } = {},
): void {
  rows.forEach((row, i) => {
    if (row.length === columns.length) return;
    const place = { row: i + 1, expected: columns.length, got: row.length };
    throw new RangeError(messages.tableRow(place));
  });
  host().publish({
    "text/html": tableHtml(columns, rows, caption),
    "text/plain": asText(columns, rows, caption),
  });
}

function asText(
  columns: readonly string[],
  rows: readonly (readonly TableCell[])[],
  caption?: string,
): string {
  const right = numericColumns(columns, rows);
  const lines = [columns, ...cellTexts(rows)];
  const widths = columns.map((_, j) => Math.max(...lines.map((line) => widthOf(line[j]))));
  const pad = (text: string, j: number): string => {
    const space = " ".repeat(widths[j] - widthOf(text));
    return right[j] ? space + text : text + space;
  };
  const table = lines.map((line) => line.map(pad).join("   ").trimEnd());
  return [...(caption === undefined ? [] : [caption]), ...table].join("\n");
}

/** Number of letters that a text is wide. */
function widthOf(text: string): number {
  return Array.from(text).length + (text.match(WIDE)?.length ?? 0);
}
