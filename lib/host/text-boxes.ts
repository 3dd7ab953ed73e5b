// Gives jsdom, which has no layout, the few measurements that plotly.js asks for: the boxes of texts.
import { textWidth } from "./text-width";

/** The part of the DOM's DOMRect that plotly.js reads. */
export interface TextBox {
  x: number;
  y: number;
  left: number;
  top: number;
  right: number;
  bottom: number;
  width: number;
  height: number;
}

/** Distance of two lines, ascent above the baseline, and width of bold text, relative to plain. */
const LINE_HEIGHT = 1.3;
const ASCENT = 0.93;
const TEXT_HEIGHT = 1.17;
const BOLD = 1.08;
const DEFAULT_SIZE = 12;

function box(left: number, top: number, width: number, height: number): TextBox {
  return { x: left, y: top, left, top, right: left + width, bottom: top + height, width, height };
}

/** A property of an element's style attribute, or of the nearest element around it that sets one. */
function style(element: Element, property: string): string {
  for (let at: Element | null = element; at !== null; at = at.parentElement) {
    const found = new RegExp(`(?:^|;)\\s*${property}:\\s*([^;]+)`).exec(
      at.getAttribute("style") ?? "",
    );
    if (found !== null) return found[1].trim();
    const attribute = at.getAttribute(property);
    if (attribute !== null) return attribute;
  }
  return "";
}

/** The lines of a text: plotly.js writes each line of several as a tspan of class "line". */
function lines(element: Element): string[] {
  const found = [...element.querySelectorAll("tspan.line")].map((line) => line.textContent ?? "");
  return found.length > 0 ? found : [element.textContent ?? ""];
}

/** The box of a text element around its anchor point; without its transform. */
function textBox(element: Element): TextBox {
  const size = Number.parseFloat(style(element, "font-size")) || DEFAULT_SIZE;
  const bold = /bold|[6-9]00/.test(style(element, "font-weight")) ? BOLD : 1;
  const rows = lines(element);
  const width = Math.max(...rows.map((row) => textWidth(row, size) * bold));
  const height = ((rows.length - 1) * LINE_HEIGHT + TEXT_HEIGHT) * size;
  const anchor = style(element, "text-anchor");
  const shift = anchor === "middle" ? width / 2 : anchor === "end" ? width : 0;
  const x = Number.parseFloat(element.getAttribute("x") ?? "0") || 0;
  const y = Number.parseFloat(element.getAttribute("y") ?? "0") || 0;
  return width === 0 ? box(x, y, 0, 0) : box(x - shift, y - ASCENT * size, width, height);
}

type Point = readonly [number, number];

/** Where an element's own transform takes a point; plotly.js writes translate, rotate and scale. */
function transformed(element: Element, point: Point): Point {
  const steps = [...(element.getAttribute("transform") ?? "").matchAll(/(\w+)\(([^)]*)\)/g)];
  return steps.reduceRight<Point>(([x, y], [, kind, list]) => {
    const [a = 0, b = kind === "scale" ? a : 0, c = 0] = list.split(/[\s,]+/).map(Number);
    if (kind === "translate") return [x + a, y + b];
    if (kind === "scale") return [x * a, y * b];
    if (kind !== "rotate") return [x, y];
    // Rotations are by right angles or small angles for slanted labels, around (b, c).
    const [cos, sin] = [Math.cos((a * Math.PI) / 180), Math.sin((a * Math.PI) / 180)];
    return [b + cos * (x - b) - sin * (y - c), c + sin * (x - b) + cos * (y - c)];
  }, point);
}

/** The box around points. */
function around(points: readonly Point[]): TextBox {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return box(left, top, Math.max(...xs) - left, Math.max(...ys) - top);
}

/** The box around all text in an element, in the coordinates of `stop`, which lies around it. */
function boxWithin(element: Element, stop: Element | null): TextBox {
  const isText = element.tagName === "text" || element.tagName === "tspan";
  const texts = isText ? [element] : [...element.querySelectorAll("text")];
  const corners = texts.flatMap((text) => {
    const { left, top, right, bottom, width } = textBox(text);
    if (width === 0) return [];
    let points: Point[] = [
      [left, top],
      [right, top],
      [right, bottom],
      [left, bottom],
    ];
    for (let at: Element | null = text; at !== null && at !== stop; at = at.parentElement) {
      const mover = at;
      points = points.map((point) => transformed(mover, point));
    }
    return points;
  });
  return corners.length === 0 ? box(0, 0, 0, 0) : around(corners);
}

/** The DOM's getBBox: without the element's own transform. */
export function innerBox(element: Element): TextBox {
  return boxWithin(element, element);
}

/** The DOM's getBoundingClientRect: with the element's and all outer transforms. */
export function outerBox(element: Element): TextBox {
  return boxWithin(element, null);
}
