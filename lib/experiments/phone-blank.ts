// The blank after 打算 in the grammar's sentences, guessed by nets that see its left side, its right
// side, or both; scored exactly, over all sentences with their probabilities.
import type { SequenceLayer } from "../layers/sequence-layer";
import type { ExperimentDefinition } from "../training/experiment";

export interface PhoneBlankConfig {
  readonly examples: number;
  readonly steps: number;
  readonly learningRate: number;
  /** Hidden units a direction of each net. */
  readonly hiddenSizes: Readonly<Record<"left" | "wide" | "right" | "both" | "atEnd", number>>;
}

/** Accuracy in % and perplexity of each net: `wide` sees the left side, `atEnd` answers last. */
export const phoneBlank: ExperimentDefinition<PhoneBlankConfig> = {
  id: "phone-blank",
  config: {
    seeds: [1, 2, 3, 4, 5],
    data: ["grammar.txt"],
    examples: 20_000,
    steps: 1000,
    learningRate: 5e-3,
    hiddenSizes: { left: 16, wide: 30, right: 16, both: 16, atEnd: 16 },
  },
  run: async ({ examples, steps, learningRate, hiddenSizes }, seed, lib) => {
    const grammar = await lib.loadGrammar();
    const place = (words: readonly string[]) => words.indexOf("打算") + 1; // 0: no such blank
    const sentences = [...grammar.sentences()].filter(({ words }) => place(words) > 0);
    const vocabulary = ["____", ...grammar.words];
    const verbs = [...new Set(sentences.map(({ words }) => words[place(words)]))];
    const exampleOf = (words: readonly string[], kind: string) => {
      const blank = place(words);
      const asked = kind === "atEnd" ? words.length - 1 : blank;
      const inputs = words.map((word, t) => (t === blank ? 0 : vocabulary.indexOf(word)));
      const labels = words.map((_, t) => (t === asked ? verbs.indexOf(words[blank]) : lib.PADDING));
      if (kind === "right") for (const row of [inputs, labels]) row.reverse();
      return { inputs: Int32Array.from(inputs), labels: Int32Array.from(labels) };
    };

    const draw = new lib.RandomGenerator(1000 + seed);
    const training: string[][] = [];
    while (training.length < examples) {
      const words = grammar.sample(draw);
      if (place(words) > 0) training.push(words);
    }
    const result: Record<string, number> = {};
    for (const [kind, hiddenSize] of Object.entries(hiddenSizes)) {
      const random = new lib.RandomGenerator(seed);
      const half = () => new lib.RecurrentLayer(vocabulary.length, hiddenSize, { random });
      const layer: SequenceLayer =
        kind === "both" ? new lib.BidirectionalLayer(half(), half()) : half();
      const model = new lib.FastModel(new lib.SequenceModel(layer, verbs.length, { random }));
      const data = new lib.SequenceBatches(
        training.map((words) => exampleOf(words, kind)),
        { batchSize: 32, byLength: false },
      );
      await lib.fit(model, data, {
        ...{ steps, random, clipNorm: 1, optimiser: new lib.Adam(learningRate) },
        schedule: lib.schedules.linear(steps),
      });
      let [right, nats, total] = [0, 0, 0];
      for (const { words, probability } of sentences) {
        const { inputs, labels } = exampleOf(words, kind);
        const asked = labels.findIndex((label) => label !== lib.PADDING);
        const { outputs } = model.predict(Array.from(inputs, (id) => Int32Array.of(id)));
        const o = Array.from(outputs[asked].row(0));
        total += probability;
        nats -= probability * lib.log(o[labels[asked]]);
        if (o.indexOf(Math.max(...o)) === labels[asked]) right += probability;
      }
      model.dispose();
      result[kind] = (100 * right) / total;
      result[`${kind} perplexity`] = lib.exp(nats / total);
    }
    return result;
  },
};
