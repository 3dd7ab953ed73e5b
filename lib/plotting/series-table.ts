// The data table of a figure with curves: one row for each x, one column for each curve.
import { type AxisOptions, type FigureTable, plainText, type TableCell } from "./figure";

/** A column of the table: values over positions. */
export interface TableColumn {
  name: string;
  x: readonly number[];
  y: readonly (number | null)[];
}

/** Rows are told apart by x, and where a curve comes back to an x, by how often it was there. */
function keys(x: readonly number[]): string[] {
  const visits = new Map<number, number>();
  return x.map((value) => {
    const visit = visits.get(value) ?? 0;
    visits.set(value, visit + 1);
    return `${value} ${visit}`;
  });
}

/** The rows' x in order: as given where all curves share it, otherwise ascending. */
function rowsOf(columns: readonly TableColumn[]): Map<string, number> {
  const rows = new Map<string, number>();
  for (const { x } of columns) {
    const names = keys(x);
    for (let i = 0; i < x.length; i++) rows.set(names[i], x[i]);
  }
  const shared = columns.every(({ x }) => x.length === rows.size);
  return shared ? rows : new Map([...rows].sort((a, b) => a[1] - b[1]));
}

/** The table; positions are replaced by the axis' labels where it has them. */
export function seriesTable(xAxis: AxisOptions, columns: readonly TableColumn[]): FigureTable {
  const places = columns.map(({ x }) => new Map(keys(x).map((key, i) => [key, i])));
  const rows = [...rowsOf(columns)].map(([key, x]) => {
    const cells = columns.map(({ y }, c): TableCell => {
      const place = places[c].get(key);
      return place === undefined ? null : y[place];
    });
    return [xAxis.labels?.[x - 1] ?? x, ...cells];
  });
  return { columns: [xAxis.title, ...columns.map(({ name }) => name)].map(plainText), rows };
}
