// Diagrams of every shape that the notebooks draw, written out in full as a notebook writes them.
import {
  type Diagram,
  type DiagramLink,
  type DiagramNode,
  diagramFigure,
} from "../../lib/plotting/diagram-figure";

const text = (number: string) => ({ number, caption: "A caption.", alt: "An alternative." });

/** A loop; U, W and V in and out of it. */
export const folded = (): Diagram =>
  diagramFigure({
    ...text("2.1"),
    nodes: [
      { id: "x", at: [0, 0], label: "x_t", kind: "input" },
      { id: "s", at: [0, 1], label: "s_t" },
      { id: "o", at: [0, 2], label: "o_t", kind: "output" },
    ],
    links: [
      { from: "x", to: "s", label: "U" },
      { from: "s", to: "s", label: "W", style: "lit" },
      { from: "s", to: "o", label: "V" },
    ],
  });

/** The same net at each step, values beside its states, and where it goes on. */
export const unfolded = (): Diagram => {
  const steps = [1, 2, 3, 4];
  const nodes = steps.flatMap((t): DiagramNode[] => [
    { id: `x${t}`, at: [t, 0], label: `x_${t}`, kind: "input", note: ["1", "0", "1", "1"][t - 1] },
    { id: `s${t}`, at: [t, 1], label: `s_${t}`, note: ["odd", "odd", "even", "odd"][t - 1] },
    { id: `o${t}`, at: [t, 2], label: `o_${t}`, kind: "output" },
  ]);
  nodes.push({ id: "s0", at: [0, 1], label: "s_0", style: "dashed", note: "even" });
  nodes.push({ id: "more", at: [5, 1], label: "…", kind: "text" });
  return diagramFigure({
    ...text("2.2"),
    nodes,
    links: [
      ...steps.flatMap((t): DiagramLink[] => [
        { from: `x${t}`, to: `s${t}`, label: "U" },
        { from: `s${t - 1}`, to: `s${t}`, label: "W", style: "lit" },
        { from: `s${t}`, to: `o${t}`, label: "V" },
      ]),
      { from: "s4", to: "more", label: "W", style: "lit" },
    ],
    groups: [{ around: ["x1", "s1", "o1"], label: "step 1" }],
    legend: { lit: "the same W at every step", input: "a bit", dashed: "given, not computed" },
  });
};

/** Both directions: the states beside each other, the backward ones higher and dashed. */
export const bothDirections = (): Diagram => {
  const steps = [1, 2, 3];
  const words = ["我", "打算", "____"];
  return diagramFigure({
    ...text("3.1"),
    cell: [190, 80],
    nodes: steps.flatMap((t): DiagramNode[] => [
      { id: `x${t}`, at: [t, 0], label: `x_${t}`, kind: "input", note: words[t - 1] },
      { id: `s${t}`, at: [t - 0.2, 1], label: `s_${t}` },
      { id: `r${t}`, at: [t + 0.2, 2], label: `s′_${t}`, style: "dashed" },
      { id: `o${t}`, at: [t, 3], label: `o_${t}`, kind: "output" },
    ]),
    links: [
      ...steps.flatMap((t): DiagramLink[] => [
        { from: `x${t}`, to: `s${t}`, label: "U", labelSide: "left" },
        { from: `x${t}`, to: `r${t}`, label: "U′", style: "dashed", labelAt: 0.75 },
        { from: `s${t}`, to: `o${t}`, label: "V", labelSide: "left", labelAt: 0.7 },
        { from: `r${t}`, to: `o${t}`, label: "V′", style: "dashed" },
      ]),
      ...[2, 3].flatMap((t): DiagramLink[] => [
        { from: `s${t - 1}`, to: `s${t}`, label: "W", labelAt: 0.6 },
        { from: `r${t}`, to: `r${t - 1}`, label: "W′", style: "dashed" },
      ]),
    ],
    legend: { plain: "forward", dashed: "backward" },
  });
};

