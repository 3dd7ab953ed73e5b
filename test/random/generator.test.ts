// The generator against PCG32's published numbers and 64-bit arithmetic, and what is drawn with it.
import { describe, expect, it } from "vitest";
import { RandomGenerator } from "../../lib/random/generator";
import { sampleCategorical } from "../../lib/random/sampling";

describe("RandomGenerator", () => {
  it("gives PCG32's published numbers for seed 42, stream 54", () => {
    const random = new RandomGenerator(42, 54);
    const words = Array.from({ length: 6 }, () => random.nextUint32().toString(16));
    expect(words).toEqual(["a15c02b7", "7b47f409", "ba1d3330", "83d2f293", "bfa4784b", "cbed606e"]);
  });

  it("agrees with 64-bit arithmetic for a seed above 2^32", () => {
    const seed = 0x1_2345_6789_abcd;
    const random = new RandomGenerator(seed, 7);
    const next = pcg32WithBigInt(BigInt(seed), 7n);
    for (let i = 0; i < 1000; i++) expect(random.nextUint32()).toBe(next());
  });

  it("draws uniform and normal numbers with the right mean and spread", () => {
    const random = new RandomGenerator(1);
    const n = 20_000;
    const uniform = Array.from({ length: n }, () => random.uniform(2, 4));
    const normal = Array.from({ length: n }, () => random.normal());
    expect(Math.min(...uniform)).toBeGreaterThanOrEqual(2);
    expect(Math.max(...uniform)).toBeLessThan(4);
    expect(mean(uniform)).toBeCloseTo(3, 1);
    expect(mean(normal)).toBeCloseTo(0, 1);
    expect(mean(normal.map((x) => x * x))).toBeCloseTo(1, 1);
  });

  it("draws each whole number below n about equally often", () => {
    const random = new RandomGenerator(3);
    const counts = [0, 0, 0, 0, 0, 0];
    for (let i = 0; i < 12_000; i++) counts[random.integer(6)]++;
    for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(200);
  });

  it("shuffles each order about equally often", () => {
    const random = new RandomGenerator(4);
    const counts = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const order = random.shuffle(["a", "b", "c"]).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
    expect(random.permutation(5).toSorted()).toEqual(Int32Array.of(0, 1, 2, 3, 4));
    expect(() => random.permutation(-1)).toThrow("n is -1");
  });

  it("says what is wrong with a seed", () => {
    expect(() => new RandomGenerator(-1)).toThrow("seed is -1; give a whole number from 0");
    expect(() => new RandomGenerator(1.5)).toThrow("seed is 1.5");
    expect(() => new RandomGenerator(1).integer(0)).toThrow("n is 0");
  });
});

describe("sampleCategorical", () => {
  it("draws in proportion to the probabilities raised to 1/temperature", () => {
    const p = [0.1, 0.2, 0, 0.7];
    for (const temperature of [1, 0.5, 2]) {
      const random = new RandomGenerator(5);
      const counts = [0, 0, 0, 0];
      for (let i = 0; i < 20_000; i++) counts[sampleCategorical(p, random, temperature)]++;
      const weights = p.map((x) => x ** (1 / temperature));
      const total = weights.reduce((a, b) => a + b);
      counts.forEach((count, i) => {
        expect(count / 20_000).toBeCloseTo(weights[i] / total, 1.7);
      });
      expect(counts[2]).toBe(0);
    }
  });

  it("draws among the k likeliest only, in proportion", () => {
    const random = new RandomGenerator(6);
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < 20_000; i++)
      counts[sampleCategorical([0.3, 0.1, 0.3, 0.3], random, 1, 2)]++;
    expect([counts[1], counts[3]]).toEqual([0, 0]);
    expect(counts[0] / 20_000).toBeCloseTo(0.5, 1.7);
    expect(() => sampleCategorical([1], random, 1, 0)).toThrow("topK is 0");
  });

  it("takes the likeliest at temperature 0 and refuses nonsense", () => {
    const random = new RandomGenerator(5);
    expect(sampleCategorical([0.2, 0.5, 0.3], random, 0)).toBe(1);
    expect(() => sampleCategorical([0.5, 0.5], random, -1)).toThrow("temperature is -1");
    expect(() => sampleCategorical([0, 0], random)).toThrow("positive sum");
  });
});

function mean(values: number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

function pcg32WithBigInt(seed: bigint, stream: bigint): () => number {
  const mask = (1n << 64n) - 1n;
  const increment = (stream << 1n) | 1n;
  const step = (state: bigint) => (state * 6364136223846793005n + increment) & mask;
  let state = step((increment + seed) & mask);
  return () => {
    const word = Number((((state >> 18n) ^ state) >> 27n) & 0xffffffffn);
    const turn = Number(state >> 59n);
    state = step(state);
    return ((word >>> turn) | (word << (-turn & 31))) >>> 0;
  };
}
