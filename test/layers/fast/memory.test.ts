// What a pass of a fast model takes from its workspace: each piece by its name, as large as its numbers, and no larger.
import { expect, test } from "vitest";
import {
  BidirectionalLayer,
  FastModel,
  GRU,
  LSTM,
  Matrix,
  type Precision,
  RandomGenerator,
  RecurrentLayer,
  type SequenceLayer,
  SequenceModel,
  Workspace,
} from "../../../lib/index";

const random = new RandomGenerator(1);
/** Steps, rows, numbers of x, of s, of s to the left, labels: all different. */
const [T, B, M, N, N2, K] = [3, 2, 4, 5, 6, 7];

/** A workspace of 4 MiB, and the list of what is asked of it: name and bytes. */
function watched(): { workspace: Workspace; asked: [string, number][] } {
  const asked: [string, number][] = [];
  class Watched extends Workspace {
    override borrow(bytes: number, what: string): number {
      asked.push([what, bytes]);
      return super.borrow(bytes, what);
    }
    override allocate(bytes: number, what: string): number {
      asked?.push([what, bytes]); // not there yet while the workspace is made
      return super.allocate(bytes, what);
    }
  }
  const workspace = new Watched(4);
  asked.length = 0;
  return { workspace, asked };
}

const dense = Array.from({ length: T }, () => new Matrix(B, M));
const ids = Array.from({ length: T }, () => Int32Array.of(0, 1));
const mask = [[1, 1], [1, 1], [1, 0]]; // biome-ignore format: one row a step

type Pieces = Record<string, number>;

/** Numbers that a layer of n with so many gates takes beside its own. */
const gated = (n: number, gates: number): Pieces => ({
  states: (T + 1) * B * n,
  "gradients of states": (T + 1) * B * n,
  nets: T * B * gates * n,
  "W transposed": gates * n * n,
  deltas: T * B * gates * n,
});
const rnn = gated(N, 1);
const output = { logits: T * B * K };

const layers: Record<string, { layer: SequenceLayer; own: Pieces[]; state: number }> = {
  recurrent: { layer: new RecurrentLayer(M, N, { random }), own: [rnn], state: N },
  LSTM: {
    layer: new LSTM(M, N, { random }),
    own: [
      gated(N, 4),
      {
        cells: (T + 1) * B * N,
        "tanh of cells": T * B * N,
        "gradient of the cell": B * N,
        "gradient of the cell, kept": B * N,
      },
    ],
    state: 2 * N,
  },
  GRU: {
    layer: new GRU(M, N, { random }),
    own: [
      gated(N, 3),
      {
        "what the reset multiplies": T * B * N,
        "gradients under the reset": T * B * N,
        "gradient past the gates": B * N,
      },
    ],
    state: N,
  },
  bidirectional: {
    layer: new BidirectionalLayer(
      new RecurrentLayer(M, N, { random }),
      new RecurrentLayer(M, N2, { random }),
    ),
    own: [
      rnn,
      gated(N2, 1),
      {
        "states of both directions": T * B * (N + N2),
        "gradients of both directions": T * B * (N + N2),
        "gradients from the right": T * B * N2,
        "steps in reverse": T * B * N2, // the left layer's states
      },
    ],
    state: N + N2,
  },
};

/** Bytes by name, in the order of names. */
const listed = (pieces: readonly Pieces[], bytes: number): [string, number][] =>
  sorted(
    pieces.flatMap((some) =>
      Object.entries(some).map(([name, n]): [string, number] => [name, n * bytes]),
    ),
  );
const sorted = (pieces: [string, number][]) =>
  pieces.toSorted(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x - y));

const cases = Object.keys(layers).flatMap((name) =>
  (["f32", "f64"] as const).map((precision): [string, Precision] => [name, precision]),
);

test.each(cases)("%s, %s", (name, precision) => {
  const { layer, own, state } = layers[name];
  const size = precision === "f32" ? 4 : 8;
  const { workspace, asked } = watched();
  const model = new FastModel(new SequenceModel(layer, K, { random }), { precision, workspace });
  expect(asked.splice(0).map(([what]) => what)).toEqual(["parameters and gradients"]);
  const both = name === "bidirectional";

  const { lastState } = model.pass(ids, ids);
  const ofIds: [string, number][] = [
    ["ids", 4 * T * B],
    ["labels", 4 * T * B],
    ...(both ? [["steps in reverse", 4 * T * B] as [string, number]] : []),
  ];
  const passed = sorted([...listed([...own, output], size), ...ofIds]);
  expect(sorted(asked.splice(0))).toEqual(passed);

  model.pass(ids, ids, lastState);
  const carried: [string, number] = ["carried state", state * B * size];
  expect(sorted(asked.splice(0))).toEqual(sorted([...passed, carried]));

  model.pass(dense, ids, undefined, mask);
  const ofDense: Pieces[] = [
    { inputs: T * B * M, "∂E/∂x": T * B * M },
    ...(both
      ? [
          { "steps in reverse": T * B * M, "∂E/∂x from the right": T * B * M },
          { "steps in reverse": T * B * M },
        ]
      : []),
  ];
  const bytes: [string, number][] = [
    ["mask", T * B],
    ["labels", 4 * T * B],
    ...(both ? [["reversed mask", T * B] as [string, number]] : []),
  ];
  expect(sorted(asked.splice(0))).toEqual(
    sorted([...listed([...own, output, ...ofDense], size), ...bytes]),
  );

  model.dispose();
});

test("what is disposed of is given back", () => {
  const { workspace } = watched();
  const before = workspace.use.blockBytes;
  for (let i = 0; i < 3; i++) {
    const model = new FastModel(new SequenceModel(layers.LSTM.layer, K, { random }), { workspace });
    model.pass(ids, ids, model.pass(ids, ids).lastState);
    expect(workspace.use.blockBytes).toBeGreaterThan(before);
    model.dispose();
    model.dispose();
    expect(workspace.use.blockBytes).toBe(before);
  }
});
