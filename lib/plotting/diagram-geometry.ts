// Where the lines of a diagram run: from rim to rim of its nodes, straight, bent, around corners or in
// a loop. Coordinates are CSS pixels, y downwards. Only exact operations, so that bytes agree anywhere.
import { short } from "./math-label";

export type Point = readonly [number, number];

/** What a line ends at. */
export interface Outline {
  x: number;
  y: number;
  halfWidth: number;
  halfHeight: number;
  /** True for a circle. */
  round: boolean;
}

/** A side of a node or line. */
export type Side = "above" | "below" | "left" | "right";

/** A line as SVG's path data, with the directions of its ends and the place of its label. */
export interface Course {
  d: string;
  start: Point;
  end: Point;
  /** Directions in which the line leaves its start and reaches its end, of length 1. */
  leaving: Point;
  reaching: Point;
  /** Where the label goes, and the line's direction there. */
  label: Point;
  along: Point;
  /** Points that the picture must hold. */
  extent: Point[];
}

/** How much shorter a line is drawn at its ends, where an arrowhead takes its place. */
export interface Trim {
  start: number;
  end: number;
}

/** Room between a node's rim and the line that ends at it. */
const GAP = 2;
/** Radius of a corner. */
const CORNER = 9;

function towards([ax, ay]: Point, [bx, by]: Point): Point {
  const length = Math.sqrt((bx - ax) ** 2 + (by - ay) ** 2) || 1;
  return [(bx - ax) / length, (by - ay) / length];
}

function moved([x, y]: Point, [dx, dy]: Point, distance: number): Point {
  return [x + dx * distance, y + dy * distance];
}

function between([ax, ay]: Point, [bx, by]: Point, share: number): Point {
  return [ax + (bx - ax) * share, ay + (by - ay) * share];
}

/** The point on a node's rim where a line from its middle towards `target` leaves it. */
export function rimPoint(outline: Outline, target: Point): Point {
  const { x, y, round } = outline;
  const [dx, dy] = towards([x, y], target);
  const [width, height] = [outline.halfWidth + GAP, outline.halfHeight + GAP];
  if (round) return moved([x, y], [dx, dy], width);
  const across = dx === 0 ? Infinity : width / Math.abs(dx);
  const up = dy === 0 ? Infinity : height / Math.abs(dy);
  return moved([x, y], [dx, dy], Math.min(across, up));
}

/** As rimPoint, but a line that comes straight at a wide node meets it straight, beside its middle. */
function portPoint(outline: Outline, target: Point): Point {
  const { x, y, halfWidth, halfHeight, round } = outline;
  const [tx, ty] = target;
  if (!round && Math.abs(tx - x) < halfWidth) {
    return [tx, y + Math.sign(ty - y) * (halfHeight + GAP)];
  }
  if (!round && Math.abs(ty - y) < halfHeight) {
    return [x + Math.sign(tx - x) * (halfWidth + GAP), ty];
  }
  return rimPoint(outline, target);
}

function text(point: Point): string {
  return `${short(point[0])},${short(point[1])}`;
}

/** A line through given points, with rounded corners; straight when there are none. */
export function lineThrough(
  from: Outline,
  to: Outline,
  via: readonly Point[],
  labelAt: number,
  trim: Trim,
): Course {
  const rim = via.length > 0 ? portPoint : rimPoint;
  const start = rim(from, via[0] ?? [to.x, to.y]);
  const end = rim(to, via.at(-1) ?? [from.x, from.y]);
  const points = [start, ...via, end];
  const leaving = towards(start, points[1]);
  const reaching = towards(points.at(-2) ?? start, end);
  let d = `M${text(moved(start, leaving, trim.start))}`;
  for (let i = 1; i < points.length - 1; i++) {
    const [before, corner, after] = [points[i - 1], points[i], points[i + 1]];
    const radius = Math.min(CORNER, distance(before, corner) / 2, distance(corner, after) / 2);
    const into = moved(corner, towards(corner, before), radius);
    const out = moved(corner, towards(corner, after), radius);
    d += `L${text(into)}Q${text(corner)} ${text(out)}`;
  }
  d += `L${text(moved(end, reaching, -trim.end))}`;
  return { d, start, end, leaving, reaching, extent: points, ...labelPlace(points, labelAt) };
}

