// The loop and the evaluation on a model made up here, whose losses, states and calls are known in full.
import { getEventListeners } from "node:events";
import { beforeEach, describe, expect, it } from "vitest";
import { host, setHost } from "../../lib/host/host";
import { installNodeHost } from "../../lib/host/node-host";
import type { Mask } from "../../lib/layers/mask";
import { PADDING } from "../../lib/layers/softmax-output";
import { RandomGenerator } from "../../lib/random/generator";
import { exp } from "../../lib/tensor/elementary";
import { Matrix } from "../../lib/tensor/matrix";
import type { Batch, BatchSource } from "../../lib/training/batches";
import { evaluateModel } from "../../lib/training/evaluate-model";
import { SGD } from "../../lib/training/sgd";
import { type AnyState, copyState, type Trainable } from "../../lib/training/trainable";
import {
  type FitOptions,
  type FitStep,
  TrainingRun,
  type ValidationStep,
} from "../../lib/training/training-run";

/** Adds the ids it reads to its state, takes the state as its loss, and has a gradient of 1, −2. */
class Adder implements Trainable {
  readonly calls: string[] = [];
  readonly parameters = { w: Matrix.from([10, 20]) };
  readonly gradient = () => Matrix.from([1, -2]);

  zeroState(batch = 1): Matrix {
    return new Matrix(batch, 1);
  }

  private read(call: string, xs: readonly Int32Array[], s0?: AnyState, mask?: Mask): Matrix {
    const before = s0 ? (copyState(s0) as Matrix).data[0] : 0;
    this.calls.push(`${call} ${xs.map(([x]) => x)} from ${before}${mask ? " masked" : ""}`);
    return Matrix.from([[xs.reduce((sum, [x]) => sum + x, before)]]);
  }

  pass(xs: readonly Int32Array[], _: unknown, s0?: AnyState, mask?: Mask) {
    const lastState = this.read("pass", xs, s0, mask);
    const gradients = [{ name: "w", value: this.parameters.w, gradient: this.gradient() }];
    return { loss: lastState.data[0], lastState, gradients };
  }

  evaluate(xs: readonly Int32Array[], _: unknown, s0?: AnyState, mask?: Mask) {
    const lastState = this.read("evaluate", xs, s0, mask);
    return { loss: lastState.data[0], lastState };
  }

  predict(xs: readonly Int32Array[], s0?: AnyState, mask?: Mask) {
    return { lastState: this.read("predict", xs, s0, mask) };
  }
}

/** One sequence a batch: its ids, how many of them have a label, whether it goes on, whether it is masked. */
function batch(ids: number[], tokens: number, continues = false, masked = false): Batch {
  const mask = masked ? { mask: ids.map(() => Uint8Array.of(1)) } : {};
  const labels = ids.map((_, t) => Int32Array.of(t < tokens ? 0 : PADDING));
  return { xs: ids.map((id) => Int32Array.of(id)), labels, continues, tokens, ...mask };
}
const source = (...batches: Batch[]): BatchSource => ({
  epoch: () => ({ count: batches.length, batch: (i) => batches[i] }),
});
/** Pieces of two texts; the second starts with one that has no label. */
const texts = () =>
  source(batch([1, 2], 2), batch([4], 1, true), batch([8], 0), batch([16, 32], 1, true, true));

let polls: number;
beforeEach(() => {
  installNodeHost();
  polls = 0;
  setHost({ ...host(), poll: async () => void polls++, interruption: undefined });
});

function runOf(data: BatchSource, options: Partial<FitOptions>, model = new Adder()) {
  const random = new RandomGenerator(1);
  return new TrainingRun(model, data, {
    optimiser: new SGD(0.5),
    random,
    now: () => 0,
    ...options,
  });
}

describe("evaluateModel", () => {
  it("gives the mean over labels, carries states, and reads on where there is no label", async () => {
    const model = new Adder();
    const evaluation = await evaluateModel(model, texts());
    expect(model.calls).toEqual([
      "evaluate 1,2 from 0",
      "evaluate 4 from 3",
      "predict 8 from 0",
      "evaluate 16,32 from 8 masked",
    ]);
    const loss = (2 * 3 + 7 + 56) / 4;
    expect(evaluation).toEqual({ loss, perplexity: exp(loss), tokens: 4 });
    expect(polls).toBe(4);
  });
});

