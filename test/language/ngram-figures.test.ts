// The figures that data/README.md states for n-grams on the grammar and on Moby-Dick, computed.
import { beforeAll, describe, expect, it } from "vitest";
import { installNodeHost } from "../../lib/host/node-host";
import {
  evaluate,
  GrammarModel,
  kneserNey,
  linesOf,
  loadGrammar,
  loadSplits,
  modifiedKneserNey,
  type NextTokenModel,
  NgramCounts,
  rankCandidates,
  segmented,
  Vocabulary,
} from "../../lib/index";

describe("on the grammar's test part", () => {
  let vocabulary: Vocabulary;
  let optimum: NextTokenModel;
  let train: Int32Array[];
  let test: Int32Array[];
  beforeAll(async () => {
    installNodeHost();
    const grammar = await loadGrammar();
    const splits = await loadSplits("grammar");
    vocabulary = new Vocabulary(grammar.words, { start: "s", end: "e" });
    optimum = new GrammarModel(grammar, vocabulary);
    [train, test] = [splits.train, splits.test].map((text) =>
      linesOf(text).map((line) => vocabulary.encodeSentence(segmented(line))),
    );
  });

  /** Per cent of right first guesses after 批评 了 and 原谅 了. */
  function pronounAccuracy(model: NextTokenModel): number {
    const verbs = [vocabulary.id("批评"), vocabulary.id("原谅")];
    let [right, all] = [0, 0];
    for (const sentence of test) {
      const at = sentence.findIndex((id) => verbs.includes(id)) + 2;
      if (at < 2) continue;
      all++;
      if (rankCandidates(model, sentence.subarray(0, at))[0].id === sentence[at]) right++;
    }
    expect(all).toBe(939);
    return (100 * right) / all;
  }

  it("the grammar itself has perplexity 1.9795 and knows 84.0 % of the pronouns", () => {
    expect(evaluate(optimum, test)).toMatchObject({ tokens: 27_279, impossible: 0 });
    expect(evaluate(optimum, test).perplexity).toBeCloseTo(1.9795, 4);
    expect(pronounAccuracy(optimum)).toBeCloseTo(84.03, 2);
  });

  it.each([
    [2, 3.4326, 0],
    [3, 2.5201, 24.92],
    [4, 2.3419, 24.92],
    [5, 2.3493, 24.92],
    [6, 2.3322, 24.92],
    [7, 2.2516, 24.07],
    [8, 2.1651, 23.64],
    [10, 2.1255, 46.54],
  ])("Kneser-Ney of order %i has perplexity %f and knows %f %%", (order, perplexity, percent) => {
    const counts = new NgramCounts(train, {
      order,
      vocabularySize: vocabulary.size,
      start: vocabulary.start,
    });
    const model = kneserNey(counts);
    expect(evaluate(model, test).perplexity).toBeCloseTo(perplexity, 4);
    expect(pronounAccuracy(model)).toBeCloseTo(percent, 2);
  });
});

it("Moby-Dick's characters take 2.04 and 2.01 bits at order 6, in 24 MB", async () => {
  installNodeHost();
  const { train, validation, test } = await loadSplits("moby-dick");
  const vocabulary = new Vocabulary(train + validation + test);
  expect(vocabulary.size).toBe(89);
  const text = vocabulary.encode(train + validation); // the last 5 % are left
  const counts = new NgramCounts(text, { order: 6, vocabularySize: 89 });
  const model = modifiedKneserNey(counts);
  const left = vocabulary.encode(test);
  expect(evaluate(kneserNey(counts), left).bitsPerToken).toBeCloseTo(2.0444, 4);
  expect(evaluate(model, left).bitsPerToken).toBeCloseTo(2.0144, 4);
  expect(model.bytes).toBeLessThan(24e6);
});
