// Drawings of networks: nodes on a grid, links between them, groups around them.
import { plottingMessages as messages } from "../messages";
import { checkText } from "./checks";
import { checkDiagram } from "./diagram-checks";
import { drawDiagram } from "./diagram-drawing";
import type { Side } from "./diagram-geometry";
import type { FigureTable, FigureText, TableCell } from "./figure";

/**
 * What a node is, told by its shape: input a box, hidden a circle, output a rounded box, weight a
 * small grey box, gate a small box with cut corners (σ, tanh, softmax), operation a small circle (+, ×),
 * point a dot where lines part, text words alone.
 */
export type NodeKind =
  | "input"
  | "hidden"
  | "output"
  | "weight"
  | "gate"
  | "operation"
  | "point"
  | "text";

/** How a part is drawn: lit is heavy and coloured, dashed has a broken line, faint is thin and grey. */
export type DiagramStyle = "plain" | "dashed" | "lit" | "faint";

/** A place on the grid: column to the right, row upwards; fractions are allowed. */
export type GridPlace = readonly [number, number];

/** Beside a node, or off one of its corners. */
export type NotePlace = Side | "above left" | "above right" | "below left" | "below right";

export interface DiagramNode {
  /** By which links and groups name it. */
  id: string;
  at: GridPlace;
  /** `s_t`, `s_{t-1}` and `W^{(2)}` get real subscripts and superscripts; left out: the id. */
  label?: string;
  /** Default hidden. */
  kind?: NodeKind;
  /** Default plain. */
  style?: DiagramStyle;
  /** A few small words or a value beside it. */
  note?: string;
  /** Default: below an input, above an output, below left of a hidden unit, else above right. */
  noteAt?: NotePlace;
  /** Columns and rows it reaches over, as a layer drawn in one piece; default [1, 1]. */
  span?: GridPlace;
  /** What the table calls it where its label does not tell; default the label. */
  name?: string;
}

export interface DiagramLink {
  from: string;
  /** The same node as `from`: a loop. */
  to: string;
  label?: string;
  style?: DiagramStyle;
  /** Corners on the way, as places on the grid. */
  via?: readonly GridPlace[];
  /** How far it curves to the left of its direction at the middle, in CSS pixels; below 0: right. */
  bend?: number;
  /** Which ends have an arrowhead; default "end". */
  arrow?: "end" | "start" | "both" | "none";
  /** Share of the way at which the label stands; default 0.5. */
  labelAt?: number;
  /** Default: above a level line, right of any other. */
  labelSide?: Side;
  /** Of a loop: the side of the node; default right. */
  loop?: Side;
}

/** A frame around nodes. */
export interface DiagramGroup {
  /** Ids of nodes. */
  around: readonly string[];
  label?: string;
  style?: DiagramStyle;
}

export interface DiagramOptions extends Omit<FigureText, "height"> {
  nodes: readonly DiagramNode[];
  links?: readonly DiagramLink[];
  groups?: readonly DiagramGroup[];
  /** Width of a column and height of a row in CSS pixels; default [110, 90]. */
  cell?: readonly [number, number];
  /** What styles and kinds mean, written below the drawing. */
  legend?: Partial<Record<DiagramStyle | NodeKind, string>>;
}

/** A finished diagram: drawn already, since its drawing needs nothing but text. */
export interface Diagram {
  readonly number: string;
  readonly caption: string;
  readonly alt: string;
  /** Size in CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** The SVG document, the same bytes on every machine. */
  readonly svg: string;
  /** Its nodes and links. */
  readonly table: FigureTable;
}

/** How the table calls a node. */
function nameOf(node: DiagramNode): string {
  return node.name ?? node.label ?? node.id;
}

/** One row for each node and each link; dots that only join lines are left out. */
function diagramTable({ nodes, links = [], groups = [] }: DiagramOptions): FigureTable {
  const names = new Map(nodes.map((node) => [node.id, nameOf(node)]));
  const drawn = (kind: NodeKind | "link" | "group", style?: DiagramStyle): string =>
    messages.drawn({ kind, style: style === undefined || style === "plain" ? "" : style });
  const rows: TableCell[][] = [];
  for (const node of nodes) {
    const { kind = "hidden", style, note } = node;
    if (kind !== "point") rows.push([nameOf(node), drawn(kind, style), note ?? null, null, null]);
  }
  for (const { from, to, label, style } of links) {
    const ends = [names.get(from) ?? from, names.get(to) ?? to];
    rows.push([label ?? null, drawn("link", style), null, ...ends]);
  }
  for (const { around, label, style } of groups) {
    const members = around.map((id) => names.get(id) ?? id).join(", ");
    rows.push([label ?? null, drawn("group", style), members, null, null]);
  }
  return { columns: messages.diagramColumns(), rows };
}

/**
 * A drawing of a network, shown with show() as other figures are. Columns count to the right, rows
 * upwards, so that time runs to the right and outputs stand on top:
 *
 * ```ts
 * await show(diagramFigure({
 *   number: "2.1",
 *   caption: "A recurrent net: the state goes back into its own unit.",
 *   alt: "x goes through U to s, s through W back to s, and through V to o.",
 *   nodes: [
 *     { id: "x", at: [0, 0], label: "x_t", kind: "input" },
 *     { id: "s", at: [0, 1], label: "s_t" },
 *     { id: "o", at: [0, 2], label: "o_t", kind: "output" },
 *   ],
 *   links: [
 *     { from: "x", to: "s", label: "U" },
 *     { from: "s", to: "s", label: "W", style: "lit" },
 *     { from: "s", to: "o", label: "V" },
 *   ],
 * }));
 * ```
 *
 * @throws RangeError for missing texts, ids that are repeated or unknown, places that are not finite,
 *   and a drawing wider than 800 CSS pixels
 */
export function diagramFigure(options: DiagramOptions): Diagram {
  checkText(options);
  checkDiagram(options);
  const { number, caption, alt } = options;
  const { svg, width, height } = drawDiagram(options);
  return { number, caption, alt, width, height, svg, table: diagramTable(options) };
}
