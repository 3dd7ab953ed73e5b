// Our exp, log, tanh and the rest against 50 digits.
import { all, type BigNumber, create } from "mathjs";
import { describe, expect, it } from "vitest";
import { RandomGenerator } from "../../lib/random/generator";
import { cos, exp, log, pow, sigmoid, sin, tanh } from "../../lib/tensor/elementary";

const random = new RandomGenerator(11);
const draws = (low: number, high: number) =>
  Array.from({ length: 700 }, () => random.uniform(low, high));
const math = create(all, { number: "BigNumber", precision: 50 });

/** x itself: a decimal as short as String(x) is off by up to half a unit of the last place. */
function big(x: number): BigNumber {
  if (x === 0) return math.bignumber(0);
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(x))) - 53, -1074);
  const halves = exponent < -500 ? [exponent + 500, -500] : [exponent];
  let whole = x;
  for (const part of halves) whole /= 2 ** part;
  return math.bignumber(BigInt(whole)).times(math.bignumber(2).pow(exponent));
}

/** Worst distance from the true value, in units of the last place of that value. */
function worstUlp<X>(f: (x: X) => number, truth: (x: X) => BigNumber, xs: X[]): number {
  let worst = 0;
  for (const x of xs) {
    const expected = truth(x);
    const near = Math.abs(expected.toNumber());
    const ulp = Math.max(2 ** (Math.floor(Math.log2(near)) - 52), 5e-324);
    const distance = expected
      .minus(big(f(x)))
      .abs()
      .div(big(ulp))
      .toNumber();
    worst = Math.max(worst, distance);
  }
  return worst;
}

describe("elementary functions, against 50 digits", () => {
  it("exp is within 1 ulp over its whole range", () => {
    for (const xs of [draws(-708, 709), draws(-1, 1)]) {
      expect(worstUlp(exp, (x) => math.exp(big(x)), xs)).toBeLessThan(1);
    }
    expect(worstUlp(exp, (x) => math.exp(big(x)), draws(-745, -708))).toBeLessThan(1);
  });

  it("log is within 1 ulp, close to 1 as well", () => {
    for (const xs of [draws(0, 1e6), draws(0.7, 1.5), draws(0, 1e-300)]) {
      expect(worstUlp(log, (x) => math.log(big(x)) as BigNumber, xs)).toBeLessThan(1);
    }
    expect(log(5e-324)).toBe(Math.log(5e-324));
  });

  it("tanh is within 2 ulp and odd", () => {
    for (const xs of [draws(-20, 20), draws(-1, 1), draws(-1e-3, 1e-3)]) {
      expect(worstUlp(tanh, (x) => math.tanh(big(x)), xs)).toBeLessThan(2);
      for (const x of xs.slice(0, 100)) expect(tanh(-x)).toBe(-tanh(x));
    }
  });

  it("sigmoid is within 2 ulp", () => {
    const truth = (x: number) => big(1).div(math.exp(big(-x)).plus(1));
    for (const xs of [draws(-30, 30), draws(-2, 2)]) {
      expect(worstUlp(sigmoid, truth, xs)).toBeLessThan(2);
    }
  });

  it("sin and cos are within 1 ulp, next to multiples of π/2 too, and NaN where π is too short", () => {
    const close = Array.from({ length: 300 }, (_, i) => (i - 150) * 1.5707963267948966);
    for (const xs of [draws(-4, 4), draws(-1e-3, 1e-3), draws(-1.6e6, 1.6e6), close]) {
      expect(
        worstUlp(
          sin,
          (x) => math.sin(big(x)),
          xs.filter((x) => x !== 0),
        ),
      ).toBeLessThan(1);
      expect(worstUlp(cos, (x) => math.cos(big(x)), xs)).toBeLessThan(1);
    }
    expect([sin(0), cos(0), sin(2e6), cos(-2e6)]).toEqual([0, 1, Number.NaN, Number.NaN]);
  });

  it("pow is within 1 ulp", () => {
    const truth = ([x, y]: number[]) => math.pow(big(x), big(y)) as BigNumber;
    const pairs = [
      draws(0, 10).map((x) => [x, random.uniform(-30, 30)]),
      draws(0.99, 1.01).map((x) => [x, random.uniform(-3e4, 3e4)]),
      draws(1e-300, 1e300).map((x) => [x, random.uniform(-1, 1)]),
      draws(0.5, 2).map((x) => [x, Math.round(random.uniform(-900, 900))]),
    ];
    for (const some of pairs) {
      const normal = some.filter(([x, y]) => Math.abs(y * Math.log(x)) < 700);
      expect(worstUlp(([x, y]) => pow(x, y), truth, normal)).toBeLessThan(1);
    }
  });

  it("pow keeps to ECMAScript's special values", () => {
    const values = [
      0,
      -0,
      1,
      -1,
      2,
      -2,
      0.5,
      -0.5,
      3,
      -3,
      Infinity,
      -Infinity,
      Number.NaN,
      1e300,
      5e-324,
      2.5,
    ];
    for (const x of values) {
      for (const y of [...values, 1e10, -1e10, 1e20, -1e20, 1075, -1075]) {
        const [own, engine] = [pow(x, y), x ** y];
        const same = Object.is(own, engine) || Math.abs(own / engine - 1) < 1e-15;
        expect(same, `pow(${x}, ${y}) = ${own}, ${engine}`).toBe(true);
      }
    }
    expect(pow(1 + 2 ** -52, 2 ** 52) / Math.E).toBeCloseTo(1, 14);
    expect(pow(1 + 2 ** -30, 2 ** 33) / Math.exp(8 - 2 ** -28)).toBeCloseTo(1, 12);
  });

  it("keeps to the limits", () => {
    expect([exp(0), exp(710), exp(-746), exp(Number.NaN)]).toEqual([1, Infinity, 0, Number.NaN]);
    expect(exp(-745)).toBe(Math.exp(-745));
    expect([log(1), log(0), log(-1), log(Infinity)]).toEqual([0, -Infinity, Number.NaN, Infinity]);
    expect([tanh(0), tanh(1e9), tanh(-Infinity), tanh(Number.NaN)]).toEqual([0, 1, -1, Number.NaN]);
    expect([sigmoid(0), sigmoid(-1e4), sigmoid(1e4)]).toEqual([0.5, 0, 1]);
  });
});
