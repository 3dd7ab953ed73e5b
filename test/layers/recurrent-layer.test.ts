// The recurrent layer by hand and by the gradient check, and the language model on it.
import { describe, expect, it } from "vitest";
import {
  activations,
  gradientCheck,
  Matrix,
  RandomGenerator,
  RecurrentLanguageModel,
  RecurrentLayer,
} from "../../lib/index";

/** ½ Σ (s_t − target)²: a loss at every step, whose gradient at s_t is s_t − target. */
function squaredLoss(states: Matrix[], targets: Matrix[]) {
  let sum = 0;
  states.forEach((s, t) => {
    s.data.forEach((value, i) => {
      sum += (value - targets[t].data[i]) ** 2 / 2;
    });
  });
  return sum;
}

function setting(activation: keyof typeof activations) {
  const random = new RandomGenerator(3);
  const normal = (rows: number, columns: number) =>
    new Matrix(
      rows,
      columns,
      Float64Array.from({ length: rows * columns }, () => random.normal() / 2),
    );
  const layer = new RecurrentLayer(3, 4, { random, activation: activations[activation] });
  for (const m of [layer.U, layer.W, layer.bias]) m.data.set(normal(m.rows, m.columns).data);
  const xs = Array.from({ length: 5 }, () => normal(2, 3));
  const targets = Array.from({ length: 5 }, () => normal(2, 4));
  const s0 = normal(2, 4);
  const loss = () => squaredLoss(layer.forward(xs, s0).states, targets);
  const { states, cache } = layer.forward(xs, s0);
  const dStates = states.map((s, t) => {
    const d = s.clone();
    for (let i = 0; i < d.data.length; i++) d.data[i] -= targets[t].data[i];
    return d;
  });
  const gradients = layer.backward(dStates, cache);
  const all = [
    { name: "U", value: layer.U, gradient: gradients.dU },
    { name: "W", value: layer.W, gradient: gradients.dW },
    { name: "bias", value: layer.bias, gradient: gradients.dBias },
    { name: "s_0", value: s0, gradient: gradients.ds0 },
    ...xs.map((x, t) => ({ name: `x_${t + 1}`, value: x, gradient: gradients.dxs[t] })),
  ];
  return { layer, all, loss };
}

describe("RecurrentLayer", () => {
  it("computes (2) as done by hand", () => {
    const layer = new RecurrentLayer(1, 1, {
      random: new RandomGenerator(1),
      activation: activations.identity,
    });
    layer.U.set(0, 0, 1);
    layer.W.set(0, 0, 0.5);
    const { states } = layer.forward([[1], [0], [0]].map((x) => Matrix.from(x)));
    expect(states.map((s) => s.get(0, 0))).toEqual([1, 0.5, 0.25]);
  });

  for (const name of ["tanh", "sigmoid", "relu", "identity"] as const) {
    it(`passes the gradient check over U, W, bias, x and s_0 with ${name}`, () => {
      const { all, loss } = setting(name);
      for (const check of gradientCheck(all, loss)) expect(check).toMatchObject({ passed: true });
    });
  }

  it("the check fails when any gradient is wrong by 1 %", () => {
    const { all, loss } = setting("tanh");
    for (const parameter of all) {
      const wrong = parameter.gradient.clone();
      for (let i = 0; i < wrong.data.length; i++) wrong.data[i] *= 1.01;
      const [check] = gradientCheck([{ ...parameter, gradient: wrong }], loss);
      expect(check.passed, parameter.name).toBe(false);
    }
  });

  it("reads ids as it reads their one-hot rows, forward and backward", () => {
    const layer = new RecurrentLayer(3, 2, { random: new RandomGenerator(5) });
    const ids = [Int32Array.of(2, 0), Int32Array.of(1, 1)];
    const rows = ids.map((row) =>
      Matrix.from(Array.from(row, (id) => [0, 1, 2].map((j) => Number(j === id)))),
    );
    const [a, b] = [layer.forward(ids), layer.forward(rows)];
    expect(a.states).toEqual(b.states);
    const d = a.states.map((s) => s.clone());
    expect(layer.backward(d, a.cache)).toEqual(layer.backward(d, b.cache));
  });

  it("names shape, step and value of bad input", () => {
    const layer = new RecurrentLayer(3, 2, { random: new RandomGenerator(5) });
    expect(() => layer.forward([new Matrix(1, 4)])).toThrow("x at step 1 is 1×4; expected 1×3");
    expect(() => layer.forward([Int32Array.of(3)])).toThrow("id 3 is out of range");
    expect(() => layer.forward([])).toThrow("sequence is empty");
    expect(() => new RecurrentLayer(0, 2, { random: new RandomGenerator(1) })).toThrow(
      "inputSize is 0",
    );
  });
});

describe("RecurrentLanguageModel", () => {
  it("passes the gradient check over U, W, V and both biases, from a carried state", () => {
    const random = new RandomGenerator(9);
    const model = new RecurrentLanguageModel(5, 4, { random });
    for (const m of Object.values(model.parameters)) {
      for (let i = 0; i < m.data.length; i++) m.data[i] = random.normal() / 2;
    }
    const ids = (n: number) =>
      Array.from({ length: n }, () => Int32Array.of(random.integer(5), random.integer(5)));
    const [xs, labels] = [ids(6), ids(6)];
    const s0 = model.layer.forward(ids(3)).states[2];
    const { gradients, loss } = model.pass(xs, labels, s0);
    expect(loss).toBe(model.loss(xs, labels, s0));
    const checks = gradientCheck(gradients, () => model.loss(xs, labels, s0));
    expect(checks.map((c) => c.name)).toEqual(["U", "W", "s bias", "V", "o bias"]);
    for (const check of checks) expect(check).toMatchObject({ passed: true });
  });

  it("writes the same text from the same seed, and another from another", () => {
    const model = new RecurrentLanguageModel(7, 4, { random: new RandomGenerator(1) });
    const write = (seed: number) => model.sample([0], 30, { random: new RandomGenerator(seed) });
    expect(write(1)).toEqual(write(1));
    expect(write(1)).not.toEqual(write(2));
  });
});
