// Layers by their meaning: gates, embeddings, sensitivities, pieces. What they refuse is in refusals.test.ts.
import { describe, expect, it } from "vitest";
import {
  activations,
  deepNetwork,
  Embedding,
  GRU,
  initialisers,
  LSTM,
  Matrix,
  maskOfLengths,
  meanSquaredError,
  outputSensitivity,
  RandomGenerator,
  RecurrentLayer,
  SequenceModel,
  SoftmaxOutput,
  stateSensitivity,
  truncatedPasses,
} from "../../lib/index";
import { setting } from "./settings";

const random = () => new RandomGenerator(2);

describe("layers", () => {
  it("an embedding, a one-hot row and an id are the same input", () => {
    const layer = new RecurrentLayer(4, 3, { random: random() });
    const ids = [Int32Array.of(2, 0), Int32Array.of(3, 3)];
    const table = new Embedding(4, 4, { random: random() });
    table.E.data.set(initialisers.identity(4, 4).data);
    const [a, b] = [layer.forward(ids), layer.forward(table.forward(ids))];
    expect(a.states).toEqual(b.states);
    const d = a.states.map((s) => s.clone());
    expect(layer.backward(d, a.cache).gradients).toEqual(layer.backward(d, b.cache).gradients);
    expect(() => table.forward([Int32Array.of(4)])).toThrow("x at step 1: id 4 is out of range");
  });

  it("an embedding starts with standard normal numbers", () => {
    const { data } = new Embedding(100, 50, { random: random() }).E;
    const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    expect(mean([...data])).toBeCloseTo(0, 1);
    expect(mean([...data].map((x) => x * x))).toBeCloseTo(1, 1);
  });

  it("a model counts what it learns: U, W, bias, V and the output's bias", () => {
    const layer = new RecurrentLayer(5, 2, { random: random() });
    const model = new SequenceModel(layer, 3, { random: random() });
    expect(model.parameterCount).toBe(2 * 5 + 2 * 2 + 2 + 3 * 2 + 3);
  });

  it("a GRU keeps where z is 1, and resets after the product, unless told otherwise", () => {
    const one = new GRU(2, 2, { random: random() });
    expect(one.variant).toEqual({ reset: "after", z: "keeps" });
  });

  it("a GRU's update bias fills the bias of z and changes nothing else", () => {
    const make = (updateBias?: number) => new GRU(2, 3, { random: random(), updateBias });
    expect(make(3).gates.z.bias.toArray()).toEqual([[3, 3, 3]]);
    const { bias_z: _, ...others } = make(3).parameters;
    const { bias_z: zero, ...same } = make().parameters;
    expect(zero.toArray()).toEqual([[0, 0, 0]]);
    expect(others).toEqual(same);
  });

  it("an embedding's gradient adds up at the row of each id", () => {
    const table = new Embedding(3, 2, { random: random() });
    const ids = [Int32Array.of(1, 2), Int32Array.of(1, 1)];
    const ones = ids.map(() => new Matrix(2, 2, Float64Array.of(1, 10, 1, 10)));
    expect(table.backward(ones, ids).toArray()).toEqual([
      [0, 0],
      [3, 30],
      [1, 10],
    ]);
  });

  it("an LSTM with open forget gate and closed input gate keeps its cell", () => {
    const lstm = new LSTM(1, 1, { random: random(), forgetBias: 50 });
    expect(lstm.parameters.bias_f.get(0, 0)).toBe(50);
    lstm.parameters.bias_i.set(0, 0, -50);
    const c = Matrix.from([0.3]);
    const { lastState } = lstm.forward(
      Array.from({ length: 30 }, () => Matrix.from([1])),
      { s: Matrix.from([0]), c },
    );
    expect(lastState.c.get(0, 0)).toBeCloseTo(0.3, 12);
    expect(new LSTM(1, 1, { random: random() }).parameters.bias_f.get(0, 0)).toBe(1);
  });

  it("a GRU's z keeps or replaces, as its variant says", () => {
    for (const z of ["keeps", "replaces"] as const) {
      const gru = new GRU(1, 1, { random: random(), z });
      gru.parameters.bias_z.set(0, 0, z === "keeps" ? 50 : -50);
      const s = gru.step(Matrix.from([1]), Matrix.from([0.7]));
      expect(s.get(0, 0)).toBeCloseTo(0.7, 12);
    }
  });

  it("δ_t, net_t and s_t can be read for every step", () => {
    const { layer, xs, s0 } = setting("tanh");
    const { states, cache } = (layer as RecurrentLayer).forward(xs, s0 as Matrix);
    expect(cache.nets.map((net) => activations.tanh.f(net.get(0, 0)))).toEqual(
      states.map((s) => s.get(0, 0)),
    );
    const last = states.map((s, t) => (t === 4 ? s : new Matrix(s.rows, s.columns)));
    const { deltas } = (layer as RecurrentLayer).backward(last, cache);
    expect(deltas).toHaveLength(5);
    expect(deltas[0].data.some((value) => value !== 0)).toBe(true);
  });

  it("∂s_t/∂x_k is the product of (3), and 0 for k > t", () => {
    const { layer, xs } = setting("tanh", { batch: 1, m: 2, n: 2 });
    const { U, W } = layer as RecurrentLayer;
    const { states } = layer.forward(xs);
    const J = stateSensitivity(layer, xs, { t: 3, k: 2 });
    const slope = (t: number) => states[t - 1].toArray()[0].map((s) => 1 - s * s);
    const at2 = U.toArray().map((row, i) => row.map((u) => slope(2)[i] * u));
    const expected = W.toArray().map((row, i) =>
      at2[0].map((_, j) => slope(3)[i] * row.reduce((sum, w, k) => sum + w * at2[k][j], 0)),
    );
    J.toArray().forEach((row, i) => {
      row.forEach((value, j) => {
        expect(value).toBeCloseTo(expected[i][j], 14);
      });
    });
    expect(stateSensitivity(layer, xs, { t: 2, k: 3 }).data.every((v) => v === 0)).toBe(true);
    expect(() => stateSensitivity(layer, xs, { t: 6, k: 3 })).toThrow("t is 6; give a step from 1");
  });

  it("∂o_t/∂x_k agrees with differences, for LSTMs and both directions too", () => {
    for (const kind of ["LSTM", "crossed stack of 2"]) {
      const { model, xs } = setting(kind, { batch: 1 });
      const J = outputSensitivity(model, xs, { t: 2, k: 4 });
      const o = (change: number) => {
        xs[3].data[1] += change;
        return model.predict(xs).outputs[1].data;
      };
      const [above, below] = [o(1e-5), o(-2e-5)];
      xs[3].data[1] += 1e-5;
      above.forEach((value, i) => {
        expect(J.get(i, 1)).toBeCloseTo((value - below[i]) / 2e-5, 8);
      });
      expect(J.data.some((value) => value !== 0)).toBe(kind !== "LSTM"); // an LSTM looks back only
    }
  });

  it("truncated passes carry the state and cut the gradient", () => {
    const { model, xs, labels, s0 } = setting("LSTM", { steps: 7 });
    const pieces = [...truncatedPasses(model, xs, labels, 3, s0)];
    expect(pieces.map((p) => p.layerGradients.dxs.length)).toEqual([3, 3, 1]);
    const sum = (3 * pieces[0].loss + 3 * pieces[1].loss + pieces[2].loss) / 7;
    expect(sum).toBeCloseTo(model.loss(xs, labels, s0), 12);
    expect(() => [...truncatedPasses(model, xs, labels, 0)]).toThrow("length is 0");
    expect(() => [...truncatedPasses(model, xs, labels.slice(1), 2)]).toThrow("6 labels for 7");
  });

  it("loss stays finite where the softmax rounds to 0", () => {
    const output = new SoftmaxOutput(1, 2, { random: random() });
    output.V.data.set([2000, 0]);
    const { outputs, cache } = output.forward([Matrix.from([1])]);
    expect(outputs[0].get(0, 1)).toBe(0);
    expect(output.loss([Int32Array.of(1)], cache)).toBe(2000);
  });

  it("the mean squared error and its gradient, padding left out", () => {
    const o = [
      Matrix.from([
        [1, 2],
        [9, 9],
      ]),
      Matrix.from([
        [4, 5],
        [9, 9],
      ]),
    ];
    const y = [
      Matrix.from([
        [0, 2],
        [0, 0],
      ]),
      Matrix.from([
        [4, 2],
        [0, 0],
      ]),
    ];
    const { loss, dOutputs } = meanSquaredError(o, y, maskOfLengths([2, 0], 2));
    expect(loss).toBe(2.5);
    expect(dOutputs.map((d) => d.toArray())).toEqual([
      [
        [0.5, 0],
        [0, 0],
      ],
      [
        [0, 1.5],
        [0, 0],
      ],
    ]);
  });

  it("writes with any layer that looks back, within the k likeliest", () => {
    const layer = deepNetwork("forward", 2, 5, (size) => new GRU(size, 4, { random: random() }));
    const model = new SequenceModel(layer, 5, { random: random() });
    const ids = model.sample([0], 40, { random: random(), topK: 1 });
    expect(model.sample([0], 40, { random: random(), temperature: 0 })).toEqual(ids);
    expect(new Set(model.sample([0], 40, { random: random(), topK: 3 })).size).toBeGreaterThan(1);
  });
});
