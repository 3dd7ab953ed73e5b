import { describe, expect, it } from "vitest";
import { RandomGenerator } from "../../lib/random/generator";
import { exp, log, sigmoid, tanh } from "../../lib/tensor/elementary";

const random = new RandomGenerator(11);
const draws = (low: number, high: number) =>
  Array.from({ length: 20_000 }, () => random.uniform(low, high));

/** Distance in units of the last place of the expected value; the engine's own is within 1 ulp too. */
function worstUlp(
  f: (x: number) => number,
  reference: (x: number) => number,
  xs: number[],
): number {
  let worst = 0;
  for (const x of xs) {
    const expected = reference(x);
    const ulp = Math.abs(expected) * 2 ** -52 || Number.MIN_VALUE;
    worst = Math.max(worst, Math.abs(f(x) - expected) / ulp);
  }
  return worst;
}

describe("elementary functions", () => {
  it("exp is within 2 ulp of the engine's over its whole range", () => {
    expect(worstUlp(exp, Math.exp, draws(-700, 709))).toBeLessThan(2);
    expect(worstUlp(exp, Math.exp, draws(-1, 1))).toBeLessThan(2);
  });

  it("log is within 2 ulp, close to 1 as well", () => {
    expect(worstUlp(log, Math.log, draws(0, 1e6))).toBeLessThan(2);
    expect(worstUlp(log, Math.log, draws(0.7, 1.5))).toBeLessThan(2);
    expect(log(5e-324)).toBe(Math.log(5e-324));
  });

  it("tanh is within 3 ulp and odd", () => {
    for (const xs of [draws(-20, 20), draws(-1, 1), draws(-1e-3, 1e-3)]) {
      expect(worstUlp(tanh, Math.tanh, xs)).toBeLessThan(3);
      for (const x of xs.slice(0, 100)) expect(tanh(-x)).toBe(-tanh(x));
    }
  });

  it("keeps to the limits", () => {
    expect([exp(0), exp(710), exp(-746), exp(Number.NaN)]).toEqual([1, Infinity, 0, Number.NaN]);
    expect(exp(-745)).toBe(Math.exp(-745));
    expect([log(1), log(0), log(-1), log(Infinity)]).toEqual([0, -Infinity, Number.NaN, Infinity]);
    expect([tanh(0), tanh(1e9), tanh(-Infinity), tanh(Number.NaN)]).toEqual([0, 1, -1, Number.NaN]);
    expect([sigmoid(0), sigmoid(-1e4), sigmoid(1e4)]).toEqual([0.5, 0, 1]);
  });
});
