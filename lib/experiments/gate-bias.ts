// Delayed recall with one number changed: the bias of the gate that keeps the old state.
import type { LayerState } from "../layers/sequence-layer";
import type { ExperimentDefinition, ExperimentRun } from "../training/experiment";

/** One cell of the table. */
export interface GateBiasTrial {
  readonly cell: "LSTM" | "GRU";
  /** Of the forget gate, or of the update gate (z keeps the old state). */
  readonly bias: number;
  /** Distractors between the symbol and the question. */
  readonly distance: number;
  readonly rate: number;
}

export interface GateBiasConfig {
  readonly trials: readonly GateBiasTrial[];
  /** Of the LSTM and of the GRU: about 4,600 parameters each. */
  readonly hiddenSizes: Readonly<Record<GateBiasTrial["cell"], number>>;
  readonly updates: number;
}

/** For each trial the update after which 99 % of 256 test sequences were right, or 0 if none was. */
const run: ExperimentRun<GateBiasConfig> = async (config, seed, lib) => {
  const { updates, hiddenSizes } = config;
  const solvedAt: number[] = [];
  for (const { cell, bias, distance, rate } of config.trials) {
    const random = new lib.RandomGenerator(seed);
    const layer =
      cell === "LSTM"
        ? new lib.LSTM(lib.RECALL_IDS, hiddenSizes.LSTM, { random, forgetBias: bias })
        : new lib.GRU(lib.RECALL_IDS, hiddenSizes.GRU, { random, updateBias: bias });
    const model = new lib.FastModel(new lib.SequenceModel<LayerState>(layer, 4, { random }));
    const sequences = lib.delayedRecall(32 * updates, distance, random); // each is read once
    const train = new lib.SequenceBatches(sequences, { batchSize: 32 });
    const unread = lib.delayedRecall(256, distance, new lib.RandomGenerator(1000 + seed));
    const test = new lib.SequenceBatches(unread, { batchSize: 256 });
    const optimiser = new lib.Adam(rate);
    const stop = new AbortController();
    let solved = 0;
    await lib.fit(model, train, {
      ...{ steps: updates, schedule: lib.schedules.linear(updates), clipNorm: 1 },
      ...{ optimiser, random, signal: stop.signal },
      onStep: ({ step }) => {
        if (step % 25 > 0 || lib.accuracy(model, test) < 0.99) return;
        solved = step;
        stop.abort();
      },
    });
    solvedAt.push(solved);
    model.dispose();
    optimiser.dispose();
  }
  return { solvedAt };
};

const define = (
  id: string,
  trials: readonly GateBiasTrial[],
): ExperimentDefinition<GateBiasConfig> => ({
  id,
  config: {
    seeds: [1, 2, 3, 4, 5, 6],
    trials,
    hiddenSizes: { LSTM: 29, GRU: 34 },
    updates: 600,
  },
  run,
});

const trials = (cell: GateBiasTrial["cell"], bias: number, distances: readonly number[]) =>
  distances.map((distance) => ({ cell, bias, distance, rate: 2e-3 }));

/** Where each bias still reaches, and where it no longer does. */
export const forgetBias0 = define("forget-bias-0", trials("LSTM", 0, [5, 10, 20]));
export const forgetBias1 = define("forget-bias-1", trials("LSTM", 1, [5, 10, 20, 50]));
export const forgetBias2 = define("forget-bias-2", trials("LSTM", 2, [5, 10, 20, 50]));
export const forgetBias3 = define("forget-bias-3", trials("LSTM", 3, [5, 10, 20, 50, 100]));
export const updateBias0 = define("update-bias-0", trials("GRU", 0, [5, 10, 20]));
export const updateBias1 = define("update-bias-1", trials("GRU", 1, [5, 10, 20, 50]));
export const updateBias2 = define("update-bias-2", trials("GRU", 2, [5, 10, 20, 50]));
export const updateBias3 = define("update-bias-3", trials("GRU", 3, [5, 10, 20, 50, 100]));

/** The control: where bias 0 fails, does a ten times larger rate help? */
export const gateBiasRate = define("gate-bias-rate", [
  { cell: "LSTM", bias: 0, distance: 20, rate: 2e-2 },
  { cell: "GRU", bias: 0, distance: 20, rate: 2e-2 },
]);
