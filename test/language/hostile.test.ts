// Texts that break careless code: each gives an answer or one clear error, at every step from the text
// to the perplexity.
import { describe, expect, it } from "vitest";
import {
  characters,
  cleanText,
  evaluate,
  linesOf,
  NgramCounts,
  segmented,
  Vocabulary,
  words,
} from "../../lib/index";
import { estimators } from "./samples";

const marks = { start: "<s>", end: "<e>", unknown: "<unknown>" };

/** Perplexity of a text under a model of itself, sentence by sentence. */
function learn(text: string, tokenise: (line: string) => string[], minCount = 1) {
  const sentences = linesOf(cleanText(text)).map(tokenise);
  const vocabulary = new Vocabulary(sentences.flat(), { ...marks, minCount });
  const ids = sentences.map((sentence) => vocabulary.encodeSentence(sentence));
  const { size, start } = vocabulary;
  const counts = new NgramCounts(ids, { order: 3, vocabularySize: size, start });
  const perplexities = Object.values(estimators).map(
    (estimate) => evaluate(estimate(counts), ids).perplexity,
  );
  return { vocabulary, perplexities };
}

describe("a hostile text", () => {
  it.each(["", "\n \r\n\t\n", "\uFEFF", "\u3000"])("that is empty, %j, has no tokens", (text) => {
    expect(() => learn(text, words)).toThrow("the text has no tokens; give at least 1");
    expect(() => new Vocabulary(words(text))).toThrow("no tokens; give at least 1");
  });

  it.each([
    ["of one token", "a", characters, 1],
    ["of only unknowns", "a b c d", segmented, 5],
    ["of lone surrogates", "\ud800\udc01\udc01 \ud800", characters, 1],
    ["with line ends of Windows", "a b\r\nb a\r\n", segmented, 1],
    ["with a byte-order mark", "\uFEFFa b a", segmented, 1],
    ["of marks", "<s> <e> <unknow> <s>", characters, 1],
    ["of control characters", "\0\x01\x7f\0", characters, 1],
    ["of names of objects", "constructor __proto__ toString __proto__", segmented, 1],
  ] as const)("%s gives finite perplexities", (_, text, tokenise, minCount) => {
    for (const perplexity of learn(text, tokenise, minCount).perplexities) {
      expect(perplexity).toBeGreaterThanOrEqual(1);
      expect(perplexity).toBeLessThan(20);
    }
  });

  it("of a million characters in one line is one sentence", () => {
    const line = "long ago, in a far land; ".repeat(40_000);
    const { vocabulary, perplexities } = learn(line, characters);
    expect(vocabulary.size).toBe(3 + new Set(line).size);
    for (const perplexity of perplexities) expect(perplexity).toBeLessThan(2);
  });

  it("with the same content has the same tokens, whatever its line ends and marks", () => {
    const plain = learn("a b\nc d\n", segmented);
    const other = learn("\uFEFFa b\r\nc d", segmented);
    expect(other.vocabulary.tokens).toEqual(plain.vocabulary.tokens);
    expect(other.perplexities).toEqual(plain.perplexities);
  });

  it("that spells a mark does not get it", () => {
    expect(() => learn("a <s> b", segmented)).toThrow('the mark "<s>" is also a token');
  });
});
