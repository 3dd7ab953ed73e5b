// Ids of tokens: their order, marks, what is rare, and saved vocabularies.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Vocabulary } from "../../lib/index";

const sentence = ["我", "昨天", "上学", "迟到", "了"];
const marks = { start: "s", end: "e" };

describe("Vocabulary", () => {
  it("numbers tokens in code point order and goes back", () => {
    const vocabulary = new Vocabulary("banana");
    expect(vocabulary.tokens).toEqual(["a", "b", "n"]);
    expect(vocabulary.decode(vocabulary.encode("banana"))).toBe("banana");
    expect(vocabulary.oneHot(1)).toEqual([0, 1, 0]);
  });

  it("puts characters beyond 16 bits last, and halves of pairs before them", () => {
    const vocabulary = new Vocabulary(["\u{20000}", "\uFF0C", "a", "\u{1F600}", "\uFF0C!", "ab"]);
    expect(vocabulary.tokens).toEqual(["a", "ab", "\uFF0C", "\uFF0C!", "\u{1F600}", "\u{20000}"]);
    const units = ["\ud800", "\ue000", "\udfff", "\uffff", "\ud7ff"]; // at the ends of the pairs' halves
    expect(new Vocabulary(units).tokens).toEqual([
      "\ud7ff",
      "\ue000",
      "\uffff",
      "\ud800",
      "\udfff",
    ]);
    expect(new Vocabulary(["ba", "ab", "aa", "b", "a"]).tokens).toEqual([
      "a",
      "aa",
      "ab",
      "b",
      "ba",
    ]);
    const byCodePoint = (tokens: string[]) =>
      tokens.sort((a, b) => {
        const [x, y] = [Array.from(a), Array.from(b)];
        const i = x.findIndex((symbol, k) => symbol !== y[k]);
        if (i < 0 || i >= y.length) return x.length - y.length;
        return x[i].codePointAt(0)! - y[i].codePointAt(0)!;
      });
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ unit: "binary" }), { minLength: 1 }), (tokens) => {
        expect(new Vocabulary(tokens).tokens).toEqual(byCodePoint([...tokens]));
      }),
    );
  });

  it("names a token that it does not know", () => {
    expect(() => new Vocabulary("ab").encode("abc")).toThrow('"c" is not among its 2 tokens');
    expect(() => new Vocabulary("ab").token(2)).toThrow("id 2; give a whole number from 0 to 1.");
    expect(() => new Vocabulary("ab").oneHot(-1)).toThrow("id -1");
    expect(() => new Vocabulary("")).toThrow("no tokens");
  });

  it("puts the marks first and around a sentence", () => {
    const vocabulary = new Vocabulary(sentence, marks);
    expect(vocabulary.tokens.slice(0, 2)).toEqual(["s", "e"]);
    expect([vocabulary.start, vocabulary.end, vocabulary.unknown]).toEqual([0, 1, undefined]);
    const ids = vocabulary.encodeSentence(sentence);
    expect(vocabulary.decode(ids, " ")).toBe("s 我 昨天 上学 迟到 了 e");
    expect([...new Vocabulary("ab").encodeSentence("ba")]).toEqual([1, 0]);
  });

  it("keeps marks out of reach of the text", () => {
    expect(() => new Vocabulary("sea", marks)).toThrow('the mark "s" is also a token');
    expect(() => new Vocabulary("abc", { start: "x", end: "x" })).toThrow('the mark "x"');
    const vocabulary = new Vocabulary("abc", { ...marks, unknown: "?" });
    expect([...vocabulary.encode(["a", "s", "?"])]).toEqual([3, 2, 2]);
    expect(vocabulary.has("s")).toBe(false);
  });

  it("leaves out what is rare, ties by code point, and calls it unknown", () => {
    const text = "ddddcccbba!";
    const rare = new Vocabulary(text, { unknown: "?", minCount: 3 });
    expect(rare.tokens).toEqual(["?", "c", "d"]);
    expect(rare.decode(rare.encode("abcd"))).toBe("??cd");
    expect(new Vocabulary("cbaab", { unknown: "?", maxSize: 3 }).tokens).toEqual(["?", "a", "b"]);
    expect(new Vocabulary("ccba", { unknown: "?", maxSize: 3 }).tokens).toEqual(["?", "a", "c"]);
    expect(new Vocabulary(text, { unknown: "?", minCount: 9 }).tokens).toEqual(["?"]);
    expect(() => new Vocabulary(text, { minCount: 2 })).toThrow("name an unknown mark");
    expect(() => new Vocabulary(text, { maxSize: 9 })).toThrow("name an unknown mark");
    expect(new Vocabulary(text, { unknown: "?", maxSize: 1 }).tokens).toEqual(["?"]);
    expect(() => new Vocabulary(text, { unknown: "?", maxSize: 0 })).toThrow("maxSize 0");
    expect(() => new Vocabulary(text, { unknown: "?", minCount: Number.NaN })).toThrow("NaN");
  });

  it("comes back from JSON as it was, whatever the tokens", () => {
    const token = fc.string({ unit: "binary" }).filter((text) => !["s", "e", "?"].includes(text));
    fc.assert(
      fc.property(fc.array(fc.oneof(token, fc.constant("\ud800"))), (tokens) => {
        const before = new Vocabulary(tokens, { ...marks, unknown: "?" });
        const after = Vocabulary.fromJSON(JSON.parse(JSON.stringify(before)));
        expect(after).toEqual(before);
        expect(after.encodeSentence(tokens)).toEqual(before.encodeSentence(tokens));
      }),
    );
  });

  it("refuses what is no saved vocabulary", () => {
    const good = new Vocabulary("ab").toJSON();
    expect(() => Vocabulary.fromJSON(null)).toThrow('its format is "undefined"');
    expect(() => Vocabulary.fromJSON({ ...good, format: "other" })).toThrow('"other"');
    expect(() => Vocabulary.fromJSON({ ...good, format: 1 })).toThrow('its format is "number"');
    expect(() => Vocabulary.fromJSON({ ...good, start: null })).toThrow('"start" is of type null');
    expect(() => Vocabulary.fromJSON({ ...good, tokens: ["a", 1] })).toThrow("a list of tokens");
    expect(() => Vocabulary.fromJSON({ ...good, tokens: ["a", "a"] })).toThrow("a token twice");
    const marked = { ...good, unknown: 7 };
    expect(() => Vocabulary.fromJSON(marked)).toThrow(
      'its mark "unknown" is of type number; give a text',
    );
  });
});
