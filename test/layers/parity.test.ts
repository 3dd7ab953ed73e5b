// The library against PyTorch: parity.json holds what test/fixtures/make-parity.py computed.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  activations,
  BidirectionalLayer,
  deepNetwork,
  Embedding,
  FastModel,
  GRU,
  type LayerState,
  LinearOutput,
  LSTM,
  Matrix,
  maskOfLengths,
  meanSquaredError,
  RandomGenerator,
  RecurrentLayer,
  type SequenceLayer,
  SequenceModel,
  type StepInput,
  stateMatrices,
} from "../../lib/index";

interface Case {
  network: "layer" | "bidirectional" | "forward" | "separate" | "crossed";
  cell: string;
  depth: number;
  seed: number;
  m: number;
  n: number;
  K: number;
  T: number;
  B: number;
  lengths: number[];
  input: "dense" | "ids" | "embedding";
  vocabulary: number;
  loss: "cross-entropy" | "squared";
  value: number;
  outputs: string;
  lastStates: string;
  gradients: Record<string, string>;
}

const fixture: { torch: string; cases: Case[] } = JSON.parse(
  readFileSync(new URL("../fixtures/parity.json", import.meta.url), "utf8"),
);

function decode(text: string): Float64Array {
  const bytes = Buffer.from(text, "base64");
  return Float64Array.from({ length: bytes.length / 8 }, (_, i) => bytes.readDoubleLE(8 * i));
}

function makeLayer({ cell, n }: Case, inputSize: number): SequenceLayer {
  const random = new RandomGenerator(1);
  if (cell === "LSTM") return new LSTM(inputSize, n, { random });
  const [kind, reset, z] = cell.split(" ");
  if (kind === "GRU") {
    return new GRU(inputSize, n, {
      random,
      reset: reset as "before" | "after",
      z: z as "keeps" | "replaces",
    });
  }
  const activation = activations[kind as keyof typeof activations];
  return new RecurrentLayer(inputSize, n, { random, activation, bias: reset !== "without" });
}

function makeNetwork(c: Case): SequenceLayer {
  if (c.network === "layer") return makeLayer(c, c.m);
  if (c.network === "bidirectional")
    return new BidirectionalLayer(makeLayer(c, c.m), makeLayer(c, c.m));
  return deepNetwork(c.network, c.depth, c.m, (size) => makeLayer(c, size));
}