describe("a run", () => {
  it("updates once a batch that has labels, carries states, and reads on where there is none", async () => {
    const run = runOf(texts(), { steps: 4 });
    const result = await run.run();
    expect(run.model.calls).toEqual([
      "pass 1,2 from 0",
      "pass 4 from 3",
      "predict 8 from 0",
      "pass 16,32 from 8 masked",
      "pass 1,2 from 0",
    ]);
    expect(result).toEqual({ reason: "done", steps: 4, losses: [3, 7, 56, 3] });
    expect([...run.model.parameters.w.data]).toEqual([10 - 4 * 0.5, 20 + 4]);
    expect(run.state()).toMatchObject({ step: 4, epoch: 1, index: 1, sinceBest: 0, validated: 0 });
    expect(run.state().carried.map(({ data }) => [...data])).toEqual([[3]]);
  });

  it("of epochs has as many steps as these have batches, and reports each", async () => {
    let time = 0;
    const steps: FitStep[] = [];
    const run = runOf(source(batch([1], 1), batch([2], 1)), {
      steps: undefined,
      epochs: 3,
      schedule: (step) => 1 / step,
      now: () => time,
      onStep: (step) => {
        steps.push(step);
        time += 500;
      },
    });
    expect((await run.run()).steps).toBe(6);
    expect(steps.map(({ step, total, epoch, loss }) => [step, total, epoch, loss])).toEqual([
      [1, 6, 0, 1],
      [2, 6, 0, 2],
      [3, 6, 1, 1],
      [4, 6, 1, 2],
      [5, 6, 2, 1],
      [6, 6, 2, 2],
    ]);
    expect(steps.map(({ norm }) => norm)).toEqual(new Array(6).fill(Math.sqrt(5)));
    expect(steps.map(({ learningRate }) => learningRate)).toEqual(
      [1, 2, 3, 4, 5, 6].map((n) => 0.5 * (1 / n)),
    );
    expect(steps[2]).toMatchObject({ tokensPerSecond: 3, secondsLeft: 1 });
  });

  it("yields to the host when 40 ms have passed, and not before", async () => {
    const data = () => source(batch([1], 1));
    await runOf(data(), { steps: 9 }).run();
    expect(polls).toBe(0);
    let time = 0;
    const onStep = () => {
      time += 25;
    };
    await runOf(data(), { steps: 9, now: () => time, onStep }).run();
    expect(polls).toBe(4);
  });

  it("cuts each number first, then the norm, and reports the norm of before", async () => {
    const norms: number[] = [];
    const onStep = ({ norm }: FitStep) => void norms.push(norm);
    const clipped = async (options: Partial<FitOptions>) => {
      const run = runOf(source(batch([1], 1)), { steps: 1, onStep, ...options });
      await run.run();
      return Array.from(run.model.parameters.w.data, (w, i) => 2 * ([10, 20][i] - w));
    };
    expect(await clipped({ clipValue: 0.75 })).toEqual([0.75, -0.75]);
    expect((await clipped({ clipNorm: 1 }))[0]).toBeCloseTo(1 / Math.sqrt(5), 14);
    const both = await clipped({ clipValue: 1.5, clipNorm: 0.01 });
    expect(both[1] / both[0]).toBeCloseTo(-1.5, 10);
    expect(norms).toEqual(new Array(3).fill(Math.sqrt(5)));
  });

  it("closes its display at the interruption itself, not only when it comes back", async () => {
    const cell = new AbortController();
    const shown: string[] = [];
    setHost({
      ...host(),
      publish: (bundle) => void shown.push(String(bundle["text/plain"])),
      interruption: () => cell.signal,
    });
    let heard: string | undefined;
    const onStep = ({ step }: FitStep) => {
      if (step !== 2) return;
      cell.abort(new Error("interrupted"));
      heard = shown.at(-1);
    };
    const run = runOf(source(batch([1], 1)), { steps: 5, progress: "sums", onStep });
    await expect(run.run()).rejects.toThrow("interrupted");
    expect(heard).toMatch(/^sums: stopped early, 2 of 5 steps/);
    expect(getEventListeners(cell.signal, "abort")).toEqual([]); // a cell may have many runs
  });

  it("ends before its next step when the signal is there already", async () => {
    const run = runOf(source(batch([1], 1)), { steps: 5, signal: AbortSignal.abort() });
    expect(await run.run()).toEqual({ reason: "aborted", steps: 0, losses: [] });
    expect(run.model.calls).toEqual([]);
  });

  it("refuses epochs without a batch, and counts that are no whole numbers from 1 on", async () => {
    const empty = runOf(source(), { steps: 1 });
    await expect(empty.run()).rejects.toThrow("there are no examples: give at least 1");
    const make = (options: Partial<FitOptions>) => () => runOf(texts(), options);
    const neither = "fit: give either steps or epochs";
    expect(make({})).toThrow(new RangeError(neither));
    expect(make({ steps: 1, epochs: 1 })).toThrow(new RangeError(neither));
    for (const bad of [0, 1.5, 2 ** 53]) {
      const wanted = (name: string) =>
        new RangeError(`${name} is ${bad}; give a whole number ≥ 1.`);
      expect(make({ steps: bad })).toThrow(wanted("steps"));
      expect(make({ epochs: bad })).toThrow(wanted("epochs"));
      const validation = { data: texts(), every: 1, patience: 1 };
      const validated = (change: object) =>
        make({ steps: 1, validation: { ...validation, ...change } });
      expect(validated({ every: bad })).toThrow(wanted("every"));
      expect(validated({ patience: bad })).toThrow(wanted("patience"));
    }
  });
});

