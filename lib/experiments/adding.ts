// The adding problem (Hochreiter & Schmidhuber 1997): a sum of two marked numbers, said at the end.
import type { LayerState } from "../layers/sequence-layer";
import type { ExperimentDefinition, ExperimentRun } from "../training/experiment";

export interface AddingConfig {
  readonly kind: "orthogonal tanh" | "uniform tanh" | "relu from identity" | "LSTM" | "GRU";
  readonly hiddenSize: number;
  readonly length: number;
  readonly updates: number;
  readonly rate: number;
}

/** Mean squared error on 512 unread sequences, after each 50 updates. */
const run: ExperimentRun<AddingConfig> = async (config, seed, lib) => {
  const { length, updates, rate, hiddenSize } = config;
  const draw = (random: InstanceType<typeof lib.RandomGenerator>, size: number) => {
    const xs = Array.from({ length }, () => new lib.Matrix(size, 2));
    const sum = new lib.Matrix(size, 1);
    for (let b = 0; b < size; b++) {
      const half = length / 2;
      const marked = [random.integer(half), half + random.integer(half)];
      xs.forEach((x, t) => {
        x.set(b, 0, random.uniform(0, 1));
        if (!marked.includes(t)) return;
        x.set(b, 1, 1);
        sum.data[b] += x.get(b, 0);
      });
    }
    return { xs, sum, targets: xs.map((_, t) => (t === length - 1 ? sum : null)) };
  };
  const random = new lib.RandomGenerator(seed);
  const { orthogonal, identity } = lib.initialisers;
  const layer = {
    "orthogonal tanh": () =>
      new lib.RecurrentLayer(2, hiddenSize, { random, initialise: { W: orthogonal } }),
    "uniform tanh": () => new lib.RecurrentLayer(2, hiddenSize, { random }),
    "relu from identity": () =>
      new lib.RecurrentLayer(2, hiddenSize, {
        random,
        activation: lib.activations.relu,
        initialise: { W: identity },
      }),
    LSTM: () => new lib.LSTM(2, hiddenSize, { random }),
    GRU: () => new lib.GRU(2, hiddenSize, { random }),
  }[config.kind]();
  const model = new lib.FastModel(new lib.SequenceModel<LayerState>(layer, 1, { random }));
  const optimiser = new lib.Adam(rate);
  const test = draw(new lib.RandomGenerator(1000 + seed), 512);
  const error: number[] = [];
  for (let update = 1; update <= updates; update++) {
    const { xs, targets } = draw(random, 32);
    const { gradients } = model.squaredErrorPass(xs, targets);
    const tensors = gradients.map(({ gradient }) => gradient);
    lib.clipByNorm(tensors, 1);
    optimiser.learningRate = rate * lib.schedules.linear(updates)(update);
    optimiser.update(gradients);
    if (update % 50 > 0) continue;
    const said = model.scores(test.xs);
    error.push(lib.meanSquaredError(said, test.targets).loss);
    await lib.host().poll();
  }
  model.dispose();
  optimiser.dispose();
  return { error };
};

const define = (
  id: string,
  kind: AddingConfig["kind"],
  hiddenSize: number,
  rate: number,
): ExperimentDefinition<AddingConfig> => ({
  id,
  config: { seeds: [1, 2, 3, 4, 5, 6], kind, hiddenSize, length: 30, updates: 1500, rate },
  run,
});

/** About 4,300 parameters each, each at the best of the rates 1e-3, 3e-3 and 1e-2 that were tried. */
export const addingUniform = define("adding-uniform", "uniform tanh", 64, 3e-3);
export const addingOrthogonal = define("adding-orthogonal", "orthogonal tanh", 64, 3e-3);
export const addingOrthogonalSlow = define("adding-orthogonal-slow", "orthogonal tanh", 64, 1e-3);
export const addingRelu = define("adding-relu", "relu from identity", 64, 1e-2);
export const addingLSTM = define("adding-lstm", "LSTM", 31, 1e-2);
export const addingGRU = define("adding-gru", "GRU", 36, 1e-2);
