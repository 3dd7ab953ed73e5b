// Counts of n-grams against a naive count, and the tree that holds them.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NgramCounts } from "../../lib/index";
import { ids, sequences } from "./samples";

describe("NgramCounts", () => {
  it("counts what a naive count counts", () => {
    fc.assert(
      fc.property(sequences(5), fc.integer({ min: 1, max: 5 }), (text, order) => {
        const counts = new NgramCounts(text, { order, vocabularySize: 5 });
        const naive = naiveCounts(text, order);
        for (const [ngram, count] of naive) {
          expect(counts.count[counts.find(ngram.split(" ").map(Number))]).toBe(count);
        }
        expect(counts.nodes - 1).toBe(naive.size);
      }),
    );
  });

  it("links each node to its parent, its children and the n-gram without its first token", () => {
    const counts = new NgramCounts(ids(0, 1, 0, 1, 2, 2, 0), { order: 4, vocabularySize: 3 });
    const ngram = (node: number): number[] =>
      node === 0 ? [] : [...ngram(counts.parent[node]), counts.token[node]];
    for (let node = 1; node < counts.nodes; node++) {
      expect(counts.find(ngram(node))).toBe(node);
      expect(counts.find(ngram(node).slice(1))).toBe(counts.suffix[node]);
      expect(counts.childrenOf(counts.parent[node])).toContain(node);
      expect(counts.depth[node]).toBe(ngram(node).length);
    }
  });

  it("knows of each node all that continue it, and no others", () => {
    const counts = new NgramCounts([ids(0, 1, 0, 1, 2, 2, 0), ids(2, 1)], {
      order: 3,
      vocabularySize: 3,
    });
    const nodes = Array.from({ length: counts.nodes }, (_, node) => node);
    for (const node of nodes) {
      const children = nodes.slice(1).filter((one) => counts.parent[one] === node);
      expect([...counts.childrenOf(node)]).toEqual(children);
    }
  });

  it("finds the longest end of a context, of at most order − 1 tokens", () => {
    const counts = new NgramCounts(ids(0, 1, 0, 1, 2), { order: 3, vocabularySize: 4 });
    const longest = (...context: number[]) => counts.longestContext(context);
    expect(longest(0, 1)).toBe(counts.find([0, 1]));
    expect(longest(0, 1, 0)).toBe(counts.find([1, 0])); // though 0 1 0 occurs
    expect(longest(3, 2, 0, 1)).toBe(counts.find([0, 1]));
    expect(longest(0, 0)).toBe(counts.find([0]));
    expect(longest(0, 3)).toBe(0);
    expect(longest()).toBe(0);
  });

  it("tells its memory: of each node 17 bytes and 8 of children, and a table half empty", () => {
    for (const length of [10, 1023, 1024, 5000]) {
      const text = Int32Array.from({ length }, (_, i) => i); // each token once
      const counts = new NgramCounts(text, { order: 1, vocabularySize: length });
      expect(counts.nodes).toBe(length + 1);
      const slots = Math.max(2048, 2 ** Math.ceil(Math.log2(2 * counts.nodes)));
      expect(counts.bytes).toBe(17 * counts.nodes + 4 * slots);
      expect(counts.childrenOf(0).length).toBe(length);
      expect(counts.bytes).toBe((17 + 8) * counts.nodes + 4 * slots);
    }
  });

  it("keeps its nodes when the arrays grow", () => {
    const text = Int32Array.from({ length: 20_000 }, (_, i) => (i * i + (i >> 3)) % 997);
    const counts = new NgramCounts(text, { order: 3, vocabularySize: 997 });
    const naive = naiveCounts([text], 3);
    expect(counts.nodes - 1).toBe(naive.size);
    expect([1, 2, 3].map((n) => counts.observed(n))).toEqual(
      [1, 2, 3].map((n) => [...naive.keys()].filter((key) => key.split(" ").length === n).length),
    );
    expect(counts.bytes).toBeGreaterThan(20 * counts.nodes);
  });

  it("counts nothing across sentences, and the start mark as context only", () => {
    const counts = new NgramCounts([ids(0, 1, 2), ids(0, 2, 1)], {
      order: 3,
      vocabularySize: 3,
      start: 0,
    });
    expect(counts.tokens).toBe(4);
    expect(counts.count[counts.find([0])]).toBe(0);
    expect(counts.count[counts.find([0, 1])]).toBe(1);
    expect(counts.find([2, 0])).toBe(-1);
    expect([1, 2, 3].map((n) => counts.observed(n))).toEqual([2, 4, 2]);
    expect(counts.depth[counts.longestContext([1, 0])]).toBe(1);
  });

  it("shortened, are the counts of a lower order, node by node", () => {
    fc.assert(
      fc.property(sequences(5), fc.integer({ min: 1, max: 4 }), (text, order) => {
        const again = new NgramCounts(text, { order, vocabularySize: 5 });
        const short = new NgramCounts(text, { order: 4, vocabularySize: 5 }).shortened(order);
        expect(short).toEqual(again);
      }),
    );
    const told = [ids(0, 1, 2), ids(0, 2, 1)];
    const marked = new NgramCounts(told, { order: 3, vocabularySize: 3, start: 0 });
    const again = new NgramCounts(told, { order: 2, vocabularySize: 3, start: 0 });
    expect(marked.shortened(2)).toEqual(again);
    expect(() => marked.shortened(4)).toThrow("order is 4; give a whole number from 1 to 3");
  });

  it("names what it cannot count", () => {
    const count = (text: Int32Array, order = 2, vocabularySize = 3, start?: number) =>
      new NgramCounts(text, { order, vocabularySize, start });
    expect(() => count(ids())).toThrow("the text has no tokens");
    expect(() => count(ids(0), 2, 3, 0)).toThrow("the text has no tokens");
    expect(() => count(ids(1, 3))).toThrow("id 3 at position 1; give ids from 0 to 2");
    expect(() => count(ids(-1))).toThrow("id -1 at position 0");
    expect(() => count(ids(1), 0)).toThrow("order is 0; give a whole number from 1 to 255");
    expect(() => count(ids(1), 256)).toThrow("order is 256");
    expect(() => count(ids(1), 1.5)).toThrow("order is 1.5");
    expect(() => count(ids(1), 2, 0)).toThrow("vocabularySize is 0");
    expect(() => count(ids(1), 2, 2 ** 31)).toThrow("a whole number from 1 to 2147483647");
    expect(() => count(ids(1), 2, 3, 3)).toThrow("start is 3; give a whole number from 0 to 2");
    expect(() => count(ids(1), 2, 3, -1)).toThrow("start is -1");
    expect(() => count(ids(1, 2), 2, 3, 0)).toThrow("has to begin with the start mark 0");
    expect(() => count(ids(0, 2, 0), 2, 3, 0)).toThrow("id 0 at position 2");
  });
});

function naiveCounts(text: readonly Int32Array[], order: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (const sequence of text) {
    for (let from = 0; from < sequence.length; from++) {
      for (let to = from + 1; to <= Math.min(from + order, sequence.length); to++) {
        const ngram = sequence.slice(from, to).join(" ");
        counts.set(ngram, (counts.get(ngram) ?? 0) + 1);
      }
    }
  }
  return counts;
}
