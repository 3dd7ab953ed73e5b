// The fast models against the readable ones: passes, states, sampling, training; and the memory they take.
import { describe, expect, it } from "vitest";
import { installNodeHost } from "../../../lib/host/node-host";
import {
  Adagrad,
  clipByNorm,
  FastModel,
  type LayerState,
  Matrix,
  maskOfLengths,
  type Precision,
  RandomGenerator,
  RecurrentLanguageModel,
  SequenceModel,
  StreamBatches,
  stateMatrices,
  fit as train,
  Workspace,
} from "../../../lib/index";
import { fillRandomly, layerKinds, setting } from "../settings";

const workspace = new Workspace(64);

/** Largest difference over the largest number expected. */
function relativeError(actual: ArrayLike<number>, wanted: ArrayLike<number>): number {
  expect(actual.length).toBe(wanted.length);
  let [difference, size] = [0, 0];
  for (let i = 0; i < wanted.length; i++) {
    const d = Math.abs(actual[i] - wanted[i]);
    difference = d <= difference ? difference : d;
    size = Math.max(size, Math.abs(wanted[i]));
  }
  return difference === 0 ? 0 : difference / (size || 1);
}

/** Everything that a pass gives, of both models; the worst relative error. */
function compare(kind: string, precision: Precision, sizes: object, masked: boolean): number {
  const { model, xs, labels, s0 } = setting(kind, sizes);
  const steps = xs.length;
  const lengths = labels[0].map((_, b) => Math.max(1, steps - 2 * b));
  const mask = masked ? maskOfLengths(lengths, steps) : undefined;
  if (mask)
    for (const [t, row] of labels.entries())
      row.forEach((_, b) => {
        if (!mask[t][b]) row[b] = -1;
      });
  const fast = new FastModel(model, { precision, workspace });
  const [a, b] = [model.pass(xs, labels, s0, mask), fast.pass(xs, labels, s0, mask)];
  const pairs: [ArrayLike<number>, ArrayLike<number>][] = [[[b.loss], [a.loss]]];
  expect(b.gradients.map((g) => g.name)).toEqual(a.gradients.map((g) => g.name));
  a.gradients.forEach(({ gradient }, i) => {
    pairs.push([b.gradients[i].gradient.data, gradient.data]);
  });
  const both = (fastState: LayerState, state: LayerState) => {
    const wanted = stateMatrices(state);
    stateMatrices(fastState).forEach(({ value }, i) => {
      pairs.push([value.data, wanted[i].value.data]);
    });
  };
  both(fast.ds0(), a.layerGradients.ds0);
  both(b.lastState.read(), a.lastState);
  fast.dxs().forEach(({ data }, t) => {
    pairs.push([data, a.layerGradients.dxs[t].data]);
  });
  const wanted = model.predict(xs, s0, mask).outputs;
  fast.predict(xs, s0, mask).outputs.forEach(({ data }, t) => {
    pairs.push([data, wanted[t].data]);
  });
  expect(fast.loss(xs, labels, s0, mask)).toBe(b.loss);
  fast.dispose();
  return Math.max(...pairs.map(([actual, expected]) => relativeError(actual, expected)));
}

