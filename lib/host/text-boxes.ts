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
export function textBox(element: Element): TextBox {
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

/** The box of any element: a text's own, or what surrounds the texts within. */
export function elementBox(element: Element): TextBox {
  if (element.tagName === "text" || element.tagName === "tspan") return textBox(element);
  const inside = [...element.querySelectorAll("text")].map(textBox).filter((b) => b.width > 0);
  if (inside.length === 0) return box(0, 0, 0, 0);
  const left = Math.min(...inside.map((b) => b.left));
  const top = Math.min(...inside.map((b) => b.top));
  const right = Math.max(...inside.map((b) => b.right));
  return box(left, top, right - left, Math.max(...inside.map((b) => b.bottom)) - top);
}
