// Bars: one group for each category, one bar in it for each series, each with its value written on it.
import { plottingMessages as messages } from "../messages";
import {
  checkAxis,
  checkedValues,
  checkLength,
  checkNames,
  checkReference,
  checkText,
} from "./checks";
import { INK, PAPER } from "./colours";
import {
  type AxisOptions,
  assemble,
  type Figure,
  type FigureText,
  plainText,
  type Reference,
  type TableCell,
  tidy,
  type Values,
} from "./figure";
import type { Annotation, BarTrace } from "./plotly-json";
import {
  addReferences,
  annotationPlace,
  label,
  REFERENCE_LINE,
  referenceValues,
} from "./references";
import { axis, layout, type Plan, seriesStyle } from "./style";

/** The bars of one series, one for each category. */
export interface BarSeries {
  name: string;
  y: Values;
  /** Ends of the error bars, as many as values. */
  low?: Values;
  high?: Values;
  /** Colour and pattern of this place in the list. */
  style?: number;
}

/** A reference line; with a category it spans only that category's bars. */
export interface BarReference extends Reference {
  category?: string;
}

export interface BarOptions extends FigureText {
  /** Names of the groups, from left to right. */
  categories: readonly string[];
  x: { title: string };
  y: AxisOptions;
  series: readonly BarSeries[];
  references?: readonly BarReference[];
  /** How a bar's value is written on it; null writes none. Default: at most 3 significant digits. */
  format?: ((value: number) => string) | null;
}

interface Bars {
  name: string;
  y: (number | null)[];
  low?: (number | null)[];
  high?: (number | null)[];
}

/** Share of a category's width that its bars take. */
const GROUP = 0.7;

function checkedBars(options: BarOptions): Bars[] {
  const { number, categories, y, series } = options;
  const read = (name: string, values: Values): (number | null)[] => {
    const found = checkedValues(number, name, values, y.log).map(tidy);
    checkLength(number, name, found.length, categories.length, "categories");
    return found;
  };
  return series.map(({ name, y: values, low, high }) => ({
    name,
    y: read(name, values),
    low: low && read(`${name}, low`, low),
    high: high && read(`${name}, high`, high),
  }));
}

function barTrace(bars: Bars, place: number, index: number, count: number): BarTrace {
  const { color, pattern } = seriesStyle(place);
  const trace: BarTrace = {
    type: "bar",
    name: bars.name,
    x: bars.y.map((_, i) => i + 1),
    y: bars.y,
    width: (GROUP / count) * 0.9,
    offset: (GROUP / count) * (index - count / 2 + 0.05),
    marker: { color, line: { color, width: 1.5 } },
  };
  if (pattern !== undefined) {
    const fill = { shape: pattern, fgcolor: color, bgcolor: PAPER, size: 7, solidity: 0.35 };
    trace.marker.pattern = fill;
  }
  const { y, low, high } = bars;
  if (low !== undefined || high !== undefined) {
    const away = (ends: (number | null)[] | undefined, sign: number): (number | null)[] =>
      y.map((value, i) => {
        const end = ends?.[i] ?? null;
        return value === null || end === null ? null : tidy(sign * (end - value));
      });
    trace.error_y = {
      ...{ type: "data", symmetric: false, color: INK, thickness: 1.5, width: 5 },
      array: away(high, 1),
      arrayminus: away(low, -1),
    };
  }
  return trace;
}

/** The values over the bars, above the error bars where there are any. */
function valueLabels(all: Bars[], y: AxisOptions, format: (value: number) => string): Annotation[] {
  return all.flatMap(({ y: values, high }, s) =>
    values.flatMap((value, i) => {
      if (value === null) return [];
      const top = Math.max(value, high?.[i] ?? value, y.log ? value : 0);
      const x = i + 1 + (GROUP / all.length) * (s - (all.length - 1) / 2);
      const made = label(format(value), {
        ...{ x, y: annotationPlace(top, y), xref: "x", yref: "y" },
        ...{ xanchor: "center", yanchor: "bottom" },
      });
      return [{ ...made, bgcolor: "rgba(0,0,0,0)", font: { size: 13, color: INK } }];
    }),
  );
}

/** Reference lines over one category only. */
function addCategoryReferences(plan: Plan, options: BarOptions): void {
  const { number, categories, references = [], y } = options;
  for (const reference of references) {
    if (reference.category === undefined || reference.y === undefined) continue;
    const place = categories.indexOf(reference.category) + 1;
    if (place === 0) {
      throw new RangeError(messages.unknownCategory({ number, category: reference.category }));
    }
    plan.shapes.push({
      ...{ type: "line", xref: "x", yref: "y", y0: reference.y, y1: reference.y },
      ...{ x0: place - 0.46, x1: place + 0.46, line: REFERENCE_LINE },
    });
    plan.annotations.push(
      label(reference.label, {
        ...{ x: place, y: annotationPlace(reference.y, y), xref: "x", yref: "y" },
        // Above the value of a bar that touches the line: beside it there is no room on a phone.
        ...{ xanchor: "center", yanchor: "bottom", yshift: 15 },
      }),
    );
  }
}

function shortNumber(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/**
 * A figure with bars from 0 (on a logarithmic axis from the axis' start).
 * @throws RangeError as lineFigure does, and for a number of values other than of categories
 */
export function barFigure(options: BarOptions): Figure {
  const { number, categories, y, series, references = [] } = options;
  const x: AxisOptions = { title: options.x.title, labels: categories };
  checkText(options);
  checkAxis(number, "x", x);
  checkAxis(number, "y", y);
  checkNames(number, series);
  for (const reference of references) checkReference(number, reference, { x, y });
  const all = checkedBars(options);
  const ys = all.flatMap((bars) => [...bars.y, ...(bars.low ?? []), ...(bars.high ?? [])]);
  const xaxis = { ...axis(x, []), showgrid: false };
  xaxis.range = [0.5, categories.length + 0.5];
  const yaxis = axis(y, [...ys, ...referenceValues(references, "y")]);
  const plan = { ...layout(xaxis, yaxis, series.length > 1), barmode: "overlay" as const };
  addReferences(
    plan,
    references.filter((line) => line.category === undefined),
    { x, y },
  );
  addCategoryReferences(plan, options);
  const { format = shortNumber } = options;
  if (format !== null) plan.annotations.push(...valueLabels(all, y, format));
  return assemble(options, {
    data: all.map((bars, i) => barTrace(bars, series[i].style ?? i, i, all.length)),
    layout: plan,
    table: barTable(options, all),
  });
}

function barTable({ x, categories }: BarOptions, all: Bars[]): Figure["table"] {
  const columns = all.flatMap(({ name, y, low, high }) => [
    { name, values: y },
    ...(low
      ? [{ name: messages.column({ series: name, part: messages.low() }), values: low }]
      : []),
    ...(high
      ? [{ name: messages.column({ series: name, part: messages.high() }), values: high }]
      : []),
  ]);
  return {
    columns: [x.title, ...columns.map(({ name }) => name)].map(plainText),
    rows: categories.map((category, i): TableCell[] => [
      category,
      ...columns.map(({ values }) => values[i]),
    ]),
  };
}
