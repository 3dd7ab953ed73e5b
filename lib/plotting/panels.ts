// Small multiples: many small plots on the same axes, in rows and columns, for drawings that cannot
// have a slider.
import { type AxisOptions, plainText } from "./figure";
import type { Annotation, Axis, LineTrace, PlotlyFigure } from "./plotly-json";
import { label } from "./references";
import { axis, FONT, layout } from "./style";

/** One of the plots. */
export interface Panel {
  title: string;
  traces: readonly LineTrace[];
}

/** Gaps between the plots and height of one, in CSS pixels. */
const GAP = 12;
const TITLE = 24;
const PANEL_HEIGHT = 118;
/** Width and height of what lies around the plots: axes, titles, legend. */
const AROUND = { width: 110, height: 130 };

/** How high a drawing with so many rows of panels is. */
export function panelsHeight(rows: number): number {
  return AROUND.height + rows * (PANEL_HEIGHT + TITLE);
}

/** The share of the plot that cell `at` of `count` takes, when cells are `gap` apart. */
function cell(at: number, count: number, gap: number): [number, number] {
  const size = (1 - gap * (count - 1)) / count;
  const from = at * (size + gap);
  return [from, from + size];
}

/** A title that all panels share, beside the plots. */
function shared(text: string, place: Partial<Annotation>): Annotation {
  const at = { x: 0.5, y: 0.5, xref: "paper", yref: "paper" } as const;
  return {
    ...label(text, { ...at, xanchor: "center", yanchor: "middle" }),
    font: FONT,
    ...place,
  };
}

/** Its markers at the size of a panel. */
function smaller({ marker }: LineTrace): Pick<LineTrace, "marker"> {
  return marker === undefined ? {} : { marker: { ...marker, size: 4 } };
}

/** The axis with at most six ticks. */
function sparse(given: Axis): Axis {
  const { tickvals = [], ticktext = [] } = given;
  const stride = Math.ceil(tickvals.length / 6);
  if (stride < 2) return given;
  const kept = <T>(list: readonly T[]) => list.filter((_, i) => i % stride === 0);
  return { ...given, tickvals: kept(tickvals), ticktext: kept(ticktext) };
}

/** The panels, row by row, on axes with the ranges that `x` and `y` give. */
export function panelPlot(
  panels: readonly Panel[],
  { columns, width, x, y }: { columns: number; width: number; x: AxisOptions; y: AxisOptions },
): Pick<PlotlyFigure, "data" | "layout"> {
  const rows = Math.ceil(panels.length / columns);
  const height = panelsHeight(rows);
  const gaps = { x: GAP / (width - AROUND.width), y: TITLE / (height - AROUND.height) };
  const plan = { ...layout(axis(x, []), axis(y, []), true), height };
  plan.margin = { l: 76, r: 16, t: 24, b: 60 };
  const seen = new Set<string>();
  const data = panels.flatMap(({ title, traces }, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    const place = i === 0 ? "" : String(i + 1);
    const across = cell(column, columns, gaps.x);
    const [from, to] = cell(row, rows, gaps.y);
    const down: [number, number] = [1 - to, 1 - from];
    const [bottom, left] = [i + columns >= panels.length, column === 0];
    plan[`xaxis${place}` as "xaxis"] = {
      ...{ ...axis(x, []), title: { text: "" }, domain: across, anchor: `y${place}` },
      ...{ showticklabels: bottom, nticks: 4, tickfont: { size: 11 } },
    };
    plan[`yaxis${place}` as "yaxis"] = {
      ...{ ...sparse(axis(y, [])), title: { text: "" }, domain: down, anchor: `x${place}` },
      ...{ showticklabels: left, tickfont: { size: 11 } },
    };
    const middle = (across[0] + across[1]) / 2;
    plan.annotations.push({
      ...shared(plainText(title), { x: middle, y: down[1], yanchor: "bottom" }),
      font: { size: 12, color: FONT.color },
    });
    return traces.map((trace): LineTrace => {
      const first = !seen.has(trace.name) && trace.showlegend !== false;
      if (first) seen.add(trace.name);
      return {
        ...trace,
        xaxis: `x${place}`,
        yaxis: `y${place}`,
        showlegend: first,
        ...smaller(trace),
      };
    });
  });
  plan.annotations.push(
    shared(x.title, { y: 0, yanchor: "top", yshift: -24 }),
    shared(y.title, { x: 0, xanchor: "center", xshift: -58, textangle: -90 }),
  );
  plan.legend = { ...plan.legend!, y: 1 + (TITLE + 4) / (height - AROUND.height) };
  return { data, layout: plan };
}
