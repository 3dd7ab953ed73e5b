// The SVG of a diagram: frames at the back, then links, nodes, and texts with a rim in the paper's
// colour. It stands on white paper of its own, as all figures do, so that it reads in a dark page too.
import { plottingMessages as messages } from "../messages";
import { INK, MUTED, PAPER } from "./colours";
import type {
  DiagramGroup,
  DiagramLink,
  DiagramNode,
  DiagramOptions,
  DiagramStyle,
  NodeKind,
  NotePlace,
} from "./diagram-figure";
import {
  arrowhead,
  type Course,
  curve,
  lineThrough,
  loop,
  type Outline,
  type Point,
  SIDES,
  type Side,
} from "./diagram-geometry";
import { drawLabel, labelWidth, short } from "./math-label";
import { nameSvg } from "./name-svg";

/** Font sizes of labels and of small texts. */
const LABEL = 17;
const NOTE = 14;
/** White space around the drawing, and between a frame and what it holds. */
const MARGIN = 14;
const PADDING = 14;
/** How far a loop reaches out. */
const LOOP = 34;
/** A unit whose label needs more than this radius is drawn as a pill. */
const LARGEST_CIRCLE = 32;
/** A drawing must fit a page. */
const WIDEST = 800;

/** Lit is told by its weight first, then by its colour: 4.6:1 on white, and on its own tint 4:1. */
const LIT = "#b84a00";
const LIT_TINT = "#fdebdc";
const FAINT = "#858585";

interface Stroke {
  colour: string;
  width: number;
  dash: string;
  text: string;
}

const STROKES: Readonly<Record<DiagramStyle, Stroke>> = {
  plain: { colour: INK, width: 1.6, dash: "", text: INK },
  dashed: { colour: INK, width: 1.6, dash: ' stroke-dasharray="6 4"', text: INK },
  lit: { colour: LIT, width: 3.6, dash: "", text: LIT },
  faint: { colour: FAINT, width: 1.1, dash: "", text: MUTED },
};

/** Smallest half width and half height of each kind, its corners' radius and its filling. */
const KINDS: Readonly<Record<NodeKind, { half: Point; corner: number; fill: string }>> = {
  input: { half: [23, 19], corner: 0, fill: "#f0f0f0" },
  hidden: { half: [24, 24], corner: 24, fill: "#dcebf7" },
  output: { half: [25, 20], corner: 12, fill: "#e2f1ea" },
  weight: { half: [18, 16], corner: 0, fill: "#e0e0e0" },
  gate: { half: [22, 16], corner: 5, fill: "#fff6d6" },
  operation: { half: [13, 13], corner: 13, fill: PAPER },
  point: { half: [3.5, 3.5], corner: 3.5, fill: INK },
  text: { half: [4, 12], corner: 0, fill: "none" },
};

/** A node with its size and place in CSS pixels. */
interface Placed extends Outline {
  node: DiagramNode;
  kind: NodeKind;
  style: DiagramStyle;
  lines: string[];
}

/** Left, top, right and bottom of all that is drawn so far. */
class Extent {
  left = Infinity;
  top = Infinity;
  right = -Infinity;
  bottom = -Infinity;

  add(x: number, y: number, halfWidth = 0, halfHeight = 0): void {
    this.left = Math.min(this.left, x - halfWidth);
    this.right = Math.max(this.right, x + halfWidth);
    this.top = Math.min(this.top, y - halfHeight);
    this.bottom = Math.max(this.bottom, y + halfHeight);
  }
}

type Label = Parameters<typeof drawLabel>[1];

/** Collects the parts of one drawing. */
class Sheet {
  readonly extent = new Extent();
  readonly frames: string[] = [];
  readonly lines: string[] = [];
  readonly shapes: string[] = [];
  readonly texts: string[] = [];

  /** Writes a text, and makes room for it. */
  write(label: string, place: Label, onto = this.texts): void {
    const half = labelWidth(label, place.size) / 2;
    const shift = { start: half, middle: 0, end: -half }[place.anchor];
    this.extent.add(place.x + shift, place.y, half, 0.6 * place.size);
    onto.push(drawLabel(label, place));
  }
}

