// The grammar's sentences learned with a gradient that is cut every few steps: what n-gram is it worth?
import type { ExperimentDefinition } from "../training/experiment";

export interface GrammarTruncatedConfig {
  readonly lengths: readonly number[];
  readonly updates: number;
}

/** Perplexity on the test part, for each length K of the pieces. */
export const grammarTruncated: ExperimentDefinition<GrammarTruncatedConfig> = {
  id: "grammar-truncated",
  config: {
    seeds: [1, 2, 3, 4, 5],
    data: ["grammar.txt", "grammar-train.txt", "grammar-test.txt"],
    lengths: [3, 6, 12],
    updates: 2000,
  },
  run: async ({ lengths, updates }, seed, lib) => {
    const words = (await lib.loadGrammar()).words;
    const vocabulary = new lib.Vocabulary(words, { start: "s", end: "e" });
    const { train, test } = await lib.loadSplits("grammar");
    const [training, held] = [train, test].map((text) => {
      const sentences = lib.linesOf(text).map((line) => lib.segmented(line));
      const examples = sentences.map((one) => lib.nextTokens(vocabulary.encodeSentence(one)));
      return new lib.SequenceBatches(examples, { batchSize: 32, byLength: false });
    });
    const perplexities: number[] = [];
    for (const length of lengths) {
      const random = new lib.RandomGenerator(seed);
      const layer = new lib.RecurrentLayer(vocabulary.size, 64, { random });
      const model = new lib.FastModel(new lib.SequenceModel(layer, vocabulary.size, { random }));
      const optimiser = new lib.Adam(3e-3);
      const schedule = lib.schedules.linear(updates);
      const options = { steps: updates, optimiser, schedule, clipNorm: 1, random };
      await lib.fit(lib.truncated(model, length), training, options);
      perplexities.push((await lib.evaluateModel(model, held)).perplexity);
      model.dispose();
      optimiser.dispose();
    }
    return { perplexities };
  },
};
