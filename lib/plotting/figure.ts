// What a figure is: plotly's JSON for eyes and mouse, and the caption, text alternative and data
// table that say the same to everyone else. The builders make it, show() publishes it.
import type { Layout, PlotlyFigure, Trace } from "./plotly-json";

/** Numbers of a series: an array or a typed array; null is a gap. */
export type Values = ArrayLike<number | null>;

/** A cell of a data table. */
export type TableCell = string | number | null;

/** The data of a figure as a table. */
export interface FigureTable {
  columns: string[];
  rows: TableCell[][];
}

/** What every figure says of itself. */
export interface FigureText {
  /** Notebook and place in it, such as "5.1". */
  number: string;
  /** One or two sentences under the figure: what it shows. */
  caption: string;
  /** What a reader who cannot see the figure should learn from it. */
  alt: string;
  /** Height in CSS pixels, for figures with a long legend or many rows; default 420. */
  height?: number;
}

/** An axis. */
export interface AxisOptions {
  /** What is measured, with its unit. */
  title: string;
  /** True: a logarithmic scale; all values must be above 0. */
  log?: boolean;
  /** Lowest and highest value shown; left out, the data decide. */
  range?: readonly [number, number];
  /** Texts for the positions 1, 2, 3, … such as the words of a sentence. */
  labels?: readonly string[];
}

/** A labelled straight line: a bound, an optimum, a value known exactly. */
export interface Reference {
  /** Where a vertical line stands. Exactly one of x and y. */
  x?: number;
  /** Where a horizontal line lies. Exactly one of x and y. */
  y?: number;
  /** A few words, such as "ln V". */
  label: string;
  /** Where the label of a horizontal line goes; default right. */
  at?: "left" | "right";
}

/** A finished figure. */
export interface Figure {
  readonly number: string;
  readonly caption: string;
  readonly alt: string;
  /** Size of the static drawing in CSS pixels; shown live, a figure takes the width there is. */
  readonly width: number;
  readonly height: number;
  readonly plot: PlotlyFigure;
  /** What the static drawing shows instead, where `plot` has controls that paper cannot have. */
  readonly still?: Pick<PlotlyFigure, "data" | "layout">;
  readonly table: FigureTable;
}

/** Size of a figure unless its builder is told otherwise. */
const WIDTH = 720;
const HEIGHT = 420;

/** Puts a figure together from what a builder has made. */
export function assemble(
  { number, caption, alt, height = HEIGHT }: FigureText,
  parts: { data: Trace[]; layout: Omit<Layout, "height">; table: FigureTable },
): Figure {
  const layout = { ...parts.layout, height };
  return {
    ...{ number, caption, alt, width: WIDTH, height },
    plot: { data: parts.data, layout, config: { responsive: true, displaylogo: false } },
    table: parts.table,
  };
}

/**
 * The number as figures show it: whole numbers as they are, others to 6 significant digits, which
 * keeps notebooks small and is more than an eye can see.
 */
export function tidy(value: number | null): number | null {
  if (value === null) return null;
  if (Number.isInteger(value)) return value + 0; // + 0 makes 0 of −0, which JSON does not know
  return Number(value.toPrecision(6));
}

/** A title as plain text: plotly's `<sub>` and the like become `_k` and `^2`. */
export function plainText(text: string): string {
  return text
    .replace(/<sub>(.*?)<\/sub>/g, "_$1")
    .replace(/<sup>(.*?)<\/sup>/g, "^$1")
    .replace(/<\/?[ib]>/g, "")
    .replace(/<br>/g, " ");
}
