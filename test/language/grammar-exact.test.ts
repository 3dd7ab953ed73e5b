// The optimum of a grammar: by hand for a small one, for the workbook's as data/README.md states.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { bestGuess, bestNgramPerplexity, Grammar, grammarFacts } from "../../lib/index";

// "a x a" and "b x b": the first word decides the last, two words back.
const echo = new Grammar("list w = a, b\nS:\n  1 w(first) x first");
const real = new Grammar(
  readFileSync(fileURLToPath(new URL("../../data/grammar.txt", import.meta.url)), "utf8"),
);

describe("a grammar worked by hand", () => {
  it("has the perplexity of its one free choice, over four tokens", () => {
    const { perplexity, sentences, meanLength, words } = grammarFacts(echo);
    expect(perplexity).toBeCloseTo(2 ** (1 / 4), 14);
    expect([sentences, meanLength, words]).toEqual([2, 4, 3]);
  });

  it("needs an n-gram of order 3 for the last word", () => {
    // Order 1: a ¼, b ¼, x ¼, end ¼. Order 2: the first word 1 bit; after x 1 bit; after a or b, x or
    // the end, 1 bit twice.
    expect(bestNgramPerplexity(echo, 1)).toBeCloseTo(4, 13);
    expect(bestNgramPerplexity(echo, 2)).toBeCloseTo(2, 13);
    expect(bestNgramPerplexity(echo, 3)).toBeCloseTo(2 ** (1 / 4), 13);
    expect(() => bestNgramPerplexity(echo, 0)).toThrow("order is 0");
  });

  it("can guess the last word from the first only", () => {
    const last = (words: readonly string[]) => words.length - 1;
    const all = [...echo.sentences()];
    const blind = bestGuess(all, last, (words) => [words[1]]);
    expect(blind).toEqual({ share: 1, accuracy: 0.5, perplexity: expect.closeTo(2, 13) });
    expect(bestGuess(all, last, (words) => [words[0]]).accuracy).toBe(1);
    expect(
      bestGuess(
        all,
        () => 0,
        () => [],
      ).accuracy,
    ).toBe(0.5);
    expect(() =>
      bestGuess(
        all,
        (words) => words.length,
        () => [],
      ),
    ).toThrow("no sentence has such a word");
    expect(() =>
      bestGuess(
        all,
        () => -1,
        () => [],
      ),
    ).toThrow("no sentence has such a word");
  });
});

describe("a best guess", () => {
  it("is of the sentences that have such a word, and tells words that are seen apart", () => {
    const sentences = [
      { words: ["a", "b", "x"], probability: 0.1 },
      { words: ["ab", "y"], probability: 0.1 },
      { words: ["z"], probability: 0.8 },
    ];
    const last = (words: readonly string[]) => (words.length > 1 ? words.length - 1 : -1);
    const seen = bestGuess(sentences, last, (words, i) => words.slice(0, i));
    expect(seen).toEqual({ share: 0.2, accuracy: 1, perplexity: 1 });
    const blind = bestGuess(sentences, last, () => []);
    expect(blind).toEqual({ share: 0.2, accuracy: 0.5, perplexity: expect.closeTo(2, 13) });
  });
});

describe("the workbook's grammar", () => {
  const sentences = [...real.sentences()];
  const wordAfter = (offset: number, verbs: string[]) => (words: readonly string[]) => {
    const at = words.findIndex((word) => verbs.includes(word));
    return at < 0 ? -1 : at + offset;
  };

  it("has the optimum that data/README.md states", () => {
    const { perplexity, sentences: number, meanLength, states, words } = grammarFacts(real);
    expect(perplexity).toBeCloseTo(1.9736, 4);
    expect([number, states, words]).toEqual([182_016, 460, 69]);
    expect(meanLength).toBeCloseTo(13.6595, 10);
    // the same by another way: over all sentences
    let [mass, nats, length] = [0, 0, 0];
    for (const sentence of sentences) {
      mass += sentence.probability;
      nats -= sentence.probability * Math.log(sentence.probability);
      length += sentence.probability * (sentence.words.length + 1);
    }
    expect(mass).toBeCloseTo(1, 11);
    expect(Math.exp(nats / length)).toBeCloseTo(perplexity, 10);
    expect(sentences).toHaveLength(number);
  });

  it("has the best n-grams that data/README.md states", () => {
    const best = [1, 2, 3, 4, 5, 6, 7, 8, 10, 16].map((n) => bestNgramPerplexity(real, n));
    const stated = [40.7568, 3.4212, 2.5152, 2.3301, 2.3301, 2.3088, 2.215, 2.1039, 2.0235, 1.9736];
    stated.forEach((value, i) => {
      expect(best[i]).toBeCloseTo(value, 4);
    });
  });

  it("lets the pronoun be known from ten tokens on", () => {
    const accuracy = (order: number) =>
      bestGuess(sentences, wordAfter(2, ["批评", "原谅"]), (words, i) =>
        words.slice(Math.max(0, i - order + 1), i),
      ).accuracy;
    const stated = [0.255, 0.255, 0.255, 0.5406, 0.85];
    [3, 8, 9, 10, 16].forEach((order, i) => {
      expect(accuracy(order)).toBeCloseTo(stated[i], 10);
    });
  });

  it("has the ceilings of the blank: 45, 77.4 and 90 %", () => {
    const blank = wordAfter(1, ["打算", "想"]);
    const left = bestGuess(sentences, blank, (words, i) => words.slice(0, i));
    const right = bestGuess(sentences, blank, (words, i) => words.slice(i + 1));
    const both = bestGuess(sentences, blank, (words, i) => [
      ...words.slice(0, i),
      "",
      ...words.slice(i + 1),
    ]);
    expect(left.accuracy).toBeCloseTo(0.45, 10);
    expect(right.accuracy).toBeCloseTo(0.774, 10);
    expect(both.accuracy).toBeCloseTo(0.9, 10);
  });
});
