// The net of notebook 7 with biases, and without, as the tutorial's equations (1) and (2) have it.
import type { ExperimentDefinition } from "../training/experiment";

export interface BiasesConfig {
  readonly hiddenSize: number;
  readonly batchSize: number;
  /** Training lengths, from short to the notebook's. */
  readonly updates: readonly number[];
  readonly learningRate: number;
}

/** Perplexity on the grammar's test part, for each length of training. */
export const biases: ExperimentDefinition<BiasesConfig> = {
  id: "biases",
  config: {
    ...{ seeds: [1, 2, 3, 4, 5], data: ["corpora.json", "grammar-train.txt", "grammar-test.txt"] },
    ...{ hiddenSize: 64, batchSize: 32, updates: [500, 2000], learningRate: 5e-3 },
  },
  run: async (config, seed, lib) => {
    const { train, test } = await lib.loadSplits("grammar");
    const lines = [train, test].map((text) => lib.linesOf(text).map(lib.segmented));
    const vocabulary = new lib.Vocabulary(lines[0].flat(), { start: "s", end: "e" });
    const [training, held] = lines.map(
      (part) =>
        new lib.SequenceBatches(
          part.map((line) => lib.nextTokens(vocabulary.encodeSentence(line))),
          { batchSize: config.batchSize, byLength: false },
        ),
    );
    /** Leaves the output's bias at 0, where it starts. */
    class KeepsOutputBias extends lib.Adam {
      override update(gradients: Parameters<InstanceType<typeof lib.Adam>["update"]>[0]): void {
        super.update(gradients.filter(({ name }) => name !== "o bias"));
      }
    }
    const perplexity = async (updates: number, bias: boolean) => {
      const random = new lib.RandomGenerator(seed);
      const layer = new lib.RecurrentLayer(vocabulary.size, config.hiddenSize, {
        ...{ random, bias, initialise: { W: lib.initialisers.orthogonal } },
      });
      const model = new lib.FastModel(new lib.SequenceModel(layer, vocabulary.size, { random }));
      const optimiser = new (bias ? lib.Adam : KeepsOutputBias)(config.learningRate);
      const schedule = lib.schedules.linear(updates);
      const options = { steps: updates, optimiser, schedule, clipNorm: 1, random };
      await lib.fit(model, training, options);
      const result = await lib.evaluateModel(model, held);
      model.dispose();
      optimiser.dispose();
      return result.perplexity;
    };
    const all: Record<"with" | "without", number[]> = { with: [], without: [] };
    for (const updates of config.updates) {
      all.with.push(await perplexity(updates, true));
      all.without.push(await perplexity(updates, false));
    }
    return all;
  },
};
