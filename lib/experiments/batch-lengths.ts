// Batches of sentences of like length, which need no padding, against batches of mixed lengths.
import type { ExperimentDefinition } from "../training/experiment";

export interface BatchLengthsConfig {
  readonly hiddenSize: number;
  readonly batchSize: number;
  readonly updates: number;
  readonly learningRate: number;
}

/** Perplexity on the grammar's test part. */
export const batchLengths: ExperimentDefinition<BatchLengthsConfig> = {
  id: "batch-lengths",
  config: {
    ...{ seeds: [1, 2, 3, 4, 5], data: ["corpora.json", "grammar-train.txt", "grammar-test.txt"] },
    ...{ hiddenSize: 64, batchSize: 32, updates: 1000, learningRate: 5e-3 },
  },
  run: async (config, seed, lib) => {
    const { train, test } = await lib.loadSplits("grammar");
    const lines = [train, test].map((text) => lib.linesOf(text).map(lib.segmented));
    const vocabulary = new lib.Vocabulary(lines[0].flat(), { start: "s", end: "e" });
    const batches = (part: string[][], byLength: boolean) =>
      new lib.SequenceBatches(
        part.map((line) => lib.nextTokens(vocabulary.encodeSentence(line))),
        { batchSize: config.batchSize, byLength },
      );
    const perplexity = async (byLength: boolean) => {
      const random = new lib.RandomGenerator(seed);
      const layer = new lib.RecurrentLayer(vocabulary.size, config.hiddenSize, {
        ...{ random, initialise: { W: lib.initialisers.orthogonal } },
      });
      const model = new lib.FastModel(new lib.SequenceModel(layer, vocabulary.size, { random }));
      const optimiser = new lib.Adam(config.learningRate);
      const schedule = lib.schedules.linear(config.updates);
      const options = { steps: config.updates, optimiser, schedule, clipNorm: 1, random };
      await lib.fit(model, batches(lines[0], byLength), options);
      const result = await lib.evaluateModel(model, batches(lines[1], true));
      model.dispose();
      optimiser.dispose();
      return result.perplexity;
    };
    return { mixed: await perplexity(false), like: await perplexity(true) };
  },
};
