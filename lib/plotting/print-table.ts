// A table as lines of text, for results that need no figure: numbers to the right, words to the left,
// columns aligned where Chinese characters take two places, as terminals and notebooks draw them.
import { plottingMessages as messages } from "../messages";
import type { TableCell } from "./figure";

/** Characters that are as wide as two letters. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/gu;

/**
 * Prints a table in one message. A cell that is a number is printed as it is: round it first, with
 * toFixed, where it has many digits. null prints as "–".
 * @param columns headings
 * @param rows as many cells each as there are headings
 * @throws RangeError for a row of another length
 */
export function printTable(
  columns: readonly string[],
  rows: readonly (readonly TableCell[])[],
): void {
  rows.forEach((row, i) => {
    if (row.length === columns.length) return;
    const place = { row: i + 1, expected: columns.length, got: row.length };
    throw new RangeError(messages.tableRow(place));
  });
  const lines = [columns, ...rows.map((row) => row.map(textOf))];
  const widths = columns.map((_, j) => Math.max(...lines.map((line) => widthOf(line[j]))));
  const right = columns.map((_, j) => rows.length > 0 && rows.every((row) => isNumeric(row[j])));
  const pad = (text: string, j: number): string => {
    const space = " ".repeat(widths[j] - widthOf(text));
    return right[j] ? space + text : text + space;
  };
  console.log(lines.map((line) => line.map(pad).join("   ").trimEnd()).join("\n"));
}

function textOf(cell: TableCell): string {
  return cell === null ? "–" : String(cell);
}

/** Number of letters that a text is wide. */
function widthOf(text: string): number {
  return Array.from(text).length + (text.match(WIDE)?.length ?? 0);
}

/** Numbers, and texts that begin like one: "2.26", "−5", "1,208", "25.5 %", "∞". */
function isNumeric(cell: TableCell): boolean {
  return cell === null || typeof cell === "number" || /^(?:[−+-]?\d|∞|Infinity)/.test(cell);
}