function place(node: DiagramNode, [width, height]: Point): Placed {
  const { at, kind = "hidden", style = "plain", label = node.id, span = [1, 1] } = node;
  const lines = kind === "point" ? [] : label.split("\n");
  const { half } = KINDS[kind];
  const room = lines.length === 0 ? 0 : kind === "operation" || kind === "text" ? 2 : 7;
  const wide = Math.max(0, ...lines.map((line) => labelWidth(line, LABEL))) / 2 + room;
  const high = half[1] + (Math.max(1, lines.length) - 1) * 0.6 * LABEL;
  const radius = Math.max(half[1], wide);
  const round = KINDS[kind].corner >= half[1] && lines.length < 2 && radius <= LARGEST_CIRCLE;
  const [across, up] = round ? [radius, radius] : [Math.max(half[0], wide), high];
  const halfWidth = across + ((span[0] - 1) * width) / 2;
  const halfHeight = up + ((span[1] - 1) * height) / 2;
  const [x, y] = pixels(at, [width, height]);
  return {
    node,
    kind,
    style,
    lines,
    x,
    y,
    halfWidth,
    halfHeight,
    round: halfWidth === halfHeight && round,
  };
}

/** A place on the grid in CSS pixels; rows count upwards, pixels downwards. */
function pixels([column, row]: Point, [width, height]: Point): Point {
  return [column * width, -row * height];
}

function drawNode(sheet: Sheet, placed: Placed): void {
  const { x, y, halfWidth, halfHeight, kind, style, lines, node } = placed;
  sheet.extent.add(x, y, halfWidth + 2, halfHeight + 2);
  sheet.shapes.push(shape(placed));
  const { text } = STROKES[style];
  const top = y - ((lines.length - 1) / 2) * 1.2 * LABEL;
  lines.forEach((line, i) => {
    const at = { x, y: top + i * 1.2 * LABEL, size: LABEL, anchor: "middle" as const };
    const halo = kind === "text" ? PAPER : undefined;
    sheet.write(line, { ...at, fill: text, bold: style === "lit", halo }, sheet.shapes);
  });
  if (node.note === undefined) return;
  const looks = { fill: style === "lit" ? text : MUTED, bold: style === "lit" };
  sheet.write(node.note, { ...notePlace(placed), ...looks, size: NOTE, halo: PAPER });
}

/** Where notes stand unless told otherwise: off the usual lines and their labels. */
const NOTES: Readonly<Partial<Record<NodeKind, NotePlace>>> = {
  input: "below",
  output: "above",
  hidden: "below left",
};

function notePlace(placed: Placed): { x: number; y: number; anchor: Label["anchor"] } {
  const { x, y, halfWidth, halfHeight, round, node, kind } = placed;
  const at = node.noteAt ?? NOTES[kind] ?? "above right";
  if (at in SIDES) return beside([x, y], at as Side, [halfWidth + 6, halfHeight + 12]);
  const far = round ? 0.72 : 1;
  const across = far * halfWidth + 3;
  const up = far * halfHeight + 9;
  return {
    x: at.endsWith("left") ? x - across : x + across,
    y: at.startsWith("above") ? y - up : y + up,
    anchor: at.endsWith("left") ? "end" : "start",
  };
}

function shape(placed: Placed, corner = KINDS[placed.kind].corner): string {
  const { x, y, halfWidth, halfHeight, round, kind, style } = placed;
  if (kind === "text") return "";
  const { fill } = KINDS[kind];
  const { colour, width, dash } = STROKES[style];
  const fills = { plain: fill, dashed: PAPER, lit: LIT_TINT, faint: PAPER }[style];
  const inside = kind === "point" ? colour : fills;
  const at = `x="${short(x - halfWidth)}" y="${short(y - halfHeight)}"`;
  const size = `width="${short(2 * halfWidth)}" height="${short(2 * halfHeight)}"`;
  const rounded =
    corner === 0 ? "" : ` rx="${short(Math.min(round ? halfHeight : corner, halfHeight))}"`;
  const line = `stroke="${colour}" stroke-width="${Math.min(width, 3)}"${dash}`;
  return `<rect ${at} ${size}${rounded} fill="${inside}" ${line}/>`;
}

