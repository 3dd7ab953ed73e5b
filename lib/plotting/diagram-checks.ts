// Refuses diagrams that cannot be drawn, naming what is wrong.
import { plottingMessages as messages } from "../messages";
import type { DiagramOptions, GridPlace } from "./diagram-figure";

function finite(...values: readonly (number | undefined)[]): boolean {
  return values.every((value) => value === undefined || Number.isFinite(value));
}

/** Throws for no nodes, repeated and unknown ids, and places that are not finite. */
export function checkDiagram(options: DiagramOptions): void {
  const { number, nodes, links = [], groups = [], cell = [110, 90] } = options;
  if (nodes.length === 0) throw new RangeError(messages.noNodes({ number }));
  const ids = new Set<string>();
  for (const { id } of nodes) {
    if (ids.has(id)) throw new RangeError(messages.repeatedNode({ number, id }));
    ids.add(id);
  }
  const known = (id: string, where: string): void => {
    if (ids.has(id)) return;
    const all = [...ids].join(", ");
    throw new RangeError(messages.unknownNode({ number, id, where, known: all }));
  };
  const place = (what: string, ...places: readonly (GridPlace | undefined)[]): void => {
    if (places.every((at) => at === undefined || (at.length === 2 && finite(...at)))) return;
    throw new RangeError(messages.badPlace({ number, what }));
  };
  for (const { id, at, span } of nodes) place(id, at, span);
  for (const { from, to, via = [], bend, labelAt } of links) {
    known(from, messages.linkFrom());
    known(to, messages.linkTo());
    place(`${from} → ${to}`, ...via, [bend ?? 0, labelAt ?? 0]);
  }
  for (const { around, label = "" } of groups) {
    if (around.length === 0) throw new RangeError(messages.emptyGroup({ number, label }));
    for (const id of around) known(id, messages.group());
  }
  if (!(cell[0] > 0 && cell[1] > 0 && finite(...cell))) {
    throw new RangeError(messages.badCell({ number, cell: String(cell) }));
  }
}
