// Delayed recall: which starts let a net learn to remember one of four symbols over some distractors.
// One definition for each distance, so that a notebook recomputes a cheap one only.
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
}

/**
 * For each start whether it solved the task (1 or 0: 99 % of 256 fresh sequences within 600 updates) and
 * after how many updates (looked at after each 25). About 4,600 parameters each.
 */
const run: ExperimentRun<RecallConfig> = async ({ distance, starts }, seed, lib) => {
  const { initialisers: init, activations, RECALL_IDS: ids } = lib;
  const layerOf = (start: string, random: InstanceType<typeof lib.RandomGenerator>) => {
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
  for (const start of starts) {
    const random = new lib.RandomGenerator(seed);
    const data = lib.delayedRecall(600 * 32, distance, random);
    const test = new lib.SequenceBatches(lib.delayedRecall(256, distance, random), {
      batchSize: 256,
    });
    const reference = new lib.SequenceModel<any>(layerOf(start, random), 4, { random });
    const model = new lib.FastModel(reference);
    const optimiser = new lib.Adam(2e-3);
    const end = new AbortController();
    const { steps } = await lib.fit(model, new lib.SequenceBatches(data, { batchSize: 32 }), {
      steps: 600,
      optimiser,
      schedule: lib.schedules.linear(600),
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

const recall = <const Distance extends number>(distance: Distance) =>
  ({
    id: `recall-${distance}`,
    config: { seeds: [1, 2, 3, 4, 5, 6], distance, starts: RECALL_STARTS },
    run,
  }) satisfies ExperimentDefinition<RecallConfig>;

export const recall5 = recall(5);
export const recall10 = recall(10);
export const recall20 = recall(20);
export const recall50 = recall(50);
export const recall100 = recall(100);