function distance([ax, ay]: Point, [bx, by]: Point): number {
  return Math.sqrt((bx - ax) ** 2 + (by - ay) ** 2);
}

/** The point a share of the way along straight pieces. */
function labelPlace(points: readonly Point[], share: number): { label: Point; along: Point } {
  const lengths = points.slice(1).map((point, i) => distance(points[i], point));
  let left = share * lengths.reduce((sum, length) => sum + length, 0);
  let i = 0;
  while (i < lengths.length - 1 && left > lengths[i]) left -= lengths[i++];
  const along = towards(points[i], points[i + 1]);
  return { label: moved(points[i], along, left), along };
}

/** A curve that leaves the straight line by `bend` pixels at its middle, to its left if above 0. */
export function curve(
  from: Outline,
  to: Outline,
  bend: number,
  labelAt: number,
  trim: Trim,
): Course {
  const [a, b]: [Point, Point] = [
    [from.x, from.y],
    [to.x, to.y],
  ];
  const [dx, dy] = towards(a, b);
  const control = moved(between(a, b, 0.5), [dy, -dx], 2 * bend);
  const start = rimPoint(from, control);
  const end = rimPoint(to, control);
  const [leaving, reaching] = [towards(start, control), towards(control, end)];
  const [first, last] = [moved(start, leaving, trim.start), moved(end, reaching, -trim.end)];
  const [p, q] = [between(start, control, labelAt), between(control, end, labelAt)];
  const middle = between(between(start, control, 0.5), between(control, end, 0.5), 0.5);
  return {
    d: `M${text(first)}Q${text(control)} ${text(last)}`,
    ...{ start, end, leaving, reaching, extent: [start, middle, end] },
    ...{ label: between(p, q, labelAt), along: towards(p, q) },
  };
}

/** Unit vectors: out of a node on a side, and from where a loop leaves to where it comes back. */
export const SIDES: Readonly<Record<Side, { out: Point; back: Point }>> = {
  right: { out: [1, 0], back: [0, 1] },
  left: { out: [-1, 0], back: [0, 1] },
  above: { out: [0, -1], back: [1, 0] },
  below: { out: [0, 1], back: [1, 0] },
};

/** A loop that leaves a node and comes back to it on one side, reaching `size` pixels out. */
export function loop(node: Outline, side: Side, size: number, trim: Trim): Course {
  const { out, back } = SIDES[side];
  const flat = side === "left" || side === "right";
  const breadth = flat ? node.halfHeight : node.halfWidth;
  const depth = flat ? node.halfWidth : node.halfHeight;
  const half = Math.min(0.6 * breadth, 16);
  const rise = node.round ? Math.sqrt(depth * depth - half * half) : depth;
  const at = (outwards: number, aside: number): Point =>
    moved(moved([node.x, node.y], out, outwards), back, aside);
  const [start, end] = [at(rise + GAP, -half), at(rise + GAP, half)];
  const reach = depth + (4 / 3) * size;
  const [first, second] = [at(reach, -2.4 * half), at(reach, 2.4 * half)];
  const label = at(depth + size, 0);
  const [leaving, reaching] = [towards(start, first), towards(second, end)];
  const ends = [moved(start, leaving, trim.start), moved(end, reaching, -trim.end)].map(text);
  return {
    d: `M${ends[0]}C${text(first)} ${text(second)} ${ends[1]}`,
    ...{ start, end, leaving, reaching },
    ...{ label, along: back },
    extent: [label, at(depth, -2 * half), at(depth, 2 * half)],
  };
}

/** The triangle of an arrowhead, its tip at `tip`. */
export function arrowhead(tip: Point, direction: Point, size: number): string {
  const base = moved(tip, direction, -size);
  const aside: Point = [direction[1], -direction[0]];
  const corners = [tip, moved(base, aside, size / 2), moved(base, aside, -size / 2)];
  return `M${corners.map(text).join("L")}Z`;
}
