// A table as HTML that a screen reader understands: for results, and for the data of figures.
import { escapeXml } from "./escape-xml";
import type { TableCell } from "./figure";

/** What the cells say; null shows as "–". */
export function cellTexts(rows: readonly (readonly TableCell[])[]): string[][] {
  return rows.map((row) => row.map((cell) => (cell === null ? "–" : String(cell))));
}

/** Which columns stand to the right: those that hold numbers only. */
export function numericColumns(
  columns: readonly string[],
  rows: readonly (readonly TableCell[])[],
): boolean[] {
  return columns.map((_, j) => rows.length > 0 && rows.every((row) => isNumeric(row[j])));
}

/** Numbers, and texts that begin like one: "2.26", "−5", "1,208", "25.5 %", "∞". */
function isNumeric(cell: TableCell): boolean {
  return cell === null || typeof cell === "number" || /^(?:[−+-]?\d|∞|Infinity)/.test(cell);
}

/** The table, with a line above it where there is a caption. */
export function tableHtml(
  columns: readonly string[],
  rows: readonly (readonly TableCell[])[],
  caption?: string,
): string {
  const right = numericColumns(columns, rows);
  const align = (j: number) => `text-align:${right[j] ? "right" : "left"}`;
  const heads = columns.map(
    (text, j) => `<th scope="col" style="${align(j)}">${escapeXml(text)}</th>`,
  );
  const lines = cellTexts(rows).map((row) => {
    const cells = row.map((text, j) => {
      const whole = right[j] ? ";white-space:nowrap" : ""; // "25.5 %" stays in one line
      return `<td style="${align(j)}${whole}">${escapeXml(text)}</td>`;
    });
    return `<tr>${cells.join("")}</tr>`;
  });
  const title = caption === undefined ? "" : `<caption>${escapeXml(caption)}</caption>`;
  const head = `<thead><tr>${heads.join("")}</tr></thead>`;
  return `<table>${title}${head}<tbody>\n${lines.join("\n")}\n</tbody></table>`;
}
