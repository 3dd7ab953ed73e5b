// Curves over seeds: the middle as a line, the spread as a pale band around it.
import { plottingMessages as messages } from "../messages";
import {
  checkAxis,
  checkedValues,
  checkLength,
  checkNames,
  checkReference,
  checkText,
} from "./checks";
import { withOpacity } from "./colours";
import {
  type AxisOptions,
  assemble,
  type Figure,
  type FigureText,
  type Reference,
  tidy,
  type Values,
} from "./figure";
import { lineTrace, positions } from "./line-figure";
import type { LineTrace } from "./plotly-json";
import { addReferences, referenceValues } from "./references";
import { seriesTable } from "./series-table";
import { type Summary, summarise } from "./statistics";
import { axis, layout, seriesStyle } from "./style";

/** One curve over several runs. */
export interface BandSeries {
  name: string;
  /** Positions, as many as each run has values; left out: 1, 2, 3, … */
  x?: ArrayLike<number>;
  /** The values of each run (seed); null where a run has none. All are equally long. */
  runs: readonly Values[];
  /** Colour, dash and marker of this place in the list. */
  style?: number;
}

export interface BandOptions extends FigureText, Partial<Summary> {
  x: AxisOptions;
  y: AxisOptions;
  series: readonly BandSeries[];
  references?: readonly Reference[];
}

/** A curve with its spread, ready to be drawn. */
export interface Band {
  name: string;
  x: number[];
  y: (number | null)[];
  low: (number | null)[];
  high: (number | null)[];
}

const BAND_OPACITY = 0.2;

/** The runs of one series, summarised at each position. */
export function bandOf(
  number: string,
  one: BandSeries,
  x: AxisOptions,
  log: boolean,
  how: Summary,
): Band {
  if (one.runs.length === 0) throw new RangeError(messages.noRuns({ number, series: one.name }));
  const runs = one.runs.map((run, r) => {
    const values = checkedValues(number, `${one.name}, run ${r}`, run, log);
    checkLength(number, `${one.name}, run ${r}`, values.length, one.runs[0].length, "in run 0");
    return values;
  });
  const count = runs[0].length;
  const band: Band = {
    name: one.name,
    x: positions(number, one.name, one.x, count, x.log),
    y: [],
    low: [],
    high: [],
  };
  for (let i = 0; i < count; i++) {
    const there = runs.flatMap((run) => run[i] ?? []);
    const { y, low, high } =
      there.length > 0 ? summarise(there, how) : { y: null, low: null, high: null };
    band.y.push(tidy(y));
    band.low.push(tidy(low));
    band.high.push(tidy(high));
  }
  if (log) checkedValues(number, `${one.name}, lower edge`, band.low, true);
  return band;
}

/** The outline of a band: there along the upper edge, back along the lower; gaps split it. */
function outline(band: Band): { x: (number | null)[]; y: (number | null)[] } {
  const x: (number | null)[] = [];
  const y: (number | null)[] = [];
  for (let from = 0; from < band.x.length; ) {
    if (band.y[from] === null) {
      from++;
      continue;
    }
    let to = from;
    while (to < band.x.length && band.y[to] !== null) to++;
    if (x.length > 0) {
      x.push(null);
      y.push(null);
    }
    x.push(...band.x.slice(from, to), ...band.x.slice(from, to).reverse());
    y.push(...band.high.slice(from, to), ...band.low.slice(from, to).reverse());
    from = to;
  }
  return { x, y };
}

/** plotly's traces for a band in the style of the given place: the area, then the line. */
export function bandTraces(band: Band, place: number): LineTrace[] {
  const { color } = seriesStyle(place);
  const area: LineTrace = {
    type: "scatter",
    name: band.name,
    mode: "lines",
    ...outline(band),
    line: { color, width: 0 },
    fill: "toself",
    fillcolor: withOpacity(color, BAND_OPACITY),
    legendgroup: band.name,
    showlegend: false,
    hoverinfo: "skip",
  };
  return [area, { ...lineTrace(band, place, "line"), legendgroup: band.name }];
}

/**
 * A figure with a line and a band for each series: by default the median over the runs and the range
 * from the lowest to the highest.
 * @throws RangeError as lineFigure does, and for runs of different length
 */
export function bandFigure(options: BandOptions): Figure {
  const { number, x, y, series, references = [] } = options;
  const how: Summary = { middle: options.middle ?? "median", spread: options.spread ?? "range" };
  checkText(options);
  checkAxis(number, "x", x);
  checkAxis(number, "y", y);
  checkNames(number, series);
  for (const reference of references) checkReference(number, reference, { x, y });
  const bands = series.map((one) => bandOf(number, one, x, y.log ?? false, how));
  const xs = [...bands.flatMap((band) => band.x), ...referenceValues(references, "x")];
  const ys = bands.flatMap((band) => [...band.low, ...band.high]);
  const plan = layout(
    axis(x, xs),
    axis(y, [...ys, ...referenceValues(references, "y")]),
    series.length > 1,
  );
  addReferences(plan, references, { x, y });
  const columns = bands.flatMap((band) => [
    { name: column(band.name, messages[how.middle]()), x: band.x, y: band.y },
    { name: column(band.name, messages.low()), x: band.x, y: band.low },
    { name: column(band.name, messages.high()), x: band.x, y: band.high },
  ]);
  return assemble(options, {
    data: bands.flatMap((band, i) => bandTraces(band, series[i].style ?? i)),
    layout: plan,
    table: seriesTable(x, columns),
  });
}

function column(series: string, part: string): string {
  return messages.column({ series, part });
}