/** Two layers of both directions: separate, or crossed between the layers. */
const stack = (crossed: boolean): Diagram => {
  const nodes: DiagramNode[] = [1, 2, 3].flatMap((t): DiagramNode[] => [
    { id: `x${t}`, at: [t, 0], label: `x_${t}`, kind: "input" },
    { id: `o${t}`, at: [t, 5], label: `o_${t}`, kind: "output" },
    ...[1, 2].flatMap((l): DiagramNode[] => [
      { id: `s${l}${t}`, at: [t - 0.2, 2 * l - 1], label: `s^{(${l})}_${t}` },
      { id: `r${l}${t}`, at: [t + 0.2, 2 * l], label: `s′^{(${l})}_${t}`, style: "dashed" },
    ]),
  ]);
  const links: DiagramLink[] = [1, 2, 3].flatMap((t): DiagramLink[] => [
    { from: `x${t}`, to: `s1${t}` },
    { from: `x${t}`, to: `r1${t}`, style: "dashed" },
    { from: `s1${t}`, to: `s2${t}` },
    { from: `r1${t}`, to: `r2${t}`, style: "dashed" },
    ...(crossed
      ? ([
          { from: `s1${t}`, to: `r2${t}`, style: "lit" },
          { from: `r1${t}`, to: `s2${t}`, style: "lit" },
        ] as DiagramLink[])
      : []),
    { from: `s2${t}`, to: `o${t}` },
    { from: `r2${t}`, to: `o${t}`, style: "dashed" },
  ]);
  for (const l of [1, 2]) {
    for (const t of [2, 3]) {
      links.push({ from: `s${l}${t - 1}`, to: `s${l}${t}`, label: `W^{(${l})}`, labelAt: 0.4 });
      links.push({ from: `r${l}${t}`, to: `r${l}${t - 1}`, style: "dashed" });
    }
  }
  return diagramFigure({ ...text(crossed ? "4.2" : "4.1"), cell: [210, 74], nodes, links });
};
export const separateStacks = (): Diagram => stack(false);
export const crossedStack = (): Diagram => stack(true);

/** What is known: all states, the error terms from the right, the next one not yet. */
export const knownAfterTwo = (): Diagram =>
  diagramFigure({
    ...text("5.1"),
    nodes: [1, 2, 3, 4].flatMap((t): DiagramNode[] => [
      { id: `s${t}`, at: [t, 0], label: `s_${t}` },
      {
        ...{ id: `d${t}`, at: [t, 1], label: `δ_${t}`, kind: "output" },
        ...{ style: t >= 3 ? "lit" : "dashed", note: t === 4 ? "known" : undefined },
      },
    ]),
    links: [
      ...[2, 3, 4].map((t): DiagramLink => ({ from: `s${t - 1}`, to: `s${t}`, label: "W" })),
      { from: "d4", to: "d3", label: "W^T", style: "lit" },
      { from: "d3", to: "d2", label: "W^T", style: "dashed" },
      { from: "d2", to: "d1", label: "W^T", style: "dashed" },
    ],
    groups: [{ around: ["d3", "d4"], label: "after two steps", style: "lit" }],
  });

/** A softmax layer: each score reaches each probability through the sum. */
export const softmaxLayer = (): Diagram => {
  const words = [1, 2, 3, 4];
  return diagramFigure({
    ...text("7.1"),
    cell: [110, 76],
    nodes: [
      ...words.flatMap((i): DiagramNode[] => [
        { id: `z${i}`, at: [i, 0], label: `z_${i}`, kind: "input", note: String(i) },
        { id: `e${i}`, at: [i, 1], label: "exp", kind: "gate", name: `exp of z_${i}` },
        { id: `d${i}`, at: [i, 3], label: "÷", kind: "operation", name: `division ${i}` },
        { id: `o${i}`, at: [i, 4], label: `o_${i}`, kind: "output", note: `.${i}` },
      ]),
      { id: "sum", at: [2.5, 2], label: "Σ", kind: "gate" },
    ],
    links: words.flatMap((i): DiagramLink[] => [
      { from: `z${i}`, to: `e${i}` },
      { from: `e${i}`, to: `d${i}`, style: "faint" },
      { from: `e${i}`, to: "sum" },
      { from: "sum", to: `d${i}` },
      { from: `d${i}`, to: `o${i}` },
    ]),
  });
};

/** Words under the inputs, the next word over the outputs, one layer over all steps. */
export const outputsEachStep = (): Diagram => {
  const words = ["s", "我", "昨天", "上学", "迟到", "了", "e"];
  const steps = [1, 2, 3, 4, 5, 6];
  return diagramFigure({
    ...text("7.2"),
    cell: [104, 84],
    nodes: [
      ...steps.flatMap((t): DiagramNode[] => [
        { id: `x${t}`, at: [t, 0], label: `x_${t}`, kind: "input", note: words[t - 1] },
        { id: `s${t}`, at: [t, 1], label: `s_${t}` },
        { id: `o${t}`, at: [t, 3], label: `o_${t}`, kind: "output", note: words[t] },
      ]),
      { id: "softmax", at: [3.5, 2], label: "softmax", kind: "gate", span: [6, 1] },
    ],
    links: steps.flatMap((t): DiagramLink[] => [
      { from: `x${t}`, to: `s${t}` },
      ...(t > 1 ? [{ from: `s${t - 1}`, to: `s${t}`, label: "W" }] : []),
      { from: `s${t}`, to: "softmax", via: [[t, 1.6]] },
      { from: "softmax", to: `o${t}`, via: [[t, 2.4]] },
    ]),
  });
};

