// Replaces the bitmap that plotly.js paints for a heat map by vector cells: one path for each colour,
// so that the drawing stays small, scales without blur, and depends on no compressor.
import { colourAt } from "../plotting/colours";
import type { HeatTrace } from "../plotting/plotly-json";
import type { Drawable } from "./host";

const SVG = "http://www.w3.org/2000/svg";

/** Steps of the colour scale that are told apart in the drawing. */
const SHADES = 64;

function isHeat(trace: object): trace is HeatTrace {
  return "type" in trace && trace.type === "heatmap";
}

/** Puts vector cells in the place of each heat map's bitmap. */
export function heatCells(document: Document, figure: Drawable): void {
  const traces = figure.plot.data.filter(isHeat);
  const images = [...document.querySelectorAll("g.hm > image")];
  images.forEach((image, i) => {
    if (traces[i] !== undefined) image.replaceWith(cellGroup(document, image, traces[i]));
  });
}

function cellGroup(document: Document, image: Element, trace: HeatTrace): Element {
  const group = document.createElementNS(SVG, "g");
  for (const [colour, course] of cellPaths(image, trace)) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("fill", colour);
    path.setAttribute("d", course);
    group.append(path);
  }
  if (trace.xgap === 0) group.setAttribute("shape-rendering", "crispEdges");
  return group;
}

/** The course of the cells of each colour. Row 0 is at the top, as heatFigure lays it out. */
function cellPaths(image: Element, trace: HeatTrace): Map<string, string> {
  const read = (name: string): number => Number(image.getAttribute(name));
  const width = read("width") / trace.z[0].length;
  const height = read("height") / trace.z.length;
  const paths = new Map<string, string>();
  trace.z.forEach((row, i) => {
    row.forEach((value, j) => {
      if (value === null) return;
      const colour = shade(trace, value);
      const left = short(read("x") + j * width + trace.xgap / 2);
      const top = short(read("y") + i * height + trace.ygap / 2);
      const right = short(width - trace.xgap);
      const cell = `M${left},${top}h${right}v${short(height - trace.ygap)}h${-right}z`;
      paths.set(colour, (paths.get(colour) ?? "") + cell);
    });
  });
  return paths;
}

function shade(trace: HeatTrace, value: number): string {
  const position = (value - trace.zmin) / (trace.zmax - trace.zmin);
  return colourAt(trace.colorscale, Math.round(position * SHADES) / SHADES);
}

function short(value: number): number {
  return Math.round(value * 100) / 100;
}
