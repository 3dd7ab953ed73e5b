// The optimisers and schedules against PyTorch: test/fixtures/training/make-optimisers.py.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  Adagrad,
  Adam,
  AdamW,
  type AnyGradient,
  clipByNorm,
  clipByValue,
  gradientNorm,
  Matrix,
  Momentum,
  type Optimiser,
  type ParameterGradient,
  type Precision,
  RandomGenerator,
  RMSProp,
  SGD,
  schedules,
  Tensor,
  Workspace,
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

const workspace = new Workspace(4);

/** A copy on the kernels, starting where no vector does, with nothing but NaN behind it. */
function tensorOf(matrix: Matrix, precision: Precision): Tensor {
  const [size, bytes] = [precision === "f32" ? 4 : 8, 512];
  const block = { workspace, at: workspace.allocate(bytes, "test"), bytes, released: false };
  const numbers = precision === "f32" ? workspace.f32 : workspace.f64;
  numbers.fill(Number.NaN, block.at / size, (block.at + bytes) / size);
  const tensor = new Tensor(block, block.at + size, matrix.rows, matrix.columns, precision);
  tensor.assign(matrix);
  return tensor;
}

type Tier = "readable" | Precision;

function weightsAfterEachStep(
  optimiser: Optimiser,
  { halfWay, tier = "readable" }: { halfWay?: () => Optimiser; tier?: Tier } = {},
): number[] {
  const numbers = new Sequence();
  const place = (m: Matrix) => (tier === "readable" ? m : tensorOf(m, tier));
  const weights = [numbers.matrix(3, 4), numbers.matrix(1, 5)].map(place);
  let used = optimiser;
  return fixture.rates.flatMap((rate, i) => {
    if (halfWay && i === 6) {
      const next = halfWay();
      next.restore(used.state());
      used = next;
    }
    used.learningRate = rate;
    const scale = i === 4 ? 0 : i % 3 === 2 ? 100 : 1;
    const gradients = weights.map((value, p) => ({
      name: `w${p}`,
      value,
      gradient: place(numbers.matrix(value.rows, value.columns, scale)),
    }));
    used.update(gradients as AnyGradient[]);
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
    for (const tier of ["readable", "f64", "f32"] as const) {
      const straight = weightsAfterEachStep(make(), { tier });
      expect(weightsAfterEachStep(make(), { tier, halfWay: make })).toEqual(straight);
    }
  });

  it("gives the same bits on the kernels in f64, and PyTorch's weights in f32", () => {
    expect(weightsAfterEachStep(make(), { tier: "f64" })).toEqual(weightsAfterEachStep(make()));
    const expected = decode(weights);
    weightsAfterEachStep(make(), { tier: "f32" }).forEach((w, i) => {
      const error = Math.abs(w - expected[i]) / Math.max(1, Math.abs(expected[i]));
      expect(error, `number ${i}: ${w}, PyTorch ${expected[i]}`).toBeLessThan(2e-6);
    });
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

  it("give back the memory they took beside a fast model, and begin anew", () => {
    const [value, gradient] = [
      [1, 2, 3],
      [4, 5, 6],
    ].map((row) => tensorOf(Matrix.from(row), "f32"));
    const before = workspace.use.blockBytes;
    const adam = new Adam(0.1);
    const update = () => adam.update([{ name: "W", value, gradient }]);
    update();
    expect(workspace.use.blockBytes).toBe(before + 128); // m and v, 64 bytes each at the least
    const first = [...adam.state().slots.W.m];
    expect(first[2]).toBeCloseTo(0.6, 6);
    adam.restore(adam.state());
    expect(workspace.use.blockBytes).toBe(before);
    update();
    expect(adam.steps).toBe(2);
    adam.dispose();
    expect([workspace.use.blockBytes, adam.steps]).toEqual([before, 0]);
    update();
    expect([...adam.state().slots.W.m]).toEqual(first);
    adam.dispose();
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

  it("say the bounds, and take what lies on them", () => {
    const below1 = "give a number from 0 to below 1.";
    const [negative, infinite] = [-1e-9, Number.POSITIVE_INFINITY];
    const refused: [make: () => Optimiser, message: string][] = [
      [() => new SGD(infinite), "learningRate is Infinity; give a number > 0."],
      [() => new Momentum(1, { momentum: negative }), `momentum is -1e-9; ${below1}`],
      [() => new Momentum(1, { momentum: 1 }), `momentum is 1; ${below1}`],
      [() => new RMSProp(1, { decay: negative }), `decay is -1e-9; ${below1}`],
      [() => new RMSProp(1, { decay: 1 }), `decay is 1; ${below1}`],
      [() => new Adam(1, { beta1: negative }), "beta1 is -1e-9; give from 0 to below 1."],
      [() => new Adam(1, { beta1: 1 }), "beta1 is 1; give from 0 to below 1."],
      [() => new Adam(1, { beta2: negative }), "beta2 is -1e-9; give from 0 to below 1."],
      [() => new Adam(1, { epsilon: 0 }), "epsilon is 0; give a number > 0."],
      [() => new AdamW(1, { weightDecay: negative }), "weightDecay is -1e-9; give a number ≥ 0."],
    ];
    for (const [make, message] of refused) expect(make).toThrow(new RangeError(message));
    const taken = [
      new Momentum(1, { momentum: 0 }).momentum,
      new RMSProp(1, { decay: 0 }).decay,
      new Adam(1, { beta1: 0 }).beta1,
      new Adam(1, { beta2: 0 }).beta2,
      new AdamW(1, { weightDecay: 0 }).weightDecay,
    ];
    expect(taken).toEqual([0, 0, 0, 0, 0]);
    const sgd = new SGD(1);
    sgd.learningRate = 0;
    expect(sgd.learningRate).toBe(0);
    for (const bad of [-1e-9, infinite, Number.NaN]) {
      const set = () => {
        sgd.learningRate = bad;
      };
      expect(set).toThrow(new RangeError(`learningRate is ${bad}; give a number ≥ 0.`));
    }
    expect(sgd.learningRate).toBe(0);
  });

  it("are called in checkpoints what configurations call them", () => {
    const names = Object.values(kinds).map((Kind) => new Kind(0.1, {}).state().kind);
    expect(names).toEqual(Object.keys(kinds));
  });

  it("say what does not fit, in full", () => {
    const adam = new Adam(0.1);
    adam.update([parameter()]);
    expect(() => adam.update([parameter()])).toThrow(
      new Error("this Adam has updated another W before: make a new optimiser for each model"),
    );
    const state = adam.state();
    expect(() => new SGD(1).restore(state)).toThrow(
      new RangeError("this state was saved by Adam, the optimiser is SGD: go on with Adam"),
    );
    const slots = { W: { v: state.slots.W.v } };
    expect(() => adam.restore({ ...state, slots })).toThrow(
      new RangeError('the state of Adam lacks "m" of parameter W: the file is not whole'),
    );
    const long = { m: new Float64Array(2), v: new Float64Array(2) };
    const other = new Adam(0.1);
    other.restore({ ...state, slots: { W: long } });
    expect(() => other.update([parameter()])).toThrow("another W before");
  });

  it("keep copies: neither a state that was given nor one that was taken changes with them", () => {
    const momentum = new Momentum(1);
    const w = parameter();
    momentum.update([w]);
    const taken = momentum.state();
    momentum.update([w]);
    expect([taken.steps, ...taken.slots.W.v]).toEqual([1, 1]);
    momentum.restore(taken);
    momentum.update([w]);
    expect([momentum.steps, ...momentum.state().slots.W.v]).toEqual([2, 1.9]);
    expect([...taken.slots.W.v]).toEqual([1]);
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

  it("constant is 1 at any step; decays end at 0 and stay there", () => {
    expect([1, 2, 1000].map(schedules.constant())).toEqual([1, 1, 1]);
    expect([4, 5, 6, 99].map(schedules.linear(4))).toEqual([0.25, 0, 0, 0]);
    const cosine = schedules.cosine(4);
    expect(cosine(1)).toBe(1);
    for (const step of [5, 6, 99]) expect(cosine(step)).toBeLessThan(1e-30);
    expect([1, 2, 3, 4, 5].map(schedules.staircase(2, 1))).toEqual([1, 1, 1, 1, 1]);
  });

  it("refuse settings, naming them and their bounds", () => {
    for (const bad of [0, 1.5]) {
      const whole = (name: string) => new RangeError(`${name} is ${bad}; give a whole number ≥ 1.`);
      expect(() => schedules.linear(bad)).toThrow(whole("steps"));
      expect(() => schedules.cosine(bad)).toThrow(whole("steps"));
      expect(() => schedules.exponential(bad)).toThrow(whole("halfLife"));
      expect(() => schedules.staircase(bad, 1)).toThrow(whole("every"));
      expect(() => schedules.warmup(bad, schedules.constant())).toThrow(whole("steps"));
      expect(() => schedules.staircase(1, bad)).toThrow(
        new RangeError(`factor is ${bad}; give a number above 0, at most 1.`),
      );
    }
  });
});

it("takes the gradient it is given, also another one for the same parameter", () => {
  const value = tensorOf(Matrix.from([1]), "f64");
  const [first, second] = [1, 2].map((g) => tensorOf(Matrix.from([g]), "f64"));
  const sgd = new SGD(0.25);
  for (const gradient of [first, second, first]) sgd.update([{ name: "w", value, gradient }]);
  expect(value.data[0]).toBe(0);
});

describe("clipping", () => {
  it("leaves a norm of exactly the threshold, and says in full which thresholds it takes", () => {
    const gradient = Matrix.from([3, -4]);
    expect(clipByNorm([gradient], 5)).toBe(5);
    expect([...gradient.data]).toEqual([3, -4]);
    for (const bad of [0, -1, Number.NaN]) {
      expect(() => clipByNorm([gradient], bad)).toThrow(
        new RangeError(`clipByNorm: threshold ${bad}; give a number > 0.`),
      );
      expect(() => clipByValue([gradient], bad)).toThrow(
        new RangeError(`clipByValue: limit ${bad}; give a number > 0.`),
      );
    }
  });

  it("takes the norm of a tensor from its kernels, and scales on them", () => {
    const row = Matrix.from(Array.from({ length: 37 }, (_, i) => (i % 7 === 0 ? 1e6 : 0.1) + i));
    for (const precision of ["f32", "f64"] as const) {
      const tensor = tensorOf(row, precision);
      const squares = workspace.kernels(precision).sumOfSquares(37, tensor.at);
      expect(gradientNorm([tensor])).toBe(Math.sqrt(squares));
      expect(gradientNorm([tensor, Matrix.from([3e6])])).toBe(Math.sqrt(squares + 9e12));
      const [norm, twin] = [Math.sqrt(squares), tensorOf(row, precision)];
      clipByNorm([tensor], 0.3);
      workspace.kernels(precision).scale(37, twin.at, 0.3 / norm);
      expect([...tensor.data]).toEqual([...twin.data]);
    }
  });
});

describe("clipByValue", () => {
  it("cuts each number by itself and reports the norm before", () => {
    const [a, b] = [Matrix.from([3, -0.5]), Matrix.from([-4])];
    expect(clipByValue([a, b], 1)).toBe(Math.sqrt(9 + 0.25 + 16));
    expect([...a.data, ...b.data]).toEqual([1, -0.5, -1]);
    expect(() => clipByValue([a], 0)).toThrow("limit 0");
  });

  it("leaves NaN in sight, in whole vectors and in the rest, in both tiers", () => {
    const row = () =>
      new Matrix(1, 7, Float64Array.of(7, Number.NaN, -7, 0.5, Number.NaN, -0.5, Number.NaN));
    const wanted = [2, Number.NaN, -2, 0.5, Number.NaN, -0.5, Number.NaN];
    for (const gradient of [row(), tensorOf(row(), "f32"), tensorOf(row(), "f64")]) {
      expect(clipByValue([gradient], 2)).toBeNaN();
      expect([...gradient.data]).toEqual(wanted);
    }
  });

  it("reports the bits of gradientNorm, whatever the length, in both tiers", () => {
    const random = new RandomGenerator(8);
    for (let n = 1; n < 20; n++) {
      const row = Matrix.from(Array.from({ length: n }, () => random.normal()));
      for (const gradient of [row, tensorOf(row, "f32"), tensorOf(row, "f64")]) {
        const before = [...gradient.data];
        const norm = gradientNorm([gradient]);
        expect(clipByValue([gradient], 0.5)).toBe(norm);
        expect([...gradient.data]).toEqual(before.map((g) => Math.max(-0.5, Math.min(0.5, g))));
      }
    }
  });

  it("and by norm do the same on the kernels", () => {
    for (const precision of ["f64", "f32"] as const) {
      const tensors = () => [[3, -0.5, 2], [-4]].map((r) => tensorOf(Matrix.from(r), precision));
      const all = (list: readonly Tensor[]) => list.flatMap((tensor) => [...tensor.data]);
      const [cut, scaled] = [tensors(), tensors()];
      expect(clipByValue(cut, 1)).toBe(Math.sqrt(9 + 0.25 + 4 + 16));
      expect(all(cut)).toEqual([1, -0.5, 1, -1]);
      clipByNorm(scaled, 0.5);
      expect(gradientNorm(scaled)).toBeCloseTo(0.5, 6);
      expect(scaled[1].data[0] / scaled[0].data[0]).toBeCloseTo(-4 / 3, 6);
    }
  });
});