describe("FastModel", () => {
  for (const kind of Object.keys(layerKinds)) {
    it(`is the readable model for ${kind}`, () => {
      for (const [i, sizes] of [
        { seed: 1, m: 3, n: 4, batch: 2, steps: 5 },
        { seed: 2, m: 1, n: 1, batch: 1, steps: 1 },
        { seed: 3, m: 17, n: 21, labels: 19, batch: 1, steps: 7 },
        { seed: 4, m: 7, n: 13, labels: 33, batch: 5, steps: 6 },
      ].entries()) {
        for (const masked of [false, true]) {
          expect(compare(kind, "f64", sizes, masked), `f64, ${i}`).toBeLessThan(1e-12);
          expect(compare(kind, "f32", sizes, masked), `f32, ${i}`).toBeLessThan(1e-5);
        }
      }
    });

    it(`reads ids as the readable model does for ${kind}`, () => {
      const { model, random, s0 } = setting(kind, { m: 6, n: 5, batch: 3 });
      const ids = () =>
        Array.from({ length: 5 }, () => Int32Array.from({ length: 3 }, () => random.integer(3)));
      const [xs, labels] = [ids(), ids()];
      const fast = new FastModel(model, { precision: "f64", workspace });
      const [a, b] = [model.pass(xs, labels, s0), fast.pass(xs, labels, s0)];
      a.gradients.forEach(({ gradient }, i) => {
        expect(relativeError(b.gradients[i].gradient.data, gradient.data)).toBeLessThan(1e-12);
      });
      fast.dispose();
    });
  }

  it("goes on from the carried state, or from a given one", () => {
    for (const kind of ["LSTM", "stack of 3"]) {
      const { model, xs, labels, s0 } = setting(kind, { steps: 6 });
      const fast = new FastModel(model, { precision: "f64", workspace });
      const first = model.pass(xs.slice(0, 2), labels.slice(0, 2), s0);
      const second = model.pass(xs.slice(2), labels.slice(2), first.lastState);
      const { lastState } = fast.pass(xs.slice(0, 2), labels.slice(0, 2), s0);
      const carried = fast.pass(xs.slice(2), labels.slice(2), lastState);
      expect(carried.loss).toBeCloseTo(second.loss, 13);
      const given = fast.pass(xs.slice(2), labels.slice(2), first.lastState);
      expect(given.loss).toBeCloseTo(second.loss, 13);
      expect(fast.pass(xs.slice(2), labels.slice(2)).loss).not.toBe(carried.loss);
      fast.dispose();
    }
  });

  it("takes no more memory once a training loop runs", () => {
    const random = new RandomGenerator(1);
    const model = new RecurrentLanguageModel(65, 100, { random });
    const fast = new FastModel(model, { workspace });
    const adagrad = new Adagrad(0.02);
    const rows = Array.from({ length: 25 }, () => Int32Array.of(random.integer(65)));
    let state = fast.pass(rows, rows).lastState;
    const step = () => {
      const pass = fast.pass(rows, rows, state);
      state = pass.lastState;
      clipByNorm(
        pass.gradients.map((g) => g.gradient),
        5,
      );
      adagrad.update(pass.gradients);
      return pass.loss;
    };
    const first = step();
    const before = workspace.use;
    for (let i = 0; i < 50; i++) step();
    expect(workspace.use).toEqual(before);
    expect(step()).toBeLessThan(first);
    fast.dispose();
    adagrad.dispose();
  });

  it("trains as the readable model does, step by step", async () => {
    installNodeHost();
    const text = Int32Array.from({ length: 400 }, (_, i) => (i * i * 7 + i) % 9);
    const run = async (fast: boolean) => {
      const model = new RecurrentLanguageModel(9, 12, { random: new RandomGenerator(5) });
      const twin = new FastModel(model, { precision: "f64", workspace });
      const losses: number[] = [];
      await train(fast ? twin : model, new StreamBatches(text, { batchSize: 1, length: 8 }), {
        steps: 60,
        optimiser: new Adagrad(0.1),
        clipNorm: 1,
        random: new RandomGenerator(1),
        onStep: ({ loss, norm }) => void losses.push(loss, norm),
      });
      if (fast) twin.store();
      twin.dispose();
      return [...losses, ...model.parameters.W.data];
    };
    const [readable, fast] = [await run(false), await run(true)];
    expect(relativeError(fast, readable)).toBeLessThan(1e-9);
  });

  it("writes what the readable model writes", () => {
    const model = new RecurrentLanguageModel(7, 12, { random: new RandomGenerator(3) });
    const fast = new FastModel(model, { precision: "f64", workspace });
    const options = () => ({ random: new RandomGenerator(4), temperature: 0.8, topK: 5 });
    expect(fast.sample([1, 2], 50, options())).toEqual(model.sample([1, 2], 50, options()));
    fast.dispose();
    const steps = (kind: string) => !/bidirectional|separate|crossed/.test(kind);
    for (const kind of Object.keys(layerKinds).filter(steps)) {
      const { model: other } = setting(kind, { m: 7, n: 11, labels: 7 });
      const twin = new FastModel(other, { precision: "f64", workspace });
      for (const how of [
        {},
        { temperature: 0 },
        { temperature: 0.3 },
        { temperature: 2, topK: 3 },
      ]) {
        const draws = () => ({ ...how, random: new RandomGenerator(9) });
        const wanted = other.sample([3, 0, 6], 60, draws());
        expect(twin.sample([3, 0, 6], 60, draws()), kind).toEqual(wanted);
        expect(new Set(wanted).size > 1 || "temperature" in how, kind).toBe(true);
      }
      twin.dispose();
    }
    const { model: both } = setting("bidirectional");
    const twin = new FastModel(both, { workspace });
    expect(() => twin.sample([0], 3, options())).toThrow("reads in both directions");
    twin.dispose();
  });

  it("refuses what it cannot sample from, as the readable model does", () => {
    const model = new RecurrentLanguageModel(7, 12, { random: new RandomGenerator(3) });
    const random = new RandomGenerator(4);
    const fast = new FastModel(model, { workspace });
    for (const m of [model, fast]) {
      expect(() => m.sample([], 3, { random })).toThrow("start is empty");
      expect(() => m.sample([7], 3, { random })).toThrow(
        "id 7 is out of range; give ids from 0 to",
      );
      expect(() => m.sample([0], 3, { random, temperature: -1 })).toThrow("temperature is -1");
      expect(() => m.sample([0], 3, { random, topK: 0 })).toThrow("topK is 0");
    }
    fast.parameters.V.data[5] = Number.NaN;
    expect(() => fast.sample([0], 3, { random })).toThrow("the weights add up to NaN");
    fast.load();
    expect(fast.sample([0], 3, { random, temperature: 1e-300 })).toEqual(
      fast.sample([0], 3, { random, temperature: 0 }),
    );
    fast.dispose();
  });

  it("takes no more memory however much it samples", () => {
    const model = new RecurrentLanguageModel(65, 40, { random: new RandomGenerator(3) });
    const fast = new FastModel(model, { workspace });
    const random = new RandomGenerator(4);
    fast.sample([1], 2, { random });
    const before = workspace.use;
    fast.sample([1], 2000, { random });
    expect(workspace.use).toEqual(before);
    fast.dispose();
  });

  it("goes on after sampling as if nothing had been sampled, and refuses an old state", () => {
    const [a, b] = [
      [1, 2, 3],
      [4, 5, 6],
    ].map((ids) => ids.map((id) => Int32Array.of(id)));
    const run = (between: (fast: FastModel<Matrix>) => void) => {
      const model = new RecurrentLanguageModel(7, 12, { random: new RandomGenerator(3) });
      const fast = new FastModel(model, { precision: "f32", workspace });
      const { lastState } = fast.pass(a, b);
      between(fast);
      const { loss } = fast.pass(b, a, lastState);
      const again = fast.pass(a, b, fast.pass(b, a).lastState).loss;
      fast.dispose();
      return [loss, again];
    };
    const plain = run(() => {});
    const random = new RandomGenerator(4);
    expect(run((fast) => fast.sample([1], 9, { random }))).toEqual(plain);
    expect(
      run((fast) => {
        fast.sample([1], 9, { random });
        fast.sample([2], 3, { random });
      }),
    ).toEqual(plain);
    const twice = (samples: boolean) => {
      const model = new RecurrentLanguageModel(7, 12, { random: new RandomGenerator(3) });
      const fast = new FastModel(model, { workspace });
      fast.pass(a, b);
      if (samples) fast.sample([1], 9, { random });
      const { lastState } = fast.pass(b, a);
      if (samples) fast.sample([2], 3, { random }); // what it interrupts is the pass that came last
      const { loss } = fast.pass(a, a, lastState);
      fast.dispose();
      return loss;
    };
    expect(twice(true)).toBe(twice(false));
    expect(() => run((fast) => fast.predict(b))).toThrow("carried state: another pass has begun");
  });

  it("loads and stores parameters; a disposed one refuses to be read", () => {
    const { model } = setting("LSTM");
    const fast = new FastModel(model, { precision: "f64", workspace });
    const before = Object.values(model.parameters).map((m) => m.clone());
    fillRandomly(Object.values(model.parameters), new RandomGenerator(77));
    fast.store();
    expect(Object.values(model.parameters)).toEqual(before);
    model.parameters.W_f.set(1, 2, 0.25);
    fast.load();
    expect(fast.parameters.W_f.toMatrix().get(1, 2)).toBe(0.25);
    const { V } = fast.parameters;
    fast.dispose();
    expect(() => V.data).toThrow("disposed");
  });

  it("says what is wrong with its input, and reads nothing that is gone", () => {
    const { model, xs, labels, s0 } = setting("LSTM");
    const fast = new FastModel(model, { precision: "f64", workspace });
    expect(() => fast.pass([], [])).toThrow("sequence is empty");
    expect(() => fast.pass([new Matrix(2, 4)], labels)).toThrow("x at step 1 is 2×4");
    expect(() => fast.pass(xs, labels.slice(1), s0)).toThrow(
      "labels: 4 steps; expected 5, one for each input; give -1 where none counts.",
    );
    expect(() => fast.pass(xs, labels, new Matrix(2, 9))).toThrow("s_0 is 2×9; expected 2×4");
    expect(() => fast.pass([xs[0], Int32Array.of(0, 0)], labels.slice(0, 2))).toThrow("mixed");
    const { lastState } = fast.pass(xs, labels, s0);
    const other = new FastModel(model, { precision: "f64", workspace });
    other.loss(xs, labels, s0);
    expect(() => fast.ds0()).toThrow("another pass has begun");
    expect(() => lastState.read()).toThrow("another pass has begun");
    expect(() => other.dxs()).toThrow("forward only");
    const own = { ...model.layer, constructor: { name: "Own" } } as unknown as typeof model.layer;
    expect(
      () => new FastModel(new SequenceModel(own, 3, { random: new RandomGenerator(1) })),
    ).toThrow();
    for (const m of [fast, other]) m.dispose();
  });
});