/** Draws everything in the fixture's order, runs forward and backward; all results by name. */
function compute(c: Case): Record<string, ArrayLike<number>> {
  const random = new RandomGenerator(c.seed);
  const draw = (m: Matrix, scale: number) => {
    for (let i = 0; i < m.data.length; i++) m.data[i] = random.uniform(-scale, scale);
    return m;
  };
  const rows = (size: number) =>
    Array.from({ length: c.T }, () => Int32Array.from({ length: c.B }, () => random.integer(size)));
  const layer = makeNetwork(c);
  const model = new SequenceModel<LayerState>(layer, c.K, { random: new RandomGenerator(1) });
  const linear = new LinearOutput(layer.outputSize, c.K, { random: new RandomGenerator(1) });
  const embedding = new Embedding(c.vocabulary, c.m, { random: new RandomGenerator(1) });
  const parameters = { ...model.parameters };
  if (c.input === "embedding") parameters.E = embedding.E;
  const s0 = layer.zeroState(c.B);
  const s0Matrices = stateMatrices(s0).map(({ value }) => value);
  for (const matrix of [...Object.values(parameters), ...s0Matrices]) draw(matrix, 0.6);
  linear.V.data.set(parameters.V.data);
  linear.bias.data.set(parameters["o bias"].data);
  const ids = c.input === "dense" ? [] : rows(c.input === "ids" ? c.m : c.vocabulary);
  let xs: StepInput[] = ids;
  if (c.input === "dense") xs = Array.from({ length: c.T }, () => draw(new Matrix(c.B, c.m), 1));
  if (c.input === "embedding") xs = embedding.forward(ids);
  const mask = maskOfLengths(c.lengths, c.T);
  const real = (matrices: Matrix[]) =>
    matrices.flatMap((o, t) => o.toArray().map((row, b) => row.map((v) => v * mask[t][b]))).flat();

  const { states, lastState, cache } = layer.forward(xs, s0, mask);
  const results: Record<string, ArrayLike<number>> = {
    lastStates: stateMatrices(lastState).flatMap(({ value }) => Array.from(value.data)),
  };
  const gradients: Record<string, Matrix> = {};
  let below: ReturnType<SequenceLayer["backward"]>;
  if (c.loss === "squared") {
    const outputs = linear.forward(states);
    const targets = Array.from({ length: c.T }, () => draw(new Matrix(c.B, c.K), 1));
    const { loss, dOutputs } = meanSquaredError(outputs, targets, mask);
    const { dV, dBias, dStates } = linear.backward(dOutputs, states);
    below = layer.backward(dStates, cache);
    Object.assign(gradients, below.gradients, { V: dV, "o bias": dBias });
    Object.assign(results, { value: [loss], outputs: real(outputs) });
  } else {
    const labels = rows(c.K).map((row, t) => row.map((label, b) => (mask[t][b] ? label : -1)));
    const pass = model.pass(xs, labels, s0, mask);
    below = pass.layerGradients;
    for (const { name, gradient } of pass.gradients) gradients[name] = gradient;
    const { outputs } = model.predict(xs, s0, mask);
    Object.assign(results, { value: [pass.loss], outputs: real(outputs) });
    for (const precision of ["f64", "f32"] as const) {
      const fast = new FastModel(model, { precision });
      const twin = fast.pass(xs, labels, s0, mask);
      const within = precision === "f64" ? 1e-10 : 1e-5;
      const pairs = twin.gradients.map(
        (g) => [g.name, g.gradient.data, gradients[g.name].data] as const,
      );
      for (const [name, a, b] of [["loss", [twin.loss], [pass.loss]] as const, ...pairs]) {
        expect(relativeError(a, b), `fast ${precision}: ${name}`).toBeLessThanOrEqual(within);
      }
      fast.dispose();
    }
  }
  if (c.input === "embedding") gradients.E = embedding.backward(below.dxs, ids);
  for (const [name, { data }] of Object.entries(gradients)) results[name] = data;
  stateMatrices(below.ds0).forEach(({ value }, i) => {
    results[`s_0 #${i}`] = value.data;
  });
  if (c.input === "dense") {
    below.dxs.forEach(({ data }, t) => {
      results[`x_${t + 1}`] = data;
    });
  }
  return results;
}

/** The same names for PyTorch's results. */
function expected(c: Case): Record<string, ArrayLike<number>> {
  const results: Record<string, ArrayLike<number>> = {
    lastStates: decode(c.lastStates),
    value: [c.value],
    outputs: decode(c.outputs),
  };
  let states = 0;
  for (const [name, text] of Object.entries(c.gradients)) {
    results[name.startsWith("s_0") ? `s_0 #${states++}` : name] = decode(text);
  }
  return results;
}

/** Largest difference over the largest number expected. */
function relativeError(actual: ArrayLike<number>, wanted: ArrayLike<number>): number {
  let difference = actual.length === wanted.length ? 0 : Number.POSITIVE_INFINITY;
  let size = 0;
  for (let i = 0; i < wanted.length; i++) {
    const d = Math.abs(actual[i] - wanted[i]);
    difference = d <= difference ? difference : d;
    size = Math.max(size, Math.abs(wanted[i]));
  }
  return difference === 0 ? 0 : difference / (size || 1);
}

describe(`parity with PyTorch ${fixture.torch}`, () => {
  it("has cases of every kind", () => {
    expect(fixture.torch).toBe("2.13.0");
    expect(fixture.cases.length).toBeGreaterThanOrEqual(40);
    expect(fixture.cases.some((c) => c.lengths.some((length) => length < c.T))).toBe(true);
  });

  it.each(fixture.cases.map((c) => [c.network, c.cell, c.seed, c] as const))(
    "%s of %s, seed %i",
    (_network, _cell, _seed, c) => {
      const [actual, wanted] = [compute(c), expected(c)];
      expect(Object.keys(actual).sort()).toEqual(Object.keys(wanted).sort());
      for (const [name, values] of Object.entries(wanted)) {
        expect(relativeError(actual[name], values), name).toBeLessThanOrEqual(1e-10);
      }
    },
  );
});
