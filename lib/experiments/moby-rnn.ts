// A recurrent net that reads Moby-Dick by characters, for several lengths of training: what more
// computing brings.
import type { ExperimentDefinition } from "../training/experiment";

export interface MobyRnnConfig {
  readonly hiddenSize: number;
  /** Streams side by side, and steps of a piece: how far back gradients reach. */
  readonly batchSize: number;
  readonly length: number;
  readonly updates: number;
  readonly learningRate: number;
}

/** Bits a character on the test part, and 10^9 operations of training: 6 a weight and character. */
const run: ExperimentDefinition<MobyRnnConfig>["run"] = async (config, seed, lib) => {
  const { hiddenSize, batchSize, length, updates, learningRate } = config;
  const vocabulary = new lib.Vocabulary(await lib.loadCorpus("moby-dick"));
  const { train, test } = await lib.loadSplits("moby-dick");
  const random = new lib.RandomGenerator(seed);
  const layer = new lib.RecurrentLayer(vocabulary.size, hiddenSize, { random });
  const reference = new lib.SequenceModel(layer, vocabulary.size, { random });
  const model = new lib.FastModel(reference);
  const optimiser = new lib.Adam(learningRate);
  await lib.fit(model, new lib.StreamBatches(vocabulary.encode(train), { batchSize, length }), {
    ...{ steps: updates, optimiser, schedule: lib.schedules.linear(updates), clipNorm: 1, random },
  });
  const held = new lib.StreamBatches(vocabulary.encode(test), { batchSize: 1, length: 250 });
  const { loss } = await lib.evaluateModel(model, held);
  const operations = (6 * reference.parameterCount * batchSize * length * updates) / 1e9;
  model.dispose();
  optimiser.dispose();
  return { bits: loss / Math.LN2, operations };
};

const config = {
  data: ["corpora.json", "moby-dick.txt"],
  ...{ hiddenSize: 64, batchSize: 8, length: 32, learningRate: 5e-3 },
};
const ofLength = (id: string, updates: number, seeds: number[]) => {
  const definition: ExperimentDefinition<MobyRnnConfig> = {
    id,
    config: { ...config, seeds, updates },
    run,
  };
  return definition;
};

export const mobyRnn1 = ofLength("moby-rnn-1", 1562, [1, 2, 3]);
export const mobyRnn2 = ofLength("moby-rnn-2", 3125, [1, 2, 3]);
export const mobyRnn4 = ofLength("moby-rnn-4", 6250, [1, 2, 3]);
export const mobyRnn8 = ofLength("moby-rnn-8", 12_500, [1, 2, 3]);
export const mobyRnn16 = ofLength("moby-rnn-16", 25_000, [1, 2, 3]);
