// N-gram models: distributions for any text, and estimates worked by hand.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addK,
  katz,
  kneserNey,
  maximumLikelihood,
  modifiedKneserNey,
  NgramCounts,
  type NgramModel,
  RandomGenerator,
} from "../../lib/index";
import { asSentences, estimators, ids, sequences } from "./samples";

/** Throws unless the model gives a distribution, and the same numbers one by one. */
function expectDistribution(model: NgramModel, context: readonly number[]): void {
  const p = model.distribution(context);
  let sum = 0;
  for (let id = 0; id < p.length; id++) {
    sum += p[id];
    if (!(p[id] >= 0) || Math.abs(p[id] - model.probability(context, id)) > 1e-14) {
      throw new Error(`P(${id} | ${context}) is ${p[id]}, alone ${model.probability(context, id)}`);
    }
  }
  if (!(Math.abs(sum - 1) < 1e-12)) throw new Error(`after ${context} the sum is ${sum}`);
}

describe.each(Object.entries(estimators))("%s", (name, estimate) => {
  it("is a distribution for every text, order and context", () => {
    fc.assert(
      fc.property(
        sequences(6),
        fc.integer({ min: 1, max: 6 }),
        fc.array(fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 7 }), { minLength: 20 }),
        (text, order, contexts) => {
          const model = estimate(new NgramCounts(text, { order, vocabularySize: 6 }));
          for (const context of contexts) expectDistribution(model, context);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("is a distribution over sentences, and never predicts the start mark", () => {
    fc.assert(
      fc.property(sequences(4), fc.integer({ min: 1, max: 5 }), (text, order) => {
        const counts = new NgramCounts(asSentences(text), { order, vocabularySize: 6, start: 0 });
        const model = estimate(counts);
        for (const context of [[], [0], [0, 2], [0, 2, 3], [3, 3, 3, 3], [2, 4, 5, 1]]) {
          expectDistribution(model, context);
          expect(model.probability(context, 0)).toBe(0);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("sums to 1 after thousands of contexts of a skewed text, seen and unseen", () => {
    const random = new RandomGenerator(7);
    const draw = () => Math.floor(40 * random.uniform() ** 3);
    const text = Int32Array.from({ length: 5000 }, draw);
    const counts = new NgramCounts(text, { order: 4, vocabularySize: 40 });
    const model = estimate(counts);
    let seen = 0;
    for (let i = 0; i < 4000; i++) {
      const from = random.integer(text.length - 3);
      const context = i % 2 ? [...text.slice(from, from + 3)] : [draw(), draw(), draw()];
      if (counts.find(context) >= 0) seen++;
      expectDistribution(model, context);
    }
    expect(seen).toBeGreaterThan(2000);
    expect(seen).toBeLessThan(3900);
  });

  it("answers for one token, and after all ids were seen", () => {
    expectDistribution(estimate(new NgramCounts(ids(2), { order: 3, vocabularySize: 4 })), [2]);
    const text = Int32Array.from({ length: 64 }, (_, i) => (i * 7 + (i >> 2)) % 4);
    expectDistribution(estimate(new NgramCounts(text, { order: 2, vocabularySize: 4 })), [1]);
  });

  it("has any order, up to 255", () => {
    const text = Int32Array.from({ length: 400 }, (_, i) => (i * i) % 7);
    const model = estimate(new NgramCounts(text, { order: 255, vocabularySize: 7 }));
    expectDistribution(model, [...text.subarray(100, 354)]);
    expectDistribution(model, [3, ...text.subarray(100, 354)]);
    expect(model.probability(text.subarray(100, 354), text[354])).toBeGreaterThan(0.3);
  });

  it("gives every id a probability above 0 unless it is meant not to", () => {
    const model = estimate(new NgramCounts(ids(0, 1, 0, 1, 1), { order: 3, vocabularySize: 4 }));
    const zeros = name === "maximum likelihood" || name === "Kneser-Ney, plain unigrams";
    expect(model.probability([0, 1], 3) === 0).toBe(zeros);
  });

  it("names an id that it does not know", () => {
    const model = estimate(new NgramCounts(ids(0, 1), { order: 2, vocabularySize: 4 }));
    for (const id of [4, -1, 0.5]) {
      expect(() => model.probability([0], id)).toThrow(`id ${id}; give a whole number from 0 to 3`);
    }
  });
});

describe("worked by hand", () => {
  const counts = new NgramCounts(ids(0, 1, 0, 1, 0, 2), { order: 2, vocabularySize: 4 });

  it("maximum likelihood divides counts and cuts unseen contexts", () => {
    expect([...maximumLikelihood(counts).distribution([0])]).toEqual([0, 2 / 3, 1 / 3, 0]);
    expect([...maximumLikelihood(counts).distribution([3])]).toEqual([1 / 2, 1 / 3, 1 / 6, 0]);
  });

  it("add-k adds k to each count, and |V| k to their sum", () => {
    expect([...addK(counts, 1).distribution([0])]).toEqual([1 / 7, 3 / 7, 2 / 7, 1 / 7]);
    expect([...addK(counts, 1).distribution([3])]).toEqual([1 / 4, 1 / 4, 1 / 4, 1 / 4]);
    for (const k of [0, -1, Infinity, Number.NaN]) {
      expect(() => addK(counts, k)).toThrow(`k is ${k}; give a number above 0`);
    }
    expect(addK(counts, 1).distribution([3, 3, 0])).toEqual(addK(counts, 1).distribution([0]));
  });

  it("Kneser-Ney counts in how many contexts a token stands", () => {
    // The bigrams are 01, 01, 10, 10, 02. Each token stands behind one other, so the continuation
    // counts are 1, 1, 1 of 3. With D = ½ at both orders: P(1) = ½/3 + (3 · ½/3) · ¼ = 7/24, and
    // P(1 | 0) = 1.5/3 + (2 · ½/3) · 7/24.
    const model = kneserNey(counts, {
      discounts: [
        [0.5, 0.5, 0.5],
        [0.5, 0.5, 0.5],
      ],
    });
    expect(model.probability([], 1)).toBeCloseTo(7 / 24, 14);
    expect(model.probability([0], 1)).toBeCloseTo(1 / 2 + (1 / 3) * (7 / 24), 14);
    expect(model.probability([0], 3)).toBeCloseTo((1 / 3) * (1 / 8), 14);
  });

  it("discounts come from the counts of counts", () => {
    // Unigram types counted 1, 2, 3, 4 times: 6, 5, 4 and 3 of them.
    const types = [1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4];
    const text = Int32Array.from(types.flatMap((count, id) => new Array<number>(count).fill(id)));
    const unigrams = new NgramCounts(text, { order: 1, vocabularySize: 20 });
    const y = 6 / 16;
    expect(kneserNey(unigrams).discounts).toEqual([[y, y, y]]);
    const [d1, d2, d3] = modifiedKneserNey(unigrams).discounts[0];
    expect(d1).toBeCloseTo(1 - (2 * y * 5) / 6, 14);
    expect(d2).toBeCloseTo(2 - (3 * y * 4) / 5, 14);
    expect(d3).toBeCloseTo(3 - (4 * y * 3) / 4, 14);
    expect(modifiedKneserNey(unigrams).assumedOrders).toEqual([]);
  });

  it("says where a text allows no estimate of the discounts", () => {
    const model = modifiedKneserNey(counts);
    expect(model.assumedOrders).toEqual([1, 2]);
    expect(model.discounts[1]).toEqual([0.5, 1, 1.5]);
    expect(() => kneserNey(counts, { discounts: [[1, 1, 1]] })).toThrow("1 sets of discounts");
    const bad = { discounts: [[2, 1, 1] as const, [1, 1, 1] as const] };
    expect(() => kneserNey(counts, bad)).toThrow("the discounts of order 1 are 2, 1, 1");
    // Each token twice: n_1 = 0 makes D = 0, which is no discount.
    const twice = kneserNey(new NgramCounts(ids(0, 0, 1, 1), { order: 1, vocabularySize: 3 }));
    expect(twice.assumedOrders).toEqual([1]);
    expect(twice.discounts).toEqual([[0.5, 0.5, 0.5]]);
  });

  it("takes given discounts from 0 to 1, 2 and 3, as they are", () => {
    const given = [[0, 0, 0] as const, [1, 2, 3] as const];
    const model = kneserNey(counts, { discounts: given });
    expect(model.discounts).toEqual(given);
    expect(model.assumedOrders).toEqual([]);
    for (const set of [[-0.1, 1, 1] as const, [1, 1, 3.1] as const]) {
      expect(() => kneserNey(counts, { discounts: [set, set] })).toThrow(
        "discounts of order 1 are",
      );
    }
    const two = [0.5, 0.5] as unknown as (typeof given)[0];
    const wanted = "discounts of order 2 are 0.5, 0.5; give three numbers";
    expect(() => kneserNey(counts, { discounts: [given[0], two] })).toThrow(wanted);
  });

  it("Katz takes Good-Turing's share from what was seen and gives it to what was not", () => {
    // n_1 = 4, n_2 = 1, n_3 = 1, n_4 = 0, so k = 2: A = 3 · 1/4 = ¾, 1′ = 2 · 1/4 = ½, 2′ = 3 · 1/1:
    // d_1 = (½ − ¾)/(1 − ¾) < 0. No discount, and 1 is added to the sum, 9.
    const few = ids(0, 0, 1, 2, 3, 4, 5, 5, 5);
    const undiscounted = katz(new NgramCounts(few, { order: 1, vocabularySize: 7 }));
    expect(undiscounted.discounts).toEqual([[1]]);
    const tenths = [...undiscounted.distribution([])].map((p) => Math.round(p * 1e14) / 1e13);
    expect(tenths).toEqual([2, 1, 1, 1, 1, 3, 1]);
    // n_1 = 6, n_2 = 2, n_3 = 1: A = ½, 1′ = ⅔, 2′ = 3/2: d_1 = ⅓, d_2 = ½, and 3 stays.
    const more = ids(0, 1, 2, 3, 4, 5, 6, 6, 7, 7, 8, 8, 8);
    const model = katz(new NgramCounts(more, { order: 1, vocabularySize: 10 }));
    const [d0, d1, d2] = model.discounts[0];
    expect([d0, d1 * 3, d2]).toEqual([1, expect.closeTo(1, 12), expect.closeTo(0.5, 12)]);
    const share = (6 * (2 / 3) + 4 * 0.5) / 13;
    expect(model.probability([], 9)).toBeCloseTo(share, 12);
    expect(model.probability([], 8)).toBeCloseTo(3 / 13, 14);
  });

  it("Katz discounts counts of up to 5 where their counts allow it", () => {
    const n = [60, 25, 14, 9, 6, 4]; // types counted once, twice …: A = 6 · 4/60 = 0.4
    const types = n.flatMap((many, i) => new Array<number>(many).fill(i + 1));
    const text = Int32Array.from(types.flatMap((count, id) => new Array<number>(count).fill(id)));
    const unigrams = new NgramCounts(text, { order: 1, vocabularySize: 119 });
    const turing = n.slice(1).map((many, i) => ((i + 2) * many) / ((i + 1) * n[i])); // r′ / r
    const expected = turing.map((share) => expect.closeTo((share - 0.4) / 0.6, 12));
    expect(katz(unigrams).discounts).toEqual([[1, ...expected]]);
  });

  it("Katz takes no discount that leaves a count as it is", () => {
    // n_1 = 8, n_2 = 4, n_3 = 2, n_4 = 1, n_5 = 0. For k = 3: A = ½ and 1′ = 1, which gives
    // d_1 = (1 − ½)/(1 − ½) = 1 beside d_2 = ½ and d_3 = ⅓. For k = 2 d_1 is 1, too.
    const times = [1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 4];
    const text = Int32Array.from(times.flatMap((count, id) => new Array<number>(count).fill(id)));
    expect(katz(new NgramCounts(text, { order: 1, vocabularySize: 16 })).discounts).toEqual([[1]]);
  });

  it("Katz's unigrams add up when all of 2,000 ids but one were seen", () => {
    // 1 is added to the sum, 2,000: the one id gets 1/2,000.
    const text = Int32Array.from({ length: 1999 }, (_, id) => id);
    const model = katz(new NgramCounts(text, { order: 1, vocabularySize: 2000 }));
    expect(model.probability([], 1999)).toBeCloseTo(1 / 2000, 15);
    const sum = model.distribution([]).reduce((a, b) => a + b, 0);
    expect(Math.abs(sum - 1)).toBeLessThan(1e-12);
  });

  it("Katz's weights hold when nearly all lower probability was seen", () => {
    // 2 to 19 are rare; behind them, 0 and 1 come once, twice or three times, which have nearly all
    // of the unigrams' mass.
    const random = new RandomGenerator(1);
    const common = Array.from({ length: 500_000 }, () => random.integer(2));
    const pairs: [number, number][] = [];
    for (let rare = 2; rare < 20; rare++) {
      for (let time = 0; time < (rare < 14 ? 1 : rare < 18 ? 2 : 3); time++) {
        pairs.push([rare, 0], [rare, 1]);
      }
    }
    const counts = new NgramCounts(Int32Array.from([...common, ...pairs.flat()]), {
      order: 2,
      vocabularySize: 20,
    });
    const model = katz(counts);
    expect(model.discounts[1].length).toBeGreaterThan(1);
    for (let rare = 2; rare < 20; rare++) {
      const sum = model.distribution([rare]).reduce((a, b) => a + b, 0);
      expect(Math.abs(sum - 1)).toBeLessThan(1e-14);
    }
  });

  it("tells how much of a context it knows", () => {
    const model = kneserNey(counts);
    expect(model.knownContext([1, 0], 2)).toBe(1);
    expect(model.knownContext([1, 1], 1)).toBe(0);
    expect(model.knownContext([1, 0], 3), "an id that the text never has").toBe(0);
    expect(model.bytes).toBeGreaterThan(counts.bytes);
  });
});
