// Random models and inputs for tests of layers: every layer under a softmax output, weights of order 0.5.
import {
  type Activation,
  activations,
  BidirectionalLayer,
  deepNetwork,
  GRU,
  type LayerState,
  LSTM,
  Matrix,
  RandomGenerator,
  RecurrentLayer,
  type SequenceLayer,
  SequenceModel,
  stateMatrices,
} from "../../lib/index";

export function randomMatrix(rows: number, columns: number, random: RandomGenerator): Matrix {
  const m = new Matrix(rows, columns);
  for (let i = 0; i < m.data.length; i++) m.data[i] = random.normal() / 2;
  return m;
}

export function fillRandomly(matrices: Iterable<Matrix>, random: RandomGenerator): void {
  for (const m of matrices) m.data.set(randomMatrix(m.rows, m.columns, random).data);
}

type Make = (inputSize: number, hiddenSize: number, random: RandomGenerator) => SequenceLayer;

const recurrent =
  (activation: Activation, bias = true): Make =>
  (m, n, random) =>
    new RecurrentLayer(m, n, { random, activation, bias });
const lstm: Make = (m, n, random) => new LSTM(m, n, { random });
const gru: Make = (m, n, random) => new GRU(m, n, { random });

/** Every layer and variant of the library, by name. */
export const layerKinds: Record<string, Make> = {
  tanh: recurrent(activations.tanh),
  sigmoid: recurrent(activations.sigmoid),
  relu: recurrent(activations.relu),
  identity: recurrent(activations.identity),
  "tanh without bias": recurrent(activations.tanh, false),
  LSTM: lstm,
  "GRU, reset after, z keeps": gru,
  "GRU, reset after, z replaces": (m, n, random) => new GRU(m, n, { random, z: "replaces" }),
  "GRU, reset before, z keeps": (m, n, random) => new GRU(m, n, { random, reset: "before" }),
  "GRU, reset before, z replaces": (m, n, random) =>
    new GRU(m, n, { random, reset: "before", z: "replaces" }),
  bidirectional: (m, n, random) =>
    new BidirectionalLayer(
      recurrent(activations.tanh)(m, n, random),
      recurrent(activations.tanh)(m, n + 1, random),
    ),
  "stack of 3": (m, n, random) =>
    deepNetwork("forward", 3, m, (size) => recurrent(activations.tanh)(size, n, random)),
  "separate stacks of 2": (m, n, random) =>
    deepNetwork("separate", 2, m, (size) => recurrent(activations.tanh)(size, n, random)),
  "crossed stack of 2": (m, n, random) =>
    deepNetwork("crossed", 2, m, (size) => recurrent(activations.tanh)(size, n, random)),
  "crossed stack of 2 LSTMs": (m, n, random) =>
    deepNetwork("crossed", 2, m, (size) => lstm(size, n, random)),
  "separate stacks of 2 GRUs": (m, n, random) =>
    deepNetwork("separate", 2, m, (size) => gru(size, n, random)),
};

/** A model of one kind with random parameters, inputs, labels and a non-zero s_0. */
export function setting(
  kind: keyof typeof layerKinds,
  { seed = 3, m = 3, n = 4, labels: K = 3, steps = 5, batch = 2 } = {},
) {
  const random = new RandomGenerator(seed);
  const layer = layerKinds[kind](m, n, random);
  const model = new SequenceModel<LayerState>(layer, K, { random });
  fillRandomly(Object.values(model.parameters), random);
  const s0 = layer.zeroState(batch);
  fillRandomly(
    stateMatrices(s0).map(({ value }) => value),
    random,
  );
  const xs = Array.from({ length: steps }, () => randomMatrix(batch, m, random));
  const labels = Array.from({ length: steps }, () =>
    Int32Array.from({ length: batch }, () => random.integer(K)),
  );
  return { random, layer, model, s0, xs, labels };
}