/** An LSTM cell: lines around corners, gates, operations, dots. */
export const lstmCell = (): Diagram =>
  diagramFigure({
    ...text("8.1"),
    cell: [92, 62],
    nodes: [
      { id: "c0", at: [0, 4], label: "c_{t-1}" },
      { id: "s0", at: [0, 0], label: "s_{t-1}" },
      { id: "x", at: [1, -1], label: "x_t", kind: "input" },
      { id: "f", at: [2, 1], label: "σ", kind: "gate", note: "f_t" },
      { id: "i", at: [3, 1], label: "σ", kind: "gate", note: "i_t" },
      { id: "g", at: [4, 1], label: "tanh", kind: "gate", note: "c̃_t" },
      { id: "o", at: [5, 1], label: "σ", kind: "gate", note: "o_t" },
      { id: "keep", at: [2, 4], label: "×", kind: "operation" },
      { id: "write", at: [3.5, 2.5], label: "×", kind: "operation" },
      { id: "add", at: [3.5, 4], label: "+", kind: "operation" },
      { id: "squash", at: [6, 3], label: "tanh", kind: "gate" },
      { id: "show", at: [6, 1.8], label: "×", kind: "operation" },
      { id: "dot", at: [6, 4], kind: "point" },
      { id: "c", at: [7, 4], label: "c_t" },
      { id: "s", at: [7, 0], label: "s_t", kind: "hidden" },
    ],
    links: [
      { from: "c0", to: "keep", style: "lit" },
      { from: "keep", to: "add", style: "lit" },
      { from: "add", to: "c", style: "lit" },
      ...["f", "i", "g", "o"].flatMap((to, k): DiagramLink[] => [
        { from: "s0", to, via: [[2 + k, 0]] },
        { from: "x", to, via: [[1, 0], [2 + k, 0]] }, // biome-ignore format: two places
      ]),
      { from: "f", to: "keep" },
      { from: "i", to: "write", via: [[3, 2.5]] },
      { from: "g", to: "write", via: [[4, 2.5]] },
      { from: "write", to: "add" },
      { from: "dot", to: "squash" },
      { from: "squash", to: "show" },
      { from: "o", to: "show", via: [[5, 1.8]] },
      { from: "show", to: "s", via: [[6, 0]] },
    ],
    groups: [{ around: ["f", "o", "keep", "show", "dot"], label: "LSTM cell" }],
  });

/** A GRU cell: a bend around, a minus from one. */
export const gruCell = (): Diagram =>
  diagramFigure({
    ...text("8.2"),
    cell: [100, 70],
    nodes: [
      { id: "s0", at: [0, 3], label: "s_{t-1}" },
      { id: "x", at: [1, 0], label: "x_t", kind: "input" },
      { id: "r", at: [2, 1], label: "σ", kind: "gate", note: "r_t" },
      { id: "z", at: [3, 1], label: "σ", kind: "gate", note: "z_t" },
      { id: "reset", at: [2, 2], label: "×", kind: "operation" },
      { id: "n", at: [4.5, 1], label: "tanh", kind: "gate", note: "s̃_t" },
      { id: "mix", at: [5.5, 3], label: "z : 1 − z", kind: "gate" },
      { id: "s", at: [7, 3], label: "s_t" },
    ],
    links: [
      { from: "s0", to: "mix", style: "lit" },
      { from: "mix", to: "s", style: "lit" },
      { from: "s0", to: "reset", bend: -20, style: "dashed" },
      { from: "r", to: "reset" },
      { from: "x", to: "r", via: [[2, 0]] },
      { from: "x", to: "z", via: [[3, 0]] },
      { from: "x", to: "n", via: [[4.5, 0]] },
      { from: "reset", to: "n", via: [[4.2, 2]] },
      { from: "z", to: "mix", bend: 30, label: "z_t" },
      { from: "n", to: "mix", via: [[5.5, 1]] },
      { from: "x", to: "x", loop: "left", style: "faint", label: "t", arrow: "both" },
    ],
  });

/** All samples by name. */
export const diagramSamples: Readonly<Record<string, () => Diagram>> = {
  ...{ folded, unfolded, bothDirections, separateStacks, crossedStack, knownAfterTwo },
  ...{ softmaxLayer, outputsEachStep, lstmCell, gruCell },
};
