// A recurrent net on sentences whose true probabilities are known: how near it comes to the optimum.
import type { ExperimentDefinition } from "../training/experiment";

export interface GrammarRnnConfig {
  readonly hiddenSize: number;
  readonly batchSize: number;
  readonly updates: number;
  readonly clipNorm: number;
  readonly optimiser: "Adam" | "SGD";
  /** At the first update; falls in a straight line to 0. */
  readonly learningRate: number;
  /** How many updates each point of the loss curve is the mean of. */
  readonly updatesAPoint: number;
}

/**
 * On the test part: perplexity, and the share of right first guesses of the word after 批评 了 or 原谅 了,
 * which is the sentence's first pronoun far back. And the training loss as it fell.
 */
const run: ExperimentDefinition<GrammarRnnConfig>["run"] = async (config, seed, lib) => {
  const random = new lib.RandomGenerator(seed);
  const vocabulary = new lib.Vocabulary((await lib.loadGrammar()).words, { start: "s", end: "e" });
  const { train, test } = await lib.loadSplits("grammar");
  const { hiddenSize, batchSize, updates, clipNorm } = config;
  const [training, held] = [train, test].map((text) => {
    const examples = lib
      .linesOf(text)
      .map((line) => lib.nextTokens(vocabulary.encodeSentence(lib.segmented(line))));
    return new lib.SequenceBatches(examples, { batchSize, byLength: false });
  });
  const layer = new lib.RecurrentLayer(vocabulary.size, hiddenSize, { random });
  const model = new lib.FastModel(new lib.SequenceModel(layer, vocabulary.size, { random }));
  const optimiser = new lib[config.optimiser](config.learningRate);
  const schedule = lib.schedules.linear(updates);
  const options = { steps: updates, optimiser, schedule, clipNorm, random };
  const { losses } = await lib.fit(model, training, options);
  const { perplexity } = await lib.evaluateModel(model, held);

  const verbs = [vocabulary.id("批评"), vocabulary.id("原谅")];
  let [right, blanks] = [0, 0];
  const epoch = held.epoch();
  for (let i = 0; i < epoch.count; i++) {
    const { xs, labels, mask } = epoch.batch(i);
    model.predict(xs, undefined, mask).outputs.forEach((o, t) => {
      labels[t].forEach((label, b) => {
        if (t === 0 || label === lib.PADDING || !verbs.includes(xs[t - 1][b])) return;
        const row = o.row(b);
        blanks++;
        right += Number(row.indexOf(Math.max(...row)) === label);
      });
    });
  }
  const points = Array.from({ length: Math.floor(updates / config.updatesAPoint) }, (_, i) => {
    const part = losses.slice(i * config.updatesAPoint, (i + 1) * config.updatesAPoint);
    return part.reduce((sum, loss) => sum + loss, 0) / part.length;
  });
  model.dispose();
  optimiser.dispose();
  return { perplexity, pronouns: right / blanks, losses: points };
};

const config: Omit<ExperimentDefinition<GrammarRnnConfig>["config"], "optimiser" | "learningRate"> =
  {
    seeds: [1, 2, 3, 4, 5],
    data: ["grammar.txt", "grammar-train.txt", "grammar-test.txt"],
    hiddenSize: 64,
    batchSize: 32,
    updates: 4000,
    clipNorm: 1,
    updatesAPoint: 100,
  };

/** By Adam. */
export const grammarRnn: ExperimentDefinition<GrammarRnnConfig> = {
  id: "grammar-rnn",
  config: { ...config, optimiser: "Adam", learningRate: 3e-3 },
  run,
};

/** By plain gradient descent. */
export const grammarRnnSgd: ExperimentDefinition<GrammarRnnConfig> = {
  id: "grammar-rnn-sgd",
  config: { ...config, optimiser: "SGD", learningRate: 2 },
  run,
};
