// The adding problem (Hochreiter & Schmidhuber 1997): a sum of two marked numbers, said at the end.
import type { LayerState } from "../layers/sequence-layer";
import type { ExperimentDefinition, ExperimentRun } from "../training/experiment";

export interface AddingTrial {
  readonly kind: "orthogonal tanh" | "uniform tanh" | "relu from identity" | "LSTM" | "GRU";
  readonly hiddenSize: number;
  readonly rate: number;
}

export interface AddingConfig {
  readonly trials: readonly AddingTrial[];
  readonly length: number;
  readonly updates: number;
}

/** Mean squared error on 512 unread sequences, after each 50 updates; trial after trial in one list. */
const run: ExperimentRun<AddingConfig> = async (config, seed, lib) => {
  const { length, updates } = config;
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
  const { orthogonal, identity } = lib.initialisers;
  const makers = (size: number, random: InstanceType<typeof lib.RandomGenerator>) => ({
    "orthogonal tanh": () =>
      new lib.RecurrentLayer(2, size, { random, initialise: { W: orthogonal } }),
    "uniform tanh": () => new lib.RecurrentLayer(2, size, { random }),
    "relu from identity": () =>
      new lib.RecurrentLayer(2, size, {
        random,
        activation: lib.activations.relu,
        initialise: { W: identity },
      }),
    LSTM: () => new lib.LSTM(2, size, { random }),
    GRU: () => new lib.GRU(2, size, { random }),
  });
  const error: number[] = [];
  for (const { kind, hiddenSize, rate } of config.trials) {
    const random = new lib.RandomGenerator(seed);
    const layer = makers(hiddenSize, random)[kind]();
    const model = new lib.FastModel(new lib.SequenceModel<LayerState>(layer, 1, { random }));
    const optimiser = new lib.Adam(rate);
    const test = draw(new lib.RandomGenerator(1000 + seed), 512);
    for (let update = 1; update <= updates; update++) {
      const { xs, targets } = draw(random, 32);
      const { gradients } = model.squaredErrorPass(xs, targets);
      lib.clipByNorm(
        gradients.map(({ gradient }) => gradient),
        1,
      );
      optimiser.learningRate = rate * lib.schedules.linear(updates)(update);
      optimiser.update(gradients);
      if (update % 50 > 0) continue;
      error.push(lib.meanSquaredError(model.scores(test.xs), test.targets).loss);
      await lib.host().poll();
    }
    model.dispose();
    optimiser.dispose();
  }
  return { error };
};

const define = (
  id: string,
  seeds: readonly number[],
  trials: readonly AddingTrial[],
): ExperimentDefinition<AddingConfig> => ({
  id,
  config: { seeds, trials, length: 30, updates: 1500 },
  run,
});

/** About 4,300 parameters each. */
const NETS = [
  { kind: "uniform tanh", hiddenSize: 64 },
  { kind: "orthogonal tanh", hiddenSize: 64 },
  { kind: "relu from identity", hiddenSize: 64 },
  { kind: "LSTM", hiddenSize: 31 },
  { kind: "GRU", hiddenSize: 36 },
] as const;

const RATES = [1e-3, 3e-3, 1e-2, 3e-2, 1e-1] as const;

/** Each net at each rate, on four seeds that the comparison below does not use: which rate is its best? */
export const addingRates = define(
  "adding-rates",
  [7, 8, 9, 10],
  NETS.flatMap((net) => RATES.map((rate) => ({ ...net, rate }))),
);

const compared = (id: string, net: (typeof NETS)[number], rate: number) =>
  define(id, [1, 2, 3, 4, 5, 6], [{ ...net, rate }]);

/** Each at its best rate. */
export const addingUniform = compared("adding-uniform", NETS[0], 1e-2);
export const addingOrthogonal = compared("adding-orthogonal", NETS[1], 1e-3);
export const addingRelu = compared("adding-relu", NETS[2], 3e-3);
export const addingLSTM = compared("adding-lstm", NETS[3], 1e-1);
export const addingGRU = compared("adding-gru", NETS[4], 3e-2);
