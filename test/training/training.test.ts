// Clipping and Adagrad by hand, and a pattern that is learned with the same bits.
import { beforeEach, describe, expect, it } from "vitest";
import { installNodeHost } from "../../lib/host/node-host";
import {
  Adagrad,
  clipByNorm,
  Matrix,
  RandomGenerator,
  RecurrentLanguageModel,
  StreamBatches,
  fit as trainModel,
  Vocabulary,
} from "../../lib/index";

beforeEach(() => installNodeHost());

async function train(seed: number) {
  const vocabulary = new Vocabulary("abc");
  const model = new RecurrentLanguageModel(3, 8, { random: new RandomGenerator(seed) });
  const data = new StreamBatches(vocabulary.encode("aabc".repeat(50)), { batchSize: 1, length: 8 });
  const { losses } = await trainModel(model, data, {
    steps: 200,
    optimiser: new Adagrad(0.1),
    clipNorm: 5,
    random: new RandomGenerator(1),
  });
  return { model, losses };
}

describe("training", () => {
  it("clips (3, 4) to norm 1 as (0.6, 0.8) and leaves small gradients", () => {
    const g = Matrix.from([3, 4]);
    expect(clipByNorm([g], 1)).toBe(5);
    for (const threshold of [0, -1, Number.NaN]) {
      expect(() => clipByNorm([g], threshold)).toThrow(`threshold ${threshold}; give a number > 0`);
    }
    expect(g.toArray()[0].map((x) => x.toFixed(12))).toEqual(["0.600000000000", "0.800000000000"]);
    const small = Matrix.from([0.1]);
    clipByNorm([small], 1);
    expect(small.get(0, 0)).toBe(0.1);
  });

  it("Adagrad's first step is the learning rate, whatever the gradient", () => {
    const value = Matrix.from([1, 1]);
    const adagrad = new Adagrad(0.1);
    adagrad.update([{ name: "w", value, gradient: Matrix.from([5, -0.01]) }]);
    expect(value.get(0, 0)).toBeCloseTo(0.9, 8);
    expect(value.get(0, 1)).toBeCloseTo(1.1, 8);
    adagrad.update([{ name: "w", value, gradient: Matrix.from([5, 0]) }]);
    expect(value.get(0, 0)).toBeCloseTo(0.9 - 0.1 / Math.SQRT2, 8);
  });

  it("learns a pattern that one character back does not tell, the same bits from the same seed", async () => {
    const [a, b] = [await train(1), await train(1)];
    expect(a.losses[0]).toBeGreaterThan(0.8);
    expect(a.losses[199]).toBeLessThan(0.1);
    expect(a.losses).toEqual(b.losses);
    expect((await train(2)).losses).not.toEqual(a.losses);
  });
});
