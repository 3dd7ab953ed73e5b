// Moby-Dick in order, the state carried from piece to piece, against the same pieces in random order,
// each from s_0 = 0.
import type { ExperimentDefinition } from "../training/experiment";

export interface BatchOrderConfig {
  readonly hiddenSize: number;
  readonly batchSize: number;
  readonly length: number;
  readonly updates: number;
  readonly learningRate: number;
}

/** Bits a character on the test part: read as one text with the state carried, and in single pieces. */
export const batchOrder: ExperimentDefinition<BatchOrderConfig> = {
  id: "batch-order",
  config: {
    ...{ seeds: [1, 2, 3, 4], data: ["corpora.json", "moby-dick.txt"] },
    ...{ hiddenSize: 64, batchSize: 8, length: 32, updates: 1562, learningRate: 5e-3 },
  },
  run: async (config, seed, lib) => {
    const { hiddenSize, batchSize, length, updates, learningRate } = config;
    const vocabulary = new lib.Vocabulary(await lib.loadCorpus("moby-dick"));
    const texts = await lib.loadSplits("moby-dick");
    const [train, test] = [vocabulary.encode(texts.train), vocabulary.encode(texts.test)];
    const pieces = (ids: Int32Array, size: number) => {
      const count = Math.floor((ids.length - 1) / length);
      const examples = Array.from({ length: count }, (_, i) =>
        lib.nextTokens(ids.subarray(i * length, (i + 1) * length + 1)),
      );
      return new lib.SequenceBatches(examples, { batchSize: size });
    };
    const carried = new lib.StreamBatches(test, { batchSize: 1, length });
    const single = pieces(test, 32);
    const bits: Record<string, number> = {};
    for (const [order, data] of [
      ["sequential", new lib.StreamBatches(train, { batchSize, length })],
      ["random", pieces(train, batchSize)],
    ] as const) {
      const random = new lib.RandomGenerator(seed);
      const layer = new lib.RecurrentLayer(vocabulary.size, hiddenSize, { random });
      const model = new lib.FastModel(new lib.SequenceModel(layer, vocabulary.size, { random }));
      const optimiser = new lib.Adam(learningRate);
      const schedule = lib.schedules.linear(updates);
      await lib.fit(model, data, { steps: updates, optimiser, schedule, clipNorm: 1, random });
      bits[`${order}Carried`] = (await lib.evaluateModel(model, carried)).loss / Math.LN2;
      bits[`${order}Single`] = (await lib.evaluateModel(model, single)).loss / Math.LN2;
      model.dispose();
      optimiser.dispose();
    }
    return bits;
  },
};
