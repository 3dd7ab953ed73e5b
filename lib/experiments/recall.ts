// Delayed recall: which starts let a net learn to remember one of four symbols over some distractors.
// One definition for each distance, so that a notebook recomputes a cheap one only.
import type { SequenceLayer } from "../layers/sequence-layer";
import type { RandomGenerator } from "../random/generator";
import type { ExperimentDefinition, ExperimentRun } from "../training/experiment";

/** How the nets of the comparison start, in the order of the results. */
export const RECALL_STARTS = [
  "tanh, uniform",
  "tanh, the tutorial's ±1e-4",
  "tanh, normal 0.01",
  "tanh, orthogonal",
  "relu, identity (IRNN)",
  "LSTM, forget bias 0",
  "LSTM, forget bias 1",
  "LSTM, forget bias 3",
  "GRU, update bias 0",
  "GRU, update bias 3",
] as const;

export interface RecallConfig {
  readonly distance: number;
  readonly starts: readonly string[];
  readonly optimiser: "Adam" | "SGD";
  /** Each start is tried with each; falls in a straight line to 0. */
  readonly learningRates: readonly number[];
  readonly updates: number;
}

/**
 * For each start, and for each learning rate in turn, whether it solved the task (1 or 0: 99 % of 256
 * fresh sequences, looked at after each 25 updates) and after how many updates. About 4,600 parameters
 * each.
 */
const run: ExperimentRun<RecallConfig> = async (config, seed, lib) => {
  const { distance, starts, learningRates, updates: most } = config;
  const { initialisers: init, activations, RECALL_IDS: ids } = lib;
  const layerOf = (start: string, random: RandomGenerator): SequenceLayer => {
    const [kind, name] = start.split(", ");
    const bias = Number(/\d$/.exec(name)?.[0]);
    if (kind === "LSTM") return new lib.LSTM(ids, 29, { random, forgetBias: bias });
    if (kind === "GRU") return new lib.GRU(ids, 34, { random, updateBias: bias, z: "keeps" });
    const U = init.glorot;
    const initialise = {
      uniform: {},
      "the tutorial's ±1e-4": { U: init.article, W: init.article },
      "normal 0.01": { U: init.normal(0.01), W: init.normal(0.01) },
      orthogonal: { U, W: init.orthogonal },
      "identity (IRNN)": { U, W: init.identity },
    }[name];
    const activation = activations[kind as "tanh" | "relu"];
    return new lib.RecurrentLayer(ids, 61, { random, activation, initialise });
  };
  const solved: number[] = [];
  const updates: number[] = [];
  const tries = starts.flatMap((start) => learningRates.map((rate) => ({ start, rate })));
  for (const { start, rate } of tries) {
    const random = new lib.RandomGenerator(seed);
    const data = lib.delayedRecall(most * 32, distance, random);
    const test = new lib.SequenceBatches(lib.delayedRecall(256, distance, random), {
      batchSize: 256,
    });
    const reference = new lib.SequenceModel(layerOf(start, random), 4, { random });
    const model = new lib.FastModel(reference);
    const optimiser = new lib[config.optimiser](rate);
    const end = new AbortController();
    const { steps } = await lib.fit(model, new lib.SequenceBatches(data, { batchSize: 32 }), {
      steps: most,
      optimiser,
      schedule: lib.schedules.linear(most),
      clipNorm: 1,
      random,
      signal: end.signal,
      onStep: ({ step }) => {
        if (step % 25 === 0 && lib.accuracy(model, test) >= 0.99) end.abort();
      },
    });
    solved.push(Number(end.signal.aborted));
    updates.push(steps);
    model.dispose();
    optimiser.dispose();
  }
  return { solved, updates };
};

const seeds = [1, 2, 3, 4, 5, 6];
const recall = (distance: number): ExperimentDefinition<RecallConfig> => {
  const how = { optimiser: "Adam", learningRates: [2e-3], updates: 600 } as const;
  return {
    id: `recall-${distance}`,
    config: { seeds, distance, starts: RECALL_STARTS, ...how },
    run,
  };
};

export const recall5: ExperimentDefinition<RecallConfig> = recall(5);
export const recall10: ExperimentDefinition<RecallConfig> = recall(10);
export const recall20: ExperimentDefinition<RecallConfig> = recall(20);
export const recall50: ExperimentDefinition<RecallConfig> = recall(50);
export const recall100: ExperimentDefinition<RecallConfig> = recall(100);

/** Could another learning rate have saved those that fail? */
export const recallRates: ExperimentDefinition<RecallConfig> = {
  id: "recall-rates",
  config: {
    seeds,
    distance: 50,
    starts: ["tanh, uniform", "LSTM, forget bias 1", "GRU, update bias 0"],
    optimiser: "Adam",
    learningRates: [5e-4, 5e-3, 1e-2],
    updates: 600,
  },
  run,
};

/** Is it Adam that remembers? The same by plain gradient descent. */
export const recallSgd: ExperimentDefinition<RecallConfig> = {
  id: "recall-sgd",
  config: {
    seeds,
    distance: 20,
    starts: [
      "tanh, uniform",
      "tanh, normal 0.01",
      "tanh, orthogonal",
      "relu, identity (IRNN)",
      "LSTM, forget bias 1",
      "LSTM, forget bias 3",
      "GRU, update bias 3",
    ],
    optimiser: "SGD",
    learningRates: [0.02, 0.1, 0.5],
    updates: 500,
  },
  run,
};

/** The tutorial's own way: plain gradient descent, at the shortest distance. */
export const recallSgd5: ExperimentDefinition<RecallConfig> = {
  id: "recall-sgd-5",
  config: {
    seeds,
    distance: 5,
    starts: [
      "tanh, uniform",
      "tanh, the tutorial's ±1e-4",
      "tanh, normal 0.01",
      "tanh, orthogonal",
    ],
    optimiser: "SGD",
    learningRates: [0.02, 0.1, 0.5],
    updates: 600,
  },
  run,
};
