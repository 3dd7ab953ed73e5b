// The looks that all figures share: axes, legend, line styles. Each series has its own dash and
// marker beside its colour, so that colour is never the only sign.
import { GRID, INK, MUTED, PAPER, SERIES_COLOURS } from "./colours";
import type { AxisOptions } from "./figure";
import type { Axis, Dash, Font, Layout, MarkerSymbol, Pattern } from "./plotly-json";
import { logTicks } from "./ticks";

/** Without quotes: plotly mangles them. Widths of the first three agree with the drawing's table. */
const FAMILY = "Arial, Helvetica, Liberation Sans, sans-serif";
export const FONT: Font = { family: FAMILY, size: 14, color: INK };

const DASHES: readonly Dash[] = ["solid", "dash", "dot", "dashdot", "longdash", "longdashdot"];
const SYMBOLS: readonly MarkerSymbol[] = [
  "circle",
  "square",
  "triangle-up",
  "diamond",
  "x",
  "star",
  "cross",
];
const PATTERNS: readonly (Pattern | undefined)[] = [undefined, "/", ".", "x", "\\", "-", "+"];

/** From this many labels on, an axis writes them a little smaller, so that they stay level. */
const SMALLER = 14;

/** The signs of the series with a place in the figure. */
export interface SeriesStyle {
  color: string;
  dash: Dash;
  symbol: MarkerSymbol;
  /** Undefined: filled evenly. */
  pattern: Pattern | undefined;
}

/** Colour, dash, marker and bar pattern of series `index`, from 0. */
export function seriesStyle(index: number): SeriesStyle {
  return {
    color: SERIES_COLOURS[index % SERIES_COLOURS.length],
    dash: DASHES[index % DASHES.length],
    symbol: SYMBOLS[index % SYMBOLS.length],
    pattern: PATTERNS[index % PATTERNS.length],
  };
}

/** The lowest and highest of all numbers; [1, 1] when there are none. */
export function extent(values: Iterable<number | null>): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value === null) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? [low, high] : [1, 1];
}

/**
 * An axis.
 * @param options as the figure's author wrote them
 * @param values all that is shown along it, to choose the ticks of a logarithmic axis
 */
export function axis(options: AxisOptions, values: Iterable<number | null>): Axis {
  const { title, log = false, range, labels } = options;
  const made: Axis = {
    title: { text: title, standoff: 10 },
    type: log ? "log" : "linear",
    automargin: true,
    autotickangles: [0, 30, 45, 90],
    exponentformat: "none",
    separatethousands: true,
    gridcolor: GRID,
    zeroline: false,
    showline: true,
    linecolor: MUTED,
    ticks: "outside",
    tickcolor: MUTED,
    ticklen: 5,
  };
  if (range !== undefined) {
    const [low, high] = log ? range.map((value) => Math.log10(value)) : range;
    made.range = [low, high];
  }
  if (labels !== undefined) {
    const tickvals = labels.map((_, i) => i + 1);
    Object.assign(made, { tickmode: "array", tickvals, ticktext: [...labels] });
    if (labels.length > SMALLER) made.tickfont = { size: 12 };
  } else if (log) {
    const [low, high] = range ?? extent(values);
    Object.assign(made, { tickmode: "array", ...logTicks(low, high) });
  }
  return made;
}

/** A layout that does not know its height yet; assemble() adds it. */
export type Plan = Omit<Layout, "height">;

/** The layout of a figure with the given axes; its legend lies above the plot, in a row that wraps. */
export function layout(xaxis: Axis, yaxis: Axis, showlegend: boolean): Plan {
  return {
    autosize: true,
    margin: { l: 64, r: 24, t: 24, b: 56 },
    paper_bgcolor: PAPER,
    plot_bgcolor: PAPER,
    font: FONT,
    showlegend,
    hovermode: "closest",
    legend: {
      orientation: "h",
      x: 0,
      xanchor: "left",
      y: 1.02,
      yanchor: "bottom",
      font: { size: 14, color: INK },
    },
    xaxis,
    yaxis,
    shapes: [],
    annotations: [],
  };
}