describe("a saved run", () => {
  const data = () => source(batch([1], 1));

  it("brings its learning rate, its weights and its carried state", async () => {
    const first = runOf(texts(), { steps: 2 });
    await first.run();
    const saved = { ...first.state(), learningRate: 0.25 };
    const validation = { data: data(), every: 1 };
    const second = runOf(texts(), { steps: 3, validation });
    await second.run(); // it has the best weights now, and keeps the last
    second.restore(saved);
    expect([...second.state().weights.w.data]).toEqual([9, 22]);
    const rates: number[] = [];
    const third = runOf(texts(), {
      steps: 3,
      onStep: ({ learningRate }) => void rates.push(learningRate),
    });
    third.restore(saved);
    const { losses } = await third.run();
    expect([rates, losses]).toEqual([[0.25], [56]]);
    expect(third.state()).toMatchObject({ step: 3, learningRate: 0.25 });
    expect([...third.model.parameters.w.data]).toEqual([8.75, 22.5]);
  });

  it("is a copy", async () => {
    const validation = { data: data(), every: 1 };
    const run = runOf(data(), { steps: 1, validation });
    await run.run();
    const before = run.state();
    const { weights, carried, best } = run.state();
    for (const { data: numbers } of [weights.w, carried[0], best!.weights.w]) numbers.fill(77);
    expect(run.state()).toEqual(before);
  });

  it("with the carried state of another model is refused, and changes nothing", async () => {
    const run = runOf(data(), { steps: 2 });
    await run.run();
    const before = run.state();
    const carried = [Matrix.from([[1, 2]])];
    expect(() => run.restore({ ...before, step: 1, carried })).toThrow(
      new RangeError(
        "parameter s_0 (1) is 1×2, the model's is 1×1: make the model with the settings it was saved with",
      ),
    );
    expect(run.state()).toEqual(before);
  });
});

describe("validation", () => {
  /** Losses by their order: each validation reads one id, which is its loss. */
  const losses = (...all: number[]): BatchSource => {
    let next = 0;
    return { epoch: () => source(batch([all[next++]], 1)).epoch() };
  };
  const data = () => source(batch([1], 1));

  it("is due every so many steps, keeps the first best one, and ends the run after patience", async () => {
    const seen: ValidationStep[] = [];
    const options = {
      steps: 20,
      validation: { data: losses(5, 3, 3, 4, 2), every: 2, patience: 2 },
      onValidation: (step: ValidationStep) => void seen.push(step),
    };
    const run = runOf(data(), options);
    const result = await run.run();
    expect(seen).toEqual([
      { step: 2, loss: 5, best: true },
      { step: 4, loss: 3, best: true },
      { step: 6, loss: 3, best: false },
      { step: 8, loss: 4, best: false },
    ]);
    expect(result).toEqual({
      reason: "stopped early",
      steps: 8,
      losses: new Array(8).fill(1),
      best: { step: 4, loss: 3 },
    });
    expect([...run.model.parameters.w.data]).toEqual([10 - 2, 20 + 4]);
    const { sinceBest, validated, weights } = run.state();
    expect([sinceBest, validated, ...weights.w.data]).toEqual([2, 8, 10 - 4, 20 + 8]);
  });

  it("counts anew after a better one", async () => {
    const validation = { data: losses(5, 6, 4, 6, 3, 9, 9), every: 1, patience: 2 };
    const result = await runOf(data(), { steps: 20, validation }).run();
    expect(result).toMatchObject({ reason: "stopped early", steps: 7, best: { step: 5, loss: 3 } });
  });

  it("comes after the last step too; the best of a saved run stays the best", async () => {
    const validation = () => ({ data: losses(7, 8, 9), every: 1 });
    const first = runOf(data(), { steps: 1, validation: validation() });
    expect((await first.run()).best).toEqual({ step: 1, loss: 7 });
    const saved = first.state();
    const second = runOf(data(), {
      steps: 3,
      validation: { data: losses(8, 9), every: 1 },
    });
    second.restore(saved);
    saved.best!.weights.w.data.fill(0); // what was read stays the reader's
    expect((await second.run()).best).toEqual({ step: 1, loss: 7 });
    expect([...second.model.parameters.w.data]).toEqual([10 - 0.5, 20 + 1]);
    expect([...second.state().weights.w.data]).toEqual([10 - 1.5, 20 + 3]);
    const none = runOf(data(), { steps: 1 });
    await none.run();
    expect(none.state()).not.toHaveProperty("best");
  });

  it("before a run goes on, it has its last weights again", async () => {
    const validation = { data: losses(1, 2, 3), every: 1, patience: 1 };
    const stop = new AbortController();
    const run = runOf(data(), { steps: 3, validation, signal: stop.signal });
    await run.run();
    expect([...run.model.parameters.w.data]).toEqual([9.5, 21]);
    stop.abort();
    await run.run();
    expect([...run.model.parameters.w.data]).toEqual([9.5, 21]); // it ends again, with the best
    expect([...run.state().weights.w.data]).toEqual([9, 22]);
  });
});