/** A place for a text beside a point, and how it is aligned there. */
function beside(
  [x, y]: Point,
  side: Side,
  [across, up]: Point,
): { x: number; y: number; anchor: "start" | "middle" | "end" } {
  if (side === "left") return { x: x - across, y, anchor: "end" };
  if (side === "right") return { x: x + across, y, anchor: "start" };
  return { x, y: y + (side === "above" ? -up : up), anchor: "middle" };
}

function courseOf(link: DiagramLink, [from, to]: [Placed, Placed], cell: Point): Course {
  const { via = [], bend = 0, labelAt = 0.5, arrow = "end", style = "plain" } = link;
  const cut = headSize(style) * 0.8;
  const trim = {
    start: arrow === "start" || arrow === "both" ? cut : 0,
    end: arrow === "end" || arrow === "both" ? cut : 0,
  };
  if (from === to && via.length === 0) return loop(from, link.loop ?? "right", LOOP, trim);
  if (bend !== 0) return curve(from, to, bend, labelAt, trim);
  const corners = via.map((at) => pixels(at, cell));
  return lineThrough(from, to, corners, labelAt, trim);
}

/** Length of an arrowhead: heavier lines have larger ones. */
function headSize(style: DiagramStyle): number {
  return 7 + 2 * STROKES[style].width;
}

function drawLink(sheet: Sheet, link: DiagramLink, ends: [Placed, Placed], cell: Point): void {
  const { style = "plain", arrow = "end", label } = link;
  const course = courseOf(link, ends, cell);
  const { colour, width, dash, text } = STROKES[style];
  for (const [x, y] of course.extent) sheet.extent.add(x, y, 3, 3);
  sheet.lines.push(
    `<path fill="none" stroke="${colour}" stroke-width="${width}"${dash} d="${course.d}"/>`,
  );
  const size = headSize(style);
  const [back, ahead] = [course.leaving.map((c) => -c) as [number, number], course.reaching];
  const heads = [
    ...(arrow === "end" || arrow === "both" ? [arrowhead(course.end, ahead, size)] : []),
    ...(arrow === "start" || arrow === "both" ? [arrowhead(course.start, back, size)] : []),
  ];
  for (const d of heads) sheet.lines.push(`<path fill="${colour}" d="${d}"/>`);
  if (label === undefined) return;
  const [dx, dy] = course.along;
  const level = Math.abs(dx) > 2 * Math.abs(dy);
  const usual = ends[0] === ends[1] ? (link.loop ?? "right") : level ? "above" : "right";
  const side = link.labelSide ?? usual;
  const place = beside(course.label, side, [6 + width / 2, 12 + width / 2]);
  sheet.write(label, { ...place, size: LABEL, fill: text, bold: style === "lit", halo: PAPER });
}

function drawGroup(sheet: Sheet, group: DiagramGroup, members: readonly Placed[]): void {
  const { label, style = "faint" } = group;
  const box = new Extent();
  for (const member of members) {
    const { x, y, halfWidth, halfHeight, node } = member;
    box.add(x, y, halfWidth + PADDING, halfHeight + PADDING);
    if (node.note === undefined) continue;
    const at = notePlace(member);
    const width = labelWidth(node.note, NOTE);
    const shift = { start: width / 2, middle: 0, end: -width / 2 }[at.anchor];
    box.add(at.x + shift, at.y, width / 2 + 6, NOTE);
  }
  const { left, top, right, bottom } = box;
  sheet.extent.add((left + right) / 2, (top + bottom) / 2, (right - left) / 2, (bottom - top) / 2);
  const { colour, width, dash, text } = STROKES[style];
  const at = `x="${short(left)}" y="${short(top)}" rx="8"`;
  const size = `width="${short(right - left)}" height="${short(bottom - top)}"`;
  const dots = style === "faint" ? ' stroke-dasharray="2 3"' : dash;
  const line = `fill="none" stroke="${colour}" stroke-width="${Math.min(width, 2.6)}"${dots}`;
  sheet.frames.push(`<rect ${at} ${size} ${line}/>`);
  if (label === undefined) return;
  const looks = { size: NOTE, anchor: "start" as const, fill: text, bold: style === "lit" };
  sheet.write(label, { x: left + 4, y: top - 11, ...looks, halo: PAPER });
}