describe("Workspace", () => {
  it("says how much was asked for when memory runs out, and works on", () => {
    const small = new Workspace(4);
    const random = new RandomGenerator(1);
    const big = new RecurrentLanguageModel(2000, 300, { random });
    expect(() => new FastModel(big, { workspace: small })).toThrow(
      /parameters and gradients asked for \d+ bytes, \d+ of 4194304 are free; dispose/,
    );
    const model = new RecurrentLanguageModel(5, 4, { random });
    const fast = new FastModel(model, { workspace: small });
    const ids = Array.from({ length: 40_000 }, () => Int32Array.of(0));
    expect(() => fast.pass(ids, ids)).toThrow(/asked for \d+ bytes/);
    expect(fast.pass(ids.slice(0, 5), ids.slice(0, 5)).loss).toBeGreaterThan(0);
    expect(() => new Workspace(1)).toThrow("1 MiB; give a whole number from 4");
  });

  it("gives released blocks out again, as zeros", () => {
    const small = new Workspace(4);
    const at = small.allocate(100, "a");
    small.f32.fill(7, at / 4, at / 4 + 25);
    small.release(at, 100);
    expect(small.allocate(128, "b")).toBe(at);
    expect(small.f32.subarray(at / 4, at / 4 + 32).every((v) => v === 0)).toBe(true);
    expect(small.allocate(128, "c")).not.toBe(at);
  });

  it("given back twice, is given back once: two later models do not share its memory", () => {
    const own = new Workspace(16);
    const made = (seed: number) => {
      const { model } = setting("tanh", { seed });
      return new FastModel(model, { precision: "f64", workspace: own });
    };
    const first = made(1);
    first.dispose();
    first.dispose();
    const [a, b] = [made(2), made(3)];
    const firstNumbers = ({ parameters }: FastModel) => [...Object.values(parameters)[0].data];
    const before = firstNumbers(a);
    Object.values(b.parameters)[0].data.fill(7);
    expect(firstNumbers(a)).toEqual(before);
  });
});
