// Curves: loss against steps, probability word by word, gradient norm against lag.
import {
  checkAxis,
  checkedValues,
  checkLength,
  checkNames,
  checkReference,
  checkText,
} from "./checks";
import {
  type AxisOptions,
  assemble,
  type Figure,
  type FigureText,
  type Reference,
  tidy,
  type Values,
} from "./figure";
import type { LineTrace } from "./plotly-json";
import { addReferences, referenceValues } from "./references";
import { seriesTable } from "./series-table";
import { axis, layout, seriesStyle } from "./style";

/** One curve. */
export interface LineSeries {
  name: string;
  /** Positions, as many as values; left out: 1, 2, 3, … */
  x?: ArrayLike<number>;
  /** Values; null is a gap. */
  y: Values;
  /** "points" leaves out the line between the points. */
  draw?: "line" | "points";
  /** Colour, dash and marker of this place in the list, to keep a model's looks between figures. */
  style?: number;
}

export interface LineOptions extends FigureText {
  x: AxisOptions;
  y: AxisOptions;
  series: readonly LineSeries[];
  references?: readonly Reference[];
}

/** A curve whose values have been checked. */
export interface CheckedLine {
  name: string;
  x: number[];
  y: (number | null)[];
}

/** Up to this many points each gets a marker; longer curves get a few, to tell them apart. */
const MARK_ALL = 40;
const MARK_SOME = 9;

/** Positions 1, 2, 3, … or those given, checked. */
export function positions(
  number: string,
  name: string,
  given: ArrayLike<number> | undefined,
  count: number,
  log = false,
): number[] {
  if (given === undefined) return Array.from({ length: count }, (_, i) => i + 1);
  checkLength(number, name, count, given.length, "x positions");
  return checkedValues(number, `${name} (x)`, given, log).map((x) => tidy(x) ?? 0);
}

/** plotly's trace for a curve in the style of the given place. */
export function lineTrace(line: CheckedLine, place: number, draw: "line" | "points"): LineTrace {
  const { color, dash, symbol } = seriesStyle(place);
  const marker = { color, symbol, size: 7 };
  return {
    type: "scatter",
    name: line.name,
    mode: draw === "points" ? "markers" : "lines+markers",
    x: line.x,
    y: line.y,
    line: { color, width: 2, dash },
    marker: line.x.length > MARK_ALL ? { ...marker, maxdisplayed: MARK_SOME } : marker,
  };
}

/**
 * A figure with one or several curves.
 * @throws RangeError for missing texts, NaN and infinite values, values below 0 on a logarithmic axis
 */
export function lineFigure(options: LineOptions): Figure {
  const { number, x, y, series, references = [] } = options;
  checkText(options);
  checkAxis(number, "x", x);
  checkAxis(number, "y", y);
  checkNames(number, series);
  for (const reference of references) checkReference(number, reference, { x, y });
  const lines = series.map((one): CheckedLine => {
    const values = checkedValues(number, one.name, one.y, y.log);
    const at = positions(number, one.name, one.x, values.length, x.log);
    return { name: one.name, x: at, y: values.map(tidy) };
  });
  const xs = [...lines.flatMap((line) => line.x), ...referenceValues(references, "x")];
  const ys = [...lines.flatMap((line) => line.y), ...referenceValues(references, "y")];
  const plan = layout(axis(x, xs), axis(y, ys), series.length > 1);
  addReferences(plan, references, { x, y });
  const data = lines.map((line, i) =>
    lineTrace(line, series[i].style ?? i, series[i].draw ?? "line"),
  );
  return assemble(options, {
    data,
    layout: plan,
    table: seriesTable(x, lines),
  });
}
