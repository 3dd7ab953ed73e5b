// The gradient check has to fail for each of these bugs, planted one at a time in lib's own source.
import { describe, expect, it } from "vitest";
import { type Change, type Planted, plant } from "./planted";

const RECURRENT = "layers/recurrent-layer.ts";
const SLOPE = "mapMatrix(states[t], this.activation.derivative)";

/** [the bug, the kind of layer that shows it, what is changed] */
const bugs: [string, string, Change[]][] = [
  [
    "the article's (a): diag of the state at k + 1, not differentiated",
    "tanh",
    [
      {
        file: RECURRENT,
        from: SLOPE,
        to: "t + 1 < states.length ? states[t + 1] : mapMatrix(states[t], this.activation.derivative)",
      },
    ],
  ],
  [
    "the article's (b): stored states overwritten with derivatives",
    "tanh",
    [
      {
        file: RECURRENT,
        from: "    let fromLater = dLastState",
        to: "    for (const s of states) s.data.set(mapMatrix(s, this.activation.derivative).data);\n    let fromLater = dLastState",
      },
      { file: RECURRENT, from: SLOPE, to: "states[t]" },
    ],
  ],
  [
    "the article's (c): f′ missing at δ_T",
    "tanh",
    [
      {
        file: RECURRENT,
        from: SLOPE,
        to: `t === xs.length - 1 ? mapMatrix(ds, () => 1) : ${SLOPE}`,
      },
    ],
  ],
  [
    "the slope of step k + 1",
    "tanh",
    [
      {
        file: RECURRENT,
        from: SLOPE,
        to: SLOPE.replace("[t]", "[Math.min(t + 1, xs.length - 1)]"),
      },
    ],
  ],
  [
    "W transposed",
    "tanh",
    [
      {
        file: RECURRENT,
        from: "addAB(fromLater, delta, this.W)",
        to: "addABt(fromLater, delta, this.W)",
      },
    ],
  ],
  [
    "a missing bias gradient",
    "tanh",
    [{ file: RECURRENT, from: "addRowSum(dBias, delta);", to: "" }],
  ],
  [
    "s_t for s_{t−1} in (5)",
    "tanh",
    [{ file: RECURRENT, from: "t === 0 ? s0 : states[t - 1]", to: "states[t]" }],
  ],
  [
    "s_0 left out of (5)",
    "tanh",
    [
      {
        file: RECURRENT,
        from: "t === 0 ? s0 : states",
        to: "t === 0 ? this.zeroState(s0.rows) : states",
      },
    ],
  ],
  [
    "no sum over time in (6)",
    "tanh",
    [{ file: RECURRENT, from: "      addAtB(dW", to: "      dW.data.fill(0);\n      addAtB(dW" }],
  ],
  [
    "x_{t+1} for x_t in (8)",
    "tanh",
    [
      {
        file: RECURRENT,
        from: "addInputGradient(dU, delta, xs[t])",
        to: "addInputGradient(dU, delta, xs[Math.min(t + 1, xs.length - 1)])",
      },
    ],
  ],
  ...(["tanh", "sigmoid", "relu"] as const).map((kind): [string, string, Change[]] => {
    const right = { tanh: "1 - s * s", sigmoid: "s * (1 - s)", relu: "s > 0 ? 1 : 0" }[kind];
    const wrong = { tanh: "1 - s", sigmoid: "s * s", relu: "s" }[kind];
    return [
      `a wrong derivative of ${kind}`,
      kind,
      [{ file: "layers/activations.ts", from: right, to: wrong }],
    ];
  }),
  [
    "a forgotten carry: δ_{t+1} not handed back",
    "tanh",
    [{ file: RECURRENT, from: "sum(dStates[t], fromLater)", to: "dStates[t]" }],
  ],
  [
    "a forgotten carry of the cell",
    "LSTM",
    [
      {
        file: "layers/lstm.ts",
        from: "c: hadamard(dc, steps[t].f)",
        to: "c: mapMatrix(dc, () => 0)",
      },
    ],
  ],
  [
    "forward and backward weights swapped",
    "crossed stack of 2",
    [
      {
        file: "layers/bidirectional-layer.ts",
        from: "{ ...left.gradients, ...primed(right.gradients) }",
        to: "{ ...right.gradients, ...primed(left.gradients) }",
      },
    ],
  ],
  [
    "∂E/∂x of the backward direction in its own order",
    "bidirectional",
    [{ file: "layers/bidirectional-layer.ts", from: "right.dxs.toReversed()", to: "right.dxs" }],
  ],
  [
    "an off-by-one mask",
    "tanh",
    [
      {
        file: RECURRENT,
        from: "dropPadded(delta, mask?.[t])",
        to: "dropPadded(delta, mask?.[t + 1])",
      },
    ],
  ],
  [
    "padding that does not hand its gradient on",
    "tanh",
    [{ file: RECURRENT, from: "addPadded(fromLater, ds, mask?.[t]);", to: "" }],
  ],
  [
    "padding counted in the gradient",
    "tanh",
    [
      {
        file: "layers/softmax-output.ts",
        from: "if (label === PADDING) dz.row(b).fill(0);\n        else dz",
        to: "if (label !== PADDING) dz",
      },
    ],
  ],
  [
    "an unscaled loss",
    "tanh",
    [{ file: "layers/softmax-output.ts", from: "dz.data[i] /= count", to: "dz.data[i] /= 1" }],
  ],
  [
    "a stale cache",
    "tanh",
    [
      {
        file: "layers/sequence-model.ts",
        from: "this.layer.backward(dStates, cache)",
        to: "this.layer.backward(dStates, ((this as any).kept ??= cache))",
      },
    ],
  ],
  [
    "the sign of a gate",
    "LSTM",
    [
      {
        file: "layers/lstm.ts",
        from: "i: delta(hadamard(dc, g)",
        to: "i: delta(mapMatrix(hadamard(dc, g), (v) => -v)",
      },
    ],
  ],
  [
    "tanh′(c) missing",
    "LSTM",
    [{ file: "layers/lstm.ts", from: "gate * tanh.derivative(value)", to: "gate" }],
  ],
  [
    "the sign of z where it replaces",
    "GRU, reset after, z replaces",
    [{ file: "layers/gru.ts", from: "keeps ? 1 : -1", to: "1" }],
  ],
  [
    "the reset left out on the way back",
    "GRU, reset before, z keeps",
    [{ file: "layers/gru.ts", from: "hadamard(dProduct, r).data", to: "dProduct.data" }],
  ],
  [
    "a layer of the stack skipped on the way down",
    "stack of 3",
    [
      {
        file: "layers/stacked-network.ts",
        from: "fromAbove = layers[i].dxs; // (4)",
        to: "fromAbove = i === 2 ? layers[i].dxs : fromAbove;",
      },
    ],
  ],
];

/** A first pass over other inputs (a stale cache needs one), then the check over a padded batch. */
function check(lib: Planted, kind: string) {
  const { model, xs, labels, s0 } = lib.setting(kind, { n: 3, m: 3 });
  labels[4][1] = lib.PADDING;
  model.pass(xs.toReversed(), labels, s0);
  const mask = xs.map((_, t) => Uint8Array.of(1, Number(t !== 2 && t !== 4)));
  labels[2][1] = lib.PADDING;
  return lib.checkGradients(model, xs, labels, { s0, mask });
}

describe("checkGradients, with a bug planted", () => {
  it("passes without one", async () => {
    const lib = await plant([]);
    for (const kind of new Set(bugs.map((bug) => bug[1]))) {
      expect(check(lib, kind).verdict, kind).toContain("passed");
    }
  });

  it.each(bugs)("fails for %s (%s)", async (_bug, kind, changes) => {
    const { passed, verdict } = check(await plant(changes), kind);
    expect(passed).toBe(false);
    expect(verdict).toContain("FAILED");
  });
});
