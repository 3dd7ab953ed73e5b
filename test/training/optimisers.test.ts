// The optimisers and schedules against PyTorch: test/fixtures/training/make-optimisers.py.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  Adagrad,
  Adam,
  AdamW,
  clipByValue,
  Matrix,
  Momentum,
  type Optimiser,
  type ParameterGradient,
  RMSProp,
  SGD,
  schedules,
} from "../../lib/index";

const fixture: {
  rates: number[];
  schedules: Record<"linear" | "cosine" | "staircase" | "exponential", number[]>;
  cases: { kind: string; options: object; weights: string }[];
} = JSON.parse(
  readFileSync(new URL("../fixtures/training/optimisers.json", import.meta.url), "utf8"),
);
const kinds: Record<string, new (rate: number, options: object) => Optimiser> = {
  SGD,
  Momentum,
  Adagrad,
  RMSProp,
  Adam,
  AdamW,
};

/** The numbers of the Python script: k ← (1103 k + 12345) mod 65536. */
class Sequence {
  private k = 1;
  matrix(rows: number, columns: number, scale = 1): Matrix {
    const matrix = new Matrix(rows, columns);
    for (let i = 0; i < matrix.data.length; i++) {
      this.k = (this.k * 1103 + 12345) % 65536;
      matrix.data[i] = scale * (this.k / 32768 - 1);
    }
    return matrix;
  }
}

function weightsAfterEachStep(optimiser: Optimiser, halfWay?: () => Optimiser): number[] {
  const numbers = new Sequence();
  const weights = [numbers.matrix(3, 4), numbers.matrix(1, 5)];
  let used = optimiser;
  return fixture.rates.flatMap((rate, i) => {
    if (halfWay && i === 6) {
      const next = halfWay();
      next.restore(used.state());
      used = next;
    }
    used.learningRate = rate;
    const scale = i === 4 ? 0 : i % 3 === 2 ? 100 : 1;
    const gradients: ParameterGradient[] = weights.map((value, p) => ({
      name: `w${p}`,
      value,
      gradient: numbers.matrix(value.rows, value.columns, scale),
    }));
    used.update(gradients);
    return weights.flatMap((w) => Array.from(w.data));
  });
}

function decode(text: string): number[] {
  const bytes = Buffer.from(text, "base64");
  return Array.from({ length: bytes.length / 8 }, (_, i) => bytes.readDoubleLE(8 * i));
}

describe.each(fixture.cases)("$kind $options", ({ kind, options, weights }) => {
  const make = () => new kinds[kind](0.1, options);

  it("gives PyTorch's weights after each of 12 steps", () => {
    const expected = decode(weights);
    const got = weightsAfterEachStep(make());
    expect(got).toHaveLength(12 * 17);
    got.forEach((w, i) => {
      const error = Math.abs(w - expected[i]) / Math.max(1, Math.abs(expected[i]));
      expect(error, `number ${i}: ${w}, PyTorch ${expected[i]}`).toBeLessThan(2e-14);
    });
  });

  it("goes on with the same bits from its saved state", () => {
    expect(weightsAfterEachStep(make(), make)).toEqual(weightsAfterEachStep(make()));
  });
});

describe("optimisers", () => {
  const parameter = (): ParameterGradient => ({
    name: "W",
    value: Matrix.from([1]),
    gradient: Matrix.from([1]),
  });

  it("belong to one model and one kind of state", () => {
    const adam = new Adam(0.1);
    adam.update([parameter()]);
    expect(() => adam.update([parameter()])).toThrow("another W");
    expect(() => new AdamW(0.1).restore(adam.state())).toThrow("saved by Adam, the optimiser is");
    const { slots, ...rest } = adam.state();
    expect(() => adam.restore({ ...rest, slots: { W: { m: slots.W.m } } })).toThrow('lacks "v"');
  });

  it("change no weight when one of them does not fit", () => {
    const adam = new Adam(0.1);
    const first = parameter();
    adam.update([first, { ...parameter(), name: "U" }]);
    const before = first.value.get(0, 0);
    expect(() => adam.update([first, { ...parameter(), name: "U" }])).toThrow("another U");
    expect(first.value.get(0, 0)).toBe(before);
  });

  it("refuse settings that cannot work, naming them", () => {
    expect(() => new SGD(0)).toThrow("learningRate is 0");
    expect(() => new SGD(Number.NaN)).toThrow("learningRate is NaN");
    expect(() => new Momentum(1, { momentum: 1 })).toThrow("momentum is 1");
    expect(() => new RMSProp(1, { decay: -1 })).toThrow("decay is -1");
    expect(() => new Adam(1, { beta2: 1 })).toThrow("beta2 is 1");
    expect(() => new AdamW(1, { weightDecay: -1 })).toThrow("weightDecay is -1");
    expect(() => {
      new SGD(1).learningRate = -1;
    }).toThrow("learningRate is -1");
  });
});

describe("schedules", () => {
  const made = {
    linear: schedules.linear(10),
    cosine: schedules.cosine(12),
    staircase: schedules.staircase(4, 0.3),
    exponential: schedules.exponential(5),
  };

  it.each(Object.keys(made) as (keyof typeof made)[])("%s is PyTorch's at 13 steps", (name) => {
    const expected = fixture.schedules[name];
    expect(expected).toHaveLength(13);
    expected.forEach((factor, i) => {
      expect(made[name](i + 1), `step ${i + 1}`).toBeCloseTo(factor, 14);
    });
  });

  it("warmup rises in a line to 1, then the next starts", () => {
    const warm = schedules.warmup(4, schedules.linear(2));
    expect([1, 2, 3, 4, 5, 6, 7].map(warm)).toEqual([0.25, 0.5, 0.75, 1, 1, 0.5, 0]);
    expect(() => schedules.linear(0)).toThrow("steps is 0");
  });
});

describe("clipByValue", () => {
  it("cuts each number by itself and reports the norm before", () => {
    const [a, b] = [Matrix.from([3, -0.5]), Matrix.from([-4])];
    expect(clipByValue([a, b], 1)).toBe(Math.sqrt(9 + 0.25 + 16));
    expect([...a.data, ...b.data]).toEqual([1, -0.5, -1]);
    expect(() => clipByValue([a], 0)).toThrow("limit 0");
  });
});
