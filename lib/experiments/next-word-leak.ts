// A net in both directions, trained on the next word, which it can see: its perplexity on whole
// sentences, and on sentences of which it gets only the words so far, beside a forward net.
import type { SequenceLayer } from "../layers/sequence-layer";
import type { ExperimentDefinition } from "../training/experiment";

export interface NextWordLeakConfig {
  readonly hiddenSize: number;
  readonly steps: number;
  readonly every: number;
  readonly learningRate: number;
  readonly testSentences: number;
}

/** Perplexity of both nets, `whole` sentences every `every` steps, `soFar` at the end. */
export const nextWordLeak: ExperimentDefinition<NextWordLeakConfig> = {
  id: "next-word-leak",
  config: {
    seeds: [1, 2, 3, 4, 5],
    data: ["grammar-train.txt", "grammar-test.txt"],
    hiddenSize: 32,
    steps: 1000,
    every: 50,
    learningRate: 5e-3,
    testSentences: 300,
  },
  run: async ({ hiddenSize, steps, every, learningRate, testSentences }, seed, lib) => {
    const { train, test } = await lib.loadSplits("grammar");
    const read = (text: string) => lib.linesOf(text).map((line) => lib.words(line));
    const marked = read(train).map((sentence) => ["s", ...sentence, "e"]);
    const unread = read(test).slice(0, testSentences);
    const vocabulary = new lib.Vocabulary(marked.flat());
    const exampleOf = (sentence: string[]) =>
      lib.nextTokens(Int32Array.from(sentence, (word) => vocabulary.id(word)));
    const training = marked.map(exampleOf);
    const whole = unread.map((sentence) => exampleOf(["s", ...sentence, "e"]));
    const soFar = whole.flatMap(({ inputs, labels }) =>
      Array.from(labels, (label, t) => ({
        inputs: inputs.subarray(0, t + 1),
        labels: Int32Array.from({ length: t + 1 }, (_, i) => (i === t ? label : lib.PADDING)),
      })),
    );

    const result: Record<string, number | number[]> = {};
    for (const net of ["forward", "both"]) {
      const random = new lib.RandomGenerator(seed);
      const half = () => new lib.RecurrentLayer(vocabulary.size, hiddenSize, { random });
      const layer: SequenceLayer =
        net === "both" ? new lib.BidirectionalLayer(half(), half()) : half();
      const model = new lib.FastModel(new lib.SequenceModel(layer, vocabulary.size, { random }));
      const perplexity = async (examples: typeof whole) => {
        const data = new lib.SequenceBatches(examples, { batchSize: 256 });
        return (await lib.evaluateModel(model, data)).perplexity;
      };
      const curve = [await perplexity(whole)];
      await lib.fit(model, new lib.SequenceBatches(training, { batchSize: 32 }), {
        ...{ steps, random, clipNorm: 1, optimiser: new lib.Adam(learningRate) },
        schedule: lib.schedules.linear(steps),
        onStep: async ({ step }) => {
          if (step % every === 0) curve.push(await perplexity(whole));
        },
      });
      result[`${net}, whole`] = curve;
      result[`${net}, so far`] = await perplexity(soFar);
      model.dispose();
    }
    return result;
  },
};
