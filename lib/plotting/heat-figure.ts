// Heat maps: a matrix as coloured cells, the first row at the top, as matrices are written.
import { plottingMessages as messages } from "../messages";
import { checkAxis, checkedValues, checkText } from "./checks";
import { type ColourScale, colourAt, contrast, DIVERGING, PAPER, SEQUENTIAL } from "./colours";
import {
  type AxisOptions,
  assemble,
  type Figure,
  type FigureTable,
  type FigureText,
  plainText,
  tidy,
  type Values,
} from "./figure";
import type { Annotation, Axis, HeatTrace } from "./plotly-json";
import { label } from "./references";
import { axis, extent, layout } from "./style";

/** An axis of a heat map; rows and columns count from 1 unless `first` says otherwise. */
export interface HeatAxis {
  title: string;
  labels?: readonly string[];
  first?: number;
}

export interface HeatOptions extends FigureText {
  x: HeatAxis;
  y: HeatAxis;
  /** The values, row by row; null leaves a cell empty. A row or column of nulls alone is a gap. */
  z: readonly Values[];
  /** What a colour means. */
  value: {
    title: string;
    /** "diverging" for values on both sides of 0, whose white is 0. Default "sequential". */
    scale?: "sequential" | "diverging";
    /** Values of the ends of the scale; left out, the data decide. */
    range?: readonly [number, number];
  };
  /** What is written in a cell, by its value, row and column from 0; left out: nothing. */
  format?: (value: number, row: number, column: number) => string;
}

/** Up to this many cells are set apart by thin white lines. */
const SPACED = 900;
/** Up to this many rows or columns each has its tick. */
const TICK_ALL = 20;

function checkedRows({ number, z }: HeatOptions): (number | null)[][] {
  if (z.length === 0) throw new RangeError(messages.noSeries({ number }));
  const rows = z.map((row, i) => checkedValues(number, `row ${i}`, row).map(tidy));
  rows.forEach((row, i) => {
    const expected = rows[0].length;
    if (row.length === expected) return;
    const place = { number, row: String(i), expected, got: row.length };
    throw new RangeError(messages.rowLengths(place));
  });
  return rows;
}

/** The values of the scale's ends: symmetric around 0 when diverging, never equal. */
function scaleEnds(rows: (number | null)[][], value: HeatOptions["value"]): [number, number] {
  if (value.range !== undefined) return [value.range[0], value.range[1]];
  const [low, high] = extent(rows.flat());
  if (value.scale === "diverging") {
    const most = Math.max(Math.abs(low), Math.abs(high)) || 1;
    return [-most, most];
  }
  return low < high ? [low, high] : [low, low + 1];
}

function places(count: number, { first = 1 }: HeatAxis): number[] {
  return Array.from({ length: count }, (_, i) => first + i);
}

function heatAxis(number: string, name: string, given: HeatAxis, count: number): Axis {
  const options: AxisOptions = { title: given.title };
  checkAxis(number, name, options);
  const made = axis(options, []);
  const at = places(count, given);
  if (given.labels !== undefined) {
    Object.assign(made, { tickmode: "array", tickvals: at, ticktext: [...given.labels] });
  } else if (count <= TICK_ALL) {
    Object.assign(made, { tickmode: "array", tickvals: at, ticktext: at.map(String) });
  }
  return { ...made, showgrid: false, showline: false };
}

function names(count: number, given: HeatAxis): string[] {
  return places(count, given).map((place, i) => given.labels?.[i] ?? String(place));
}

/** The values in their cells, black or white, whichever stands out more. */
function cellTexts(trace: HeatTrace, format: NonNullable<HeatOptions["format"]>): Annotation[] {
  const { x, y, z, zmin, zmax, colorscale } = trace;
  return z.flatMap((row, i) =>
    row.flatMap((value, j) => {
      if (value === null) return [];
      const ground = colourAt(colorscale, (value - zmin) / (zmax - zmin));
      const color = contrast(ground, "#000000") >= contrast(ground, PAPER) ? "#000000" : PAPER;
      const made = label(format(value, i, j), {
        ...{ x: x[j], y: y[i], xref: "x", yref: "y", xanchor: "center", yanchor: "middle" },
      });
      return [{ ...made, bgcolor: "rgba(0,0,0,0)", font: { size: 13, color } }];
    }),
  );
}

/**
 * A heat map of a matrix.
 * @throws RangeError for missing texts, rows of different length, NaN and infinite values
 */
export function heatFigure(options: HeatOptions): Figure {
  const { number, x, y, value, format } = options;
  checkText(options);
  const z = checkedRows(options);
  const [rows, columns] = [z.length, z[0].length];
  checkAxis(number, "colour", { title: value.title, range: value.range });
  const [zmin, zmax] = scaleEnds(z, value);
  const scale: ColourScale = value.scale === "diverging" ? DIVERGING : SEQUENTIAL;
  const gap = rows * columns <= SPACED ? 1 : 0;
  const trace: HeatTrace = {
    type: "heatmap",
    x: places(columns, x),
    y: places(rows, y),
    ...{ z, zmin, zmax, xgap: gap, ygap: gap },
    colorscale: scale.map(([place, colour]) => [place, colour]),
    colorbar: {
      title: { text: value.title, side: "right" },
      thickness: 16,
      outlinewidth: 0,
      ticks: "outside",
      nticks: 6,
    },
  };
  const plan = layout(
    heatAxis(number, "x", x, columns),
    { ...heatAxis(number, "y", y, rows), autorange: "reversed" },
    false,
  );
  if (format !== undefined) plan.annotations.push(...cellTexts(trace, format));
  return assemble(options, {
    data: [trace],
    layout: plan,
    table: heatTable(z, x, y),
  });
}

/** The values with their names, without the gaps. */
function heatTable(z: (number | null)[][], x: HeatAxis, y: HeatAxis): FigureTable {
  const [columnNames, rowNames] = [names(z[0].length, x), names(z.length, y)];
  const kept = columnNames.map((_, j) => z.some((row) => row[j] !== null));
  const body = z.map((row, i) => [rowNames[i], ...row.filter((_, j) => kept[j])]);
  return {
    columns: [y.title, ...columnNames.filter((_, j) => kept[j])].map(plainText),
    rows: body.filter((_, i) => z[i].some((value) => value !== null)),
  };
}
