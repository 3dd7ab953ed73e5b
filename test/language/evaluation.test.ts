// Perplexity, ranking and generation with models whose probabilities are known.
import { describe, expect, it } from "vitest";
import {
  evaluate,
  generate,
  maximumLikelihood,
  type NextTokenModel,
  NgramCounts,
  RandomGenerator,
  rankCandidates,
  tokenReports,
} from "../../lib/index";
import { ids } from "./samples";

/** Always the same distribution. */
function constant(...p: number[]): NextTokenModel {
  return {
    vocabularySize: p.length,
    start: undefined,
    probability: (_, id) => p[id],
    distribution: () => Float64Array.from(p),
  };
}

describe("evaluate", () => {
  it("gives perplexity 4 and 2 bits for probabilities of one half and one eighth", () => {
    const { perplexity, bitsPerToken, logProbability, tokens, impossible } = evaluate(
      constant(1 / 2, 1 / 8, 3 / 8),
      ids(0, 1),
    );
    expect(perplexity).toBeCloseTo(4, 12);
    expect(bitsPerToken).toBeCloseTo(2, 12);
    expect(logProbability).toBeCloseTo(-4 * Math.LN2, 12);
    expect([tokens, impossible]).toEqual([2, 0]);
  });

  it("says Infinity for what was called impossible, and how often", () => {
    const result = evaluate(constant(1, 0), [ids(0, 1), ids(1)]);
    expect(result.perplexity).toBe(Number.POSITIVE_INFINITY);
    expect(result.bitsPerToken).toBe(Number.POSITIVE_INFINITY);
    expect(result.impossible).toBe(2);
    expect(() => evaluate(constant(1), [ids(), ids()])).toThrow("the text has no tokens");
  });

  it("begins each sentence anew and predicts no start mark", () => {
    const sentences = [ids(0, 2, 1), ids(0, 3, 1)];
    const counts = new NgramCounts(sentences, { order: 3, vocabularySize: 4, start: 0 });
    const model = maximumLikelihood(counts);
    const { tokens, logProbability } = evaluate(model, sentences);
    expect(tokens).toBe(4);
    expect(logProbability).toBeCloseTo(-2 * Math.LN2, 14);
    expect(tokenReports(model, sentences[0])).toEqual([
      { id: 2, probability: 0.5, bits: 1, rank: 1 },
      { id: 1, probability: 1, bits: -0, rank: 1 },
    ]);
  });
});

it("a report's rank counts the likelier ids, and no equal ones", () => {
  const ranks = tokenReports(constant(0.2, 0.5, 0.2, 0.1), ids(0, 1, 2, 3)).map((r) => r.rank);
  expect(ranks).toEqual([2, 1, 2, 4]);
});

describe("rankCandidates", () => {
  it("puts the likeliest first, equals by id, and can be asked about some only", () => {
    const model = constant(0.2, 0.2, 0.5, 0.1);
    expect(rankCandidates(model, []).map((c) => c.id)).toEqual([2, 0, 1, 3]);
    expect(rankCandidates(model, [], [3, 2])).toEqual([
      { id: 2, probability: 0.5 },
      { id: 3, probability: 0.1 },
    ]);
    expect(rankCandidates(model, [], [1, 0]).map((c) => c.id)).toEqual([0, 1]);
    expect(() => rankCandidates(model, [], [4])).toThrow("id 4; give whole numbers from 0 to 3");
  });

  it("leaves the start mark out, which never comes next", () => {
    const marked = { ...constant(0, 0.7, 0.3), start: 0 };
    expect(rankCandidates(marked, []).map((c) => c.id)).toEqual([1, 2]);
    expect(rankCandidates(marked, [], [0, 2]).map((c) => c.id)).toEqual([2]);
  });
});

describe("generate", () => {
  const text = Int32Array.from({ length: 300 }, (_, i) => (i * i) % 5);
  const model = maximumLikelihood(new NgramCounts(text, { order: 2, vocabularySize: 5 }));
  const write = (seed: number, temperature?: number) =>
    generate(model, { random: new RandomGenerator(seed), length: 40, temperature, context: [0] });

  it("writes the same for the same seed", () => {
    expect(write(1)).toEqual(write(1));
    expect(write(1)).not.toEqual(write(2));
    expect(write(1)).toHaveLength(40);
  });

  it("takes the likeliest at temperature 0", () => {
    let context = [0];
    for (const id of write(3, 0)) {
      expect(id).toBe(rankCandidates(model, context)[0].id);
      context = [id];
    }
  });

  it("starts behind the start mark and ends with the end mark", () => {
    const counts = new NgramCounts([ids(0, 2, 3, 1)], { order: 2, vocabularySize: 4, start: 0 });
    const random = new RandomGenerator(1);
    const sentence = generate(maximumLikelihood(counts), { random, length: 9, end: 1 });
    expect([...sentence]).toEqual([2, 3, 1]);
    expect(generate(model, { random, length: 0 })).toHaveLength(0);
    expect(() => generate(model, { random, length: -1 })).toThrow("length is -1");
  });

  it("starts with the start mark, or with nothing where there is none", () => {
    const contexts: number[][] = [];
    const distribution = (context: ArrayLike<number>) => {
      contexts.push(Array.from(context));
      return new Float64Array([0, 1]);
    };
    const without = { ...constant(1), vocabularySize: 2, start: undefined, distribution };
    expect([...generate(without, { random: new RandomGenerator(1), length: 2 })]).toEqual([1, 1]);
    expect(contexts.splice(0)).toEqual([[], [1]]);
    const marked = { ...without, start: 0 };
    expect([...generate(marked, { random: new RandomGenerator(1), length: 2 })]).toEqual([1, 1]);
    expect(contexts).toEqual([[0], [0, 1]]);
  });
});
