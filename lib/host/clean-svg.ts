// Turns plotly.js's SVG into one that can stand anywhere: named for readers who cannot see it, with
// ids of its own, without classes, empty groups and needless style, numbers rounded to 2 decimals.

import { plottingMessages } from "../messages";
import { escapeXml } from "../plotting/escape-xml";
import { heatCells } from "./heat-cells";
import type { Drawable } from "./host";

const SVG = "http://www.w3.org/2000/svg";

/** Style properties that only restate the default, so that leaving them out changes nothing. */
const NEEDLESS = new Set([
  "opacity: 1",
  "fill-opacity: 1",
  "stroke-opacity: 1",
  "vector-effect: none",
  "white-space: pre",
  "font-style: normal",
  "font-weight: normal",
  "font-variant: normal",
  "text-transform: none",
]);

/** The cleaned drawing as text. Throws when it holds a bitmap other than a heat map's. */
export function cleanSvg(document: Document, figure: Drawable): string {
  const root = document.documentElement;
  heatCells(document, figure);
  if (root.querySelector("image") !== null) {
    throw new Error(plottingMessages.svgImage({ number: figure.number }));
  }
  for (const element of [...root.querySelectorAll("*")]) cleanElement(element);
  renameIds(root, figure.number);
  removeEmpty(root);
  for (const element of [...root.querySelectorAll("*")]) element.removeAttribute("class");
  nameRoot(document, figure);
  return `${serialise(root)}\n`;
}

function cleanElement(element: Element): void {
  cleanStyle(element);
  if (/(^| )crisp( |$)/.test(element.getAttribute("class") ?? "")) {
    element.setAttribute("shape-rendering", "crispEdges");
  }
  element.removeAttribute("pointer-events");
  for (const { name, value } of [...element.attributes]) {
    if (name.startsWith("data-")) element.removeAttribute(name);
    else if (/^(x|y|x1|y1|x2|y2|d|r|width|height|transform|points)$/.test(name)) {
      element.setAttribute(name, roundNumbers(value));
    }
  }
  if (element.getAttribute("transform") === "") element.removeAttribute("transform");
}

/** Rounds the numbers in an attribute to 2 decimals. */
export function roundNumbers(value: string): string {
  return value.replace(/-?\d*\.\d+(?:e[-+]?\d+)?|-?\d+e[-+]?\d+/gi, (number) => {
    const rounded = Math.round(Number(number) * 100) / 100;
    return String(rounded === 0 ? 0 : rounded);
  });
}

function cleanStyle(element: Element): void {
  const declarations = (element.getAttribute("style") ?? "")
    .split(/;(?![^(]*\))/)
    .map((part) => part.trim())
    .filter((part, _, all) => !isNeedless(part, all))
    .map((part) => hexColours(roundNumbers(part)).replace(": ", ":"));
  if (declarations.length === 0) element.removeAttribute("style");
  else element.setAttribute("style", declarations.join(";"));
}

function isNeedless(part: string, all: readonly string[]): boolean {
  if (part === "" || NEEDLESS.has(part) || part.startsWith("font-family:")) return true;
  return part.startsWith("stroke") && all.some((other) => /^stroke-width: 0(px)?$/.test(other));
}

function hexColours(text: string): string {
  return text.replace(/rgb\((\d+), (\d+), (\d+)\)/g, (_, ...parts: string[]) => {
    const hex = parts.slice(0, 3).map((part) => Number(part).toString(16).padStart(2, "0"));
    return `#${hex.join("")}`;
  });
}

/** Removes what paints nothing: empty groups and texts, paths without a course, click areas. */
function removeEmpty(root: Element): void {
  const elements = [...root.querySelectorAll("*")].reverse(); // children before their parents
  for (const element of elements) {
    const { tagName } = element;
    const className = element.getAttribute("class") ?? "";
    const course = element.getAttribute("d") ?? "";
    const empty =
      (/^(g|defs|text|clipPath)$/.test(tagName) && element.childNodes.length === 0) ||
      (tagName === "path" && /^(M0,0)?$/.test(course)) ||
      /(^| )(legendtoggle|scrollbar)( |$)/.test(className);
    if (empty) element.remove();
  }
}

/** Gives the ids names made of the figure's number, in the order of the document. */
function renameIds(root: Element, number: string): void {
  const prefix = `fig-${number.replace(/[^0-9A-Za-z]+/g, "-")}`;
  const names = new Map<string, string>();
  const used = root.outerHTML;
  for (const element of [...root.querySelectorAll("[id]")]) {
    const id = element.getAttribute("id") ?? "";
    if (used.includes(`url(#${id})`) || used.includes(`href="#${id}"`)) {
      names.set(id, `${prefix}-${names.size + 1}`);
      element.setAttribute("id", names.get(id) ?? "");
    } else {
      element.removeAttribute("id");
      if (element.tagName === "clipPath") element.remove(); // nothing is clipped by it
    }
  }
  const rename = (text: string): string =>
    text.replace(/#([^)"]+)/g, (all, id: string) => (names.has(id) ? `#${names.get(id)}` : all));
  for (const element of [...root.querySelectorAll("*")]) {
    for (const { name, value } of [...element.attributes]) {
      if (value.includes("#")) element.setAttribute(name, rename(value));
    }
  }
}

/** Title, description and role, for readers who cannot see the picture. */
function nameRoot(document: Document, figure: Drawable): void {
  const root = document.documentElement;
  const prefix = `fig-${figure.number.replace(/[^0-9A-Za-z]+/g, "-")}`;
  const named: [string, string][] = [
    ["desc", figure.alt],
    ["title", `${plottingMessages.figure({ number: figure.number })} ${figure.caption}`],
  ];
  for (const [tag, text] of named) {
    const element = document.createElementNS(SVG, tag);
    element.setAttribute("id", `${prefix}-${tag}`);
    element.textContent = text;
    root.prepend(element);
  }
  root.removeAttribute("class");
  root.removeAttribute("style");
  root.removeAttribute("xmlns:xlink");
  root.setAttribute("role", "img");
  root.setAttribute("aria-labelledby", `${prefix}-title`);
  root.setAttribute("aria-describedby", `${prefix}-desc`);
  root.setAttribute("font-family", "Arial, Helvetica, Liberation Sans, sans-serif");
}

/** The element as well-formed XML, with its namespace declared once. */
function serialise(element: Element): string {
  const attributes = [...element.attributes]
    .map((a) => ` ${a.name}="${escapeXml(a.value)}"`)
    .join("");
  const inside = [...element.childNodes].map((node) =>
    node.nodeType === 1 ? serialise(node as Element) : escapeXml(node.textContent ?? ""),
  );
  const { tagName } = element;
  if (inside.length === 0) return `<${tagName}${attributes}/>`;
  return `<${tagName}${attributes}>${inside.join("")}</${tagName}>`;
}