/** Length of a legend's samples, height of its small nodes, and the room between two entries. */
const SAMPLE = 40;
const SIGN_HEIGHT = 20;
const BETWEEN = 24;

type Entry = [sign: string, words: string];

function entryWidth([, words]: Entry): number {
  return SAMPLE + 8 + labelWidth(words, NOTE);
}

function rowWidth(row: readonly Entry[]): number {
  return row.reduce((sum, entry) => sum + entryWidth(entry) + BETWEEN, -BETWEEN);
}

/** What the signs mean, in rows below the middle of the drawing. */
function drawLegend(sheet: Sheet, legend: NonNullable<DiagramOptions["legend"]>): void {
  const { left, right, bottom } = sheet.extent;
  const rows: Entry[][] = [[]];
  for (const entry of Object.entries(legend)) {
    const row = rows[rows.length - 1];
    const fits = rowWidth([...row, entry]) <= Math.max(right - left, 420);
    if (row.length === 0 || fits) row.push(entry);
    else rows.push([entry]);
  }
  rows.forEach((row, i) => {
    let x = (left + right - rowWidth(row)) / 2;
    const y = bottom + 30 + 26 * i;
    for (const entry of row) {
      drawEntry(sheet, entry, x, y);
      x += entryWidth(entry) + BETWEEN;
    }
  });
}

function drawEntry(sheet: Sheet, [sign, words]: Entry, x: number, y: number): void {
  sheet.extent.add(x + SAMPLE / 2, y, SAMPLE / 2, SIGN_HEIGHT / 2 + 2);
  if (sign in STROKES) {
    const { colour, width, dash } = STROKES[sign as DiagramStyle];
    const line = `stroke="${colour}" stroke-width="${width}"${dash}`;
    sheet.lines.push(`<path ${line} d="M${short(x)},${short(y)}h${SAMPLE}"/>`);
  } else {
    const kind = sign as NodeKind;
    const { half, corner } = KINDS[kind];
    const scale = Math.min(1, SIGN_HEIGHT / (2 * half[1])); // the node's own shape, smaller
    const [halfWidth, halfHeight] = half.map((size) => size * scale);
    const at = { x: x + SAMPLE / 2, y, halfWidth, halfHeight, round: false };
    const node = { id: sign, at: [0, 0] as const };
    sheet.shapes.push(shape({ node, kind, style: "plain", lines: [], ...at }, corner * scale));
  }
  sheet.write(words, { x: x + SAMPLE + 8, y, size: NOTE, anchor: "start", fill: INK });
}

/** The drawing as an SVG document with its size in CSS pixels. */
export function drawDiagram(options: DiagramOptions): {
  svg: string;
  width: number;
  height: number;
} {
  const { number, nodes, links = [], groups = [], cell = [110, 90], legend } = options;
  const sheet = new Sheet();
  const placed = new Map(nodes.map((node) => [node.id, place(node, cell)]));
  const at = (id: string): Placed => placed.get(id) as Placed;
  for (const node of placed.values()) drawNode(sheet, node);
  for (const link of links) drawLink(sheet, link, [at(link.from), at(link.to)], cell);
  for (const group of groups) drawGroup(sheet, group, group.around.map(at));
  if (legend !== undefined) drawLegend(sheet, legend);
  const { extent } = sheet;
  const left = Math.floor(extent.left - MARGIN);
  const top = Math.floor(extent.top - MARGIN);
  const width = Math.ceil(extent.right + MARGIN) - left;
  const height = Math.ceil(extent.bottom + MARGIN) - top;
  if (width > WIDEST) {
    throw new RangeError(messages.tooWide({ number, width, widest: WIDEST, cell: String(cell) }));
  }
  const view = `${left} ${top} ${width} ${height}`;
  const paper = `<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="${PAPER}"/>`;
  const parts = [paper, ...sheet.frames, ...sheet.lines, ...sheet.shapes, ...sheet.texts];
  const size = `width="${width}" height="${height}" viewBox="${view}"`;
  return { svg: nameSvg(options, size, parts.join("")), width, height };
}
