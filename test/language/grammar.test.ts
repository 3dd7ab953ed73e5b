// The grammar: what it unfolds, draws and refuses, the corpus it gave, and its own probabilities.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeEach, describe, expect, it } from "vitest";
import { installNodeHost } from "../../lib/host/node-host";
import {
  Grammar,
  GrammarModel,
  linesOf,
  loadSplits,
  RandomGenerator,
  segmented,
  Vocabulary,
} from "../../lib/index";

const file = fileURLToPath(new URL("../../data/grammar.txt", import.meta.url));
const grammar = new Grammar(readFileSync(file, "utf8"));
const examples = [
  "我 昨天 上学 迟到 了 ， 老师 批评 了 我 。",
  "我 的 手机 坏 了 ， 我 打算 买 一部 新 手机 。",
];
const small = `
list who = I i @3, you y
S:
  1  who(word, short)  -> T(short)
T(short):
  3  see short
  1  sleep
`;

beforeEach(() => installNodeHost());

describe("Grammar", () => {
  it("unfolds lists and values with their weights", () => {
    const sentences = [...new Grammar(small).sentences()];
    expect(sentences.map((s) => [s.words.join(" "), s.probability])).toEqual([
      ["I see i", 9 / 16],
      ["I sleep", 3 / 16],
      ["you see y", 3 / 16],
      ["you sleep", 1 / 16],
    ]);
  });

  it("draws sentences as often as they should come", () => {
    const drawn = new Map<string, number>();
    const random = new RandomGenerator(5);
    const toy = new Grammar(small);
    for (let i = 0; i < 16_000; i++) {
      const sentence = toy.sample(random).join(" ");
      drawn.set(sentence, (drawn.get(sentence) ?? 0) + 1);
    }
    for (const { words, probability } of toy.sentences()) {
      expect(drawn.get(words.join(" "))! / 16_000).toBeCloseTo(probability, 1.7);
    }
  });

  it("draws the first word below its probability, and the second from it on", () => {
    const coin = new Grammar("S:\n  1 b\n  1 a");
    const drawn = (u: number) => coin.sample({ uniform: () => u } as RandomGenerator);
    expect([0, 0.49, 0.5, 0.99].map(drawn)).toEqual([["b"], ["b"], ["a"], ["a"]]);
    expect(coin.words).toEqual(["a", "b"]);
  });

  it("says what is wrong with a grammar, and where", () => {
    const read = (text: string) => () => new Grammar(text);
    expect(read("")).toThrow("no rule");
    expect(read("S:\n  a b")).toThrow('line 2: "a": expected a weight above 0');
    expect(read("S:\n  0 b")).toThrow("expected a weight above 0");
    expect(read("S:\n  1")).toThrow('line 2: "1": expected "weight words"');
    expect(read("nonsense")).toThrow('line 1: "nonsense": expected "list name = …"');
    expect(read("S:\n  1 a\nS:\n  1 b")).toThrow("line 3");
    expect(read("S:\n  1 a -> T")).toThrow('line 2: "T()": there is no such rule');
    expect(read("S:\n  1 a -> T(a)\nT:\n  1 b")).toThrow('line 2: "T(a)": it takes 0 values');
    expect(read("S:\n  1 who(a) b")).toThrow('"who": no list of that name');
    expect(read("list w = a b\nS:\n  1 w(x) b")).toThrow('entry "a b" has another length');
    expect(read("list w = a, @2\nS:\n  1 w(x)")).toThrow('line 1: "@2": expected words, then');
    expect(read("list w = a @1 @2\nS:\n  1 w(x)")).toThrow('"a @1 @2": expected words, then');
    expect(read("list w = a @x\nS:\n  1 w(x)")).toThrow('line 1: "x": expected a weight');
    expect(read("S:\n  1 a b\n  1 a c")).toThrow("can go on by this word in two ways");
    expect(read("S:\n  1 a -> S")).toThrow("goes in a circle");
    expect(read("S:")).toThrow('"S": this rule has no alternatives');
  });

  it("has the tutorial's sentences word for word, and all its candidates", () => {
    for (const example of examples) expect(grammar.stateAfter(segmented(example))).toBe(-1);
    expect(grammar.words).toEqual(expect.arrayContaining(["我", "小明", "吃饭", "买", "一部"]));
    expect(grammar.words).not.toContain("一");
    expect(grammar.stateAfter(["我", "我"])).toBeUndefined();
    expect(grammar.stateAfter([...segmented(examples[0]), "我"])).toBeUndefined();
  });

  it("leaves one next word at most for each word, and probabilities that add up to 1", () => {
    for (const arcs of grammar.states) {
      expect(new Set(arcs.map((arc) => arc.word)).size).toBe(arcs.length);
      expect(arcs.reduce((sum, arc) => sum + arc.probability, 0)).toBeCloseTo(1, 14);
    }
  });
});

describe("the grammar's corpus", () => {
  it("is what the grammar and its seed give, word for word", async () => {
    const parts = Object.entries(await loadSplits("grammar"));
    expect(parts.map(([name]) => name)).toEqual(["train", "validation", "test"]);
    parts.forEach(([, text], stream) => {
      const random = new RandomGenerator(1, stream);
      for (const line of linesOf(text)) expect(grammar.sample(random).join(" ")).toBe(line);
    });
  });

  it("holds the tutorial's sentences in its training part", async () => {
    const lines = linesOf((await loadSplits("grammar")).train);
    for (const example of examples) expect(lines).toContain(example);
  });
});

describe("GrammarModel", () => {
  const vocabulary = new Vocabulary(grammar.words, { start: "s", end: "e" });
  const model = new GrammarModel(grammar, vocabulary);
  const ids = vocabulary.encodeSentence(segmented(examples[0]));

  it("knows the true probability of every next token", () => {
    const blank = ids.subarray(0, 10);
    const p = (word: string) => model.probability(blank, vocabulary.id(word));
    expect([p("我"), p("大家"), p("小明"), p("吃饭")]).toEqual([0.85, 0.1, 0.05, 0]);
    expect(model.probability(ids.subarray(0, -1), vocabulary.end!)).toBe(1);
    expect(model.probability([model.start], vocabulary.end!)).toBe(0);
    for (let i = 1; i < ids.length; i++) {
      const sum = model.distribution(ids.subarray(0, i)).reduce((a, b) => a + b, 0);
      expect(sum).toBeCloseTo(1, 14);
    }
  });

  it("begins anew at the last start mark, and refuses what is no sentence", () => {
    expect(model.distribution([...ids, ...ids.subarray(0, 3)])).toEqual(
      model.distribution(ids.subarray(0, 3)),
    );
    expect(model.distribution(ids.subarray(1, 4))).toEqual(model.distribution(ids.subarray(0, 4)));
    expect(model.distribution([])).toEqual(model.distribution([model.start]));
    expect(() => model.distribution([0, ids[1], ids[1]])).toThrow('begins with "我 我"');
    expect(() => model.distribution(ids)).toThrow(`begins with "${examples[0]} e"`);
    for (const marks of [{}, { start: "s" }, { end: "e" }]) {
      expect(() => new GrammarModel(grammar, new Vocabulary(grammar.words, marks))).toThrow(
        "GrammarModel: the vocabulary lacks a start or end mark; build it with that.",
      );
    }
    expect(() => new GrammarModel(grammar, new Vocabulary("我", { start: "s", end: "e" }))).toThrow(
      'lacks the word "',
    );
  });
});
