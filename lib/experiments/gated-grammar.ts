// The grammar's sentences again: LSTM and GRU beside a vanilla net of as many parameters, each at
// several learning rates, on the same tokens in the same order.
import type { LayerState } from "../layers/sequence-layer";
import type { ExperimentDefinition, ExperimentRun } from "../training/experiment";

export interface GatedGrammarConfig {
  readonly kind: "RNN" | "LSTM" | "GRU";
  readonly hiddenSize: number;
  /** Of the gate that keeps the old state. */
  readonly bias: number;
  readonly rates: readonly number[];
  readonly updates: number;
}

/** For each rate: perplexities, and per cent of right first guesses after 批评 了 and 原谅 了. */
const run: ExperimentRun<GatedGrammarConfig> = async (config, seed, lib) => {
  const { kind, hiddenSize, bias } = config;
  const { words } = await lib.loadGrammar();
  const vocabulary = new lib.Vocabulary(words, { start: "s", end: "e" });
  const splits = await lib.loadSplits("grammar");
  const sentences = (text: string) =>
    lib.linesOf(text).map((line) => vocabulary.encodeSentence(lib.segmented(line)));
  const batches = (text: string, batchSize: number) =>
    new lib.SequenceBatches(sentences(text).map(lib.nextTokens), { batchSize, byLength: false });
  const verbs = [vocabulary.id("批评"), vocabulary.id("原谅")];
  const stories = sentences(splits.test)
    .map((ids) => ({ ids, at: ids.findIndex((id) => verbs.includes(id)) + 2 }))
    .filter(({ at }) => at >= 2);
  const train = batches(splits.train, 32);
  const [validation, test] = [splits.validation, splits.test].map((text) => batches(text, 100));
  const found = {
    validation: [] as number[],
    perplexity: [] as number[],
    pronouns: [] as number[],
  };
  for (const rate of config.rates) {
    const random = new lib.RandomGenerator(seed);
    const layer = {
      RNN: () =>
        new lib.RecurrentLayer(vocabulary.size, hiddenSize, {
          random,
          initialise: { W: lib.initialisers.orthogonal },
        }),
      LSTM: () => new lib.LSTM(vocabulary.size, hiddenSize, { random, forgetBias: bias }),
      GRU: () => new lib.GRU(vocabulary.size, hiddenSize, { random, updateBias: bias }),
    }[kind]();
    const reference = new lib.SequenceModel<LayerState>(layer, vocabulary.size, { random });
    const model = new lib.FastModel(reference);
    const optimiser = new lib.Adam(rate);
    const { updates } = config;
    const schedule = lib.schedules.linear(updates);
    await lib.fit(model, train, { steps: updates, optimiser, schedule, clipNorm: 1, random });
    found.validation.push((await lib.evaluateModel(model, validation)).perplexity);
    found.perplexity.push((await lib.evaluateModel(model, test)).perplexity);
    const right = stories.filter(({ ids, at }) => {
      const read = Array.from(ids.subarray(0, at), (id) => Int32Array.of(id));
      const last = model.predict(read).outputs[at - 1].data;
      return last.every((p) => p <= last[ids[at]]);
    });
    found.pronouns.push((100 * right.length) / stories.length);
    model.dispose();
    optimiser.dispose();
  }
  return found;
};

const define = (
  id: string,
  kind: GatedGrammarConfig["kind"],
  hiddenSize: number,
  bias: number,
): ExperimentDefinition<GatedGrammarConfig> => ({
  id,
  config: {
    seeds: [1, 2, 3, 4, 5],
    data: ["grammar.txt", "grammar-train.txt", "grammar-validation.txt", "grammar-test.txt"],
    kind,
    hiddenSize,
    bias,
    rates: [5e-3, 1e-2, 2e-2, 4e-2],
    updates: 3000,
  },
  run,
});

/** About 13,500 parameters each. */
export const grammarVanilla = define("grammar-vanilla", "RNN", 64, 0);
export const grammarLSTM = define("grammar-lstm", "LSTM", 29, 3);
export const grammarGRU = define("grammar-gru", "GRU", 34, 3);
