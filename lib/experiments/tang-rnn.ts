// Quatrains of the Tang dynasty, character by character: how well a net predicts them, and some that it
// writes. The rarer characters are one unknown mark, which it is not let write.
import type { ExperimentDefinition } from "../training/experiment";

export interface TangRnnConfig {
  readonly vocabularySize: number;
  readonly hiddenSize: number;
  readonly batchSize: number;
  readonly epochs: number;
  readonly learningRate: number;
  readonly poems: number;
  readonly temperature: number;
}

/** Loss on the test part in nats a character, the share of poems written in the form 5，5。5，5。, and ids. */
export const tangRnn: ExperimentDefinition<TangRnnConfig> = {
  id: "tang-rnn",
  config: {
    ...{ seeds: [1, 2], data: ["corpora.json", "tang-quatrains.txt"] },
    ...{ vocabularySize: 1000, hiddenSize: 96, batchSize: 16, epochs: 5, learningRate: 5e-3 },
    ...{ poems: 100, temperature: 0.7 },
  },
  run: async (config, seed, lib) => {
    const { batchSize, epochs, temperature } = config;
    const { train, test } = await lib.loadSplits("tang-quatrains");
    const vocabulary = new lib.Vocabulary(train.replaceAll("\n", ""), {
      ...{ start: "s", end: "e", unknown: "□", maxSize: config.vocabularySize },
    });
    const batches = (text: string) =>
      new lib.SequenceBatches(
        lib.linesOf(text).map((poem) => lib.nextTokens(vocabulary.encodeSentence(poem))),
        { batchSize },
      );
    const random = new lib.RandomGenerator(seed);
    const layer = new lib.RecurrentLayer(vocabulary.size, config.hiddenSize, { random });
    const model = new lib.FastModel(new lib.SequenceModel(layer, vocabulary.size, { random }));
    const optimiser = new lib.Adam(config.learningRate);
    const data = batches(train);
    const steps = epochs * data.epoch().count;
    const schedule = lib.schedules.linear(steps);
    await lib.fit(model, data, { steps, optimiser, schedule, clipNorm: 1, random });
    const { loss } = await lib.evaluateModel(model, batches(test));

    const LONGEST = 26; // twenty characters, four signs, the end mark, and one too many
    const write = () => {
      const ids: number[] = [];
      let next = vocabulary.start!;
      let state: Parameters<typeof model.predict>[1];
      while (next !== vocabulary.end && ids.length < LONGEST) {
        const { outputs, lastState } = model.predict([Int32Array.of(next)], state);
        const o = outputs[0].data;
        o[vocabulary.unknown!] = 0;
        next = lib.sampleCategorical(o, random, temperature);
        state = lastState;
        ids.push(next);
      }
      while (ids.length < LONGEST) ids.push(vocabulary.end!);
      return ids;
    };
    const poems = Array.from({ length: config.poems }, write);
    const form = /^[^，。]{5}，[^，。]{5}。[^，。]{5}，[^，。]{5}。e+$/u;
    const formed = poems.filter((ids) => form.test(vocabulary.decode(ids))).length / poems.length;
    model.dispose();
    optimiser.dispose();
    return { loss, formed, written: poems.slice(0, 8).flat() };
  },
};
