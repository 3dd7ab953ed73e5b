// Labels with mathematics in them: s_{t−1} as text with a real subscript, single letters in italics.
import { textWidth } from "../host/text-width";
import { escapeXml } from "./escape-xml";

/** A piece of a label: where it stands relative to the line, and whether it is a symbol. */
export interface LabelRun {
  text: string;
  place: "line" | "sub" | "sup";
  italic: boolean;
}

/** Size of a subscript or superscript, and how far it is moved, in shares of the font size. */
const SMALL = 0.74;
const DROP = 0.26;
const RISE = 0.38;

/** A letter alone is a symbol; "a" and "I" before a word are words. */
const SYMBOLS = /(?<![\p{L}\d])(?![aAI] )(\p{Script=Latin}|[α-ωδηϕ])(?![\p{L}])/u;

/** `_x`, `^x` and the same with braces, behind a character that they belong to. */
const SCRIPTS = /((?<=[^\s_^])[_^](?:\{[^{}]*\}|[^\s{}_^]))/u;

/**
 * Splits a label: `_x` and `_{…}` are below the line, `^x` and `^{…}` above it, a hyphen there is a
 * minus sign.
 */
export function labelRuns(label: string): LabelRun[] {
  const parts = label.split(SCRIPTS).filter((part) => part !== "");
  return parts.flatMap((part) => {
    const sign = SCRIPTS.test(`s${part}`) ? part[0] : undefined;
    if (sign === undefined) return symbolRuns(part, "line");
    const inside = part.slice(1).replace(/^\{(.*)\}$/u, "$1");
    return symbolRuns(inside.replaceAll("-", "−"), sign === "_" ? "sub" : "sup");
  });
}

function symbolRuns(text: string, place: LabelRun["place"]): LabelRun[] {
  return text
    .split(SYMBOLS)
    .map((piece, i) => ({ text: piece, place, italic: i % 2 === 1 }))
    .filter((run) => run.text !== "");
}

/** A run with its width at most, and how far it starts from the end of the one before. */
interface SetRun extends LabelRun {
  width: number;
  dx: number;
}

/**
 * Sets runs one behind the other, but a superscript and a subscript of the same letter one above the
 * other. The widths are upper bounds, so what is set back goes a little less far.
 */
function setRuns(label: string, size: number): SetRun[] {
  const runs: SetRun[] = [];
  const raised = (run: SetRun | undefined) => run !== undefined && run.place !== "line";
  let upper: SetRun[] = []; // the scripts that the next ones may stand above or below
  for (const run of labelRuns(label)) {
    const width = textWidth(run.text, run.place === "line" ? size : SMALL * size);
    const set = { ...run, width, dx: 0 };
    const before = runs.at(-1);
    if (!raised(set)) {
      upper = [];
    } else if (before !== undefined && raised(before) && before.place !== set.place) {
      set.dx = -SET_BACK * widthOf(upper);
      upper = [];
    }
    if (raised(set)) upper.push(set);
    runs.push(set);
  }
  return runs;
}

const SET_BACK = 0.9;

function widthOf(runs: readonly SetRun[]): number {
  return runs.reduce((sum, { width, dx }) => sum + width + dx, 0);
}

/** Width of a label in CSS pixels at most, as in textWidth. */
export function labelWidth(label: string, fontSize: number): number {
  return widthOf(setRuns(label, fontSize));
}

/** Where and how a label is written; y is the middle of its letters. */
export interface LabelPlace {
  x: number;
  y: number;
  size: number;
  anchor: "start" | "middle" | "end";
  fill: string;
  bold?: boolean;
  /** Colour of a rim that keeps the label readable over lines. */
  halo?: string;
}

/** Offset of the middle of the letters from the base line, in shares of the font size. */
const MIDDLE = 0.35;

/** The label as an SVG text element; with a halo, two of them. */
export function drawLabel(label: string, place: LabelPlace): string {
  const { x, y, size, anchor, fill, bold, halo } = place;
  let moved = 0;
  const inside = setRuns(label, size).map((run) => {
    const shift = { line: 0, sub: DROP, sup: -RISE }[run.place] * size;
    const dy = shift === moved ? "" : ` dy="${short(shift - moved)}"`;
    moved = shift;
    const small = run.place === "line" ? "" : ` font-size="${short(SMALL * size)}"`;
    const italic = run.italic ? ' font-style="italic"' : "";
    const dx = run.dx === 0 ? "" : ` dx="${short(run.dx)}"`;
    const attributes = `${dx}${dy}${small}${italic}`;
    const text = escapeXml(run.text);
    return attributes === "" ? text : `<tspan${attributes}>${text}</tspan>`;
  });
  const at = `x="${short(x)}" y="${short(y + MIDDLE * size)}" font-size="${size}"`;
  const looks = ` text-anchor="${anchor}"${bold ? ' font-weight="bold"' : ""}`;
  const words = inside.join("");
  const rim = `fill="none" stroke="${halo}" stroke-width="5" stroke-linejoin="round"`;
  const behind = halo === undefined ? "" : `<text ${at}${looks} ${rim}>${words}</text>`;
  return `${behind}<text ${at}${looks} fill="${fill}">${words}</text>`;
}

/** A number with at most one decimal. */
export function short(value: number): string {
  return String(Math.round(value * 10) / 10 + 0);
}
