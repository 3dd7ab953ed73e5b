// The article's own gradient check, on its own setting: two steps from s_0 = 0, identity, E = Σ s_T, W
// only. It passes with the article's defects in place, which is why ours refuses such settings.
import { describe, expect, it } from "vitest";
import { type Change, type Planted, plant } from "./planted";

const SLOPE = "mapMatrix(states[t], this.activation.derivative)";
const change = (to: string): Change => ({ file: "layers/recurrent-layer.ts", from: SLOPE, to });
const defects: [string, Change[]][] = [
  ["(a), diag of the state at k + 1", [change("states[t + 1] ?? mapMatrix(states[t], () => 1)")]],
  ["(c), f′ missing at δ_T", [change(`t === xs.length - 1 ? mapMatrix(ds, () => 1) : ${SLOPE}`)]],
];

/** The verdict of a check of W alone: a loss on the last state only, as the article has it. */
function checkW(lib: Planted, activation: "identity" | "tanh", steps: number, fromZero: boolean) {
  const random = new lib.RandomGenerator(5);
  const options = { random, activation: lib.activations[activation] };
  const layer = new lib.RecurrentLayer(3, 2, options);
  lib.fillRandomly([layer.U, layer.W], random);
  const xs = Array.from({ length: steps }, () => lib.randomMatrix(1, 3, random));
  const s0 = fromZero ? layer.zeroState() : lib.randomMatrix(1, 2, random);
  const { states, cache } = layer.forward(xs, s0);
  const dStates = states.map((s, t) => {
    const d = new lib.Matrix(s.rows, s.columns);
    if (t === steps - 1) d.data.fill(1);
    return d;
  });
  const gradient = layer.backward(dStates, cache).dW;
  const loss = () => {
    return layer.forward(xs, s0).lastState.data.reduce((sum, value) => sum + value, 0);
  };
  return lib.gradientCheck([{ name: "W", value: layer.W, gradient }], loss)[0].passed;
}

describe("the article's check", () => {
  it.each(defects)("passes in spite of %s", async (_defect, changes) => {
    expect(checkW(await plant(changes), "identity", 2, true)).toBe(true);
  });

  it.each(defects)("fails for %s with tanh, four steps and s_0 ≠ 0", async (_defect, changes) => {
    expect(checkW(await plant(changes), "tanh", 4, false)).toBe(false);
    expect(checkW(await plant([]), "tanh", 4, false)).toBe(true);
  });
});
