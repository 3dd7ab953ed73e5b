// The training loop: its batches, that it stops and goes on with the same bits, what it refuses.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { beforeEach, describe, expect, it } from "vitest";
import type { Host, MimeBundle, PublishOptions } from "../../lib/host/host";
import { host, setHost } from "../../lib/host/host";
import { installNodeHost } from "../../lib/host/node-host";
import {
  Adam,
  activations,
  type Example,
  evaluateModel,
  FastModel,
  type FitOptions,
  GRU,
  LSTM,
  maskOfLengths,
  NotFiniteError,
  nextTokens,
  PADDING,
  RandomGenerator,
  RecurrentLayer,
  SequenceBatches,
  SequenceModel,
  SGD,
  StreamBatches,
  schedules,
  type Trainable,
  TrainingRun,
  type TrainingState,
  fit as train,
  Workspace,
} from "../../lib/index";

import type { FastUpdate } from "../../lib/training/optimiser";

beforeEach(() => installNodeHost());

const text = Int32Array.from({ length: 400 }, (_, i) => [0, 0, 1, 2][i % 4]);

/** 30 sequences of 2 to 8 ids below 4. */
function examples(): Example[] {
  const random = new RandomGenerator(5);
  return Array.from({ length: 30 }, () =>
    nextTokens(Int32Array.from({ length: 2 + random.integer(7) }, () => random.integer(4))),
  );
}

const lstm = () => {
  const random = new RandomGenerator(1);
  return new SequenceModel(new LSTM(4, 5, { random }), 4, { random });
};

const workspace = new Workspace(16);
const fast = (precision: "f32" | "f64") => new FastModel(lstm(), { precision, workspace });

/** One model in three forms. */
const tiers = {
  readable: lstm,
  "fast, f64": () => fast("f64"),
  "fast, f32": () => fast("f32"),
} as const;

const bits = ({ parameters }: Pick<Trainable, "parameters">) =>
  Object.values(parameters).flatMap((m) => Array.from<number>(m.data));

interface Shown {
  bundle: MimeBundle;
  options: PublishOptions;
}
const line = ({ bundle }: Shown): string => String(bundle["text/plain"]);

/** A host that keeps what is published. */
function recording(more: Partial<Host> = {}): { shown: Shown[]; install: () => void } {
  const shown: Shown[] = [];
  const publish: Host["publish"] = (bundle, options = {}) => void shown.push({ bundle, options });
  return { shown, install: () => setHost({ ...host(), publish, ...more }) };
}

describe("batches", () => {
  it.each([true, false])(
    "hold every token of every sequence once an epoch, padded and masked on the right; by length: %s",
    (byLength) => {
      const data = new SequenceBatches(examples(), { batchSize: 4, byLength });
      const epoch = data.epoch(new RandomGenerator(2));
      expect(epoch.count).toBe(8);
      const seen: string[] = [];
      let padding = 0;
      for (let i = 0; i < epoch.count; i++) {
        const { xs, labels, mask, tokens } = epoch.batch(i);
        const lengths = Array.from(xs[0], (_, b) => labels.filter((y) => y[b] !== PADDING).length);
        expect(tokens).toBe(lengths.reduce((a, b) => a + b));
        expect(Math.max(...lengths)).toBe(xs.length);
        padding += xs.length * lengths.length - tokens;
        expect(mask ?? maskOfLengths(lengths, xs.length)).toEqual(
          maskOfLengths(lengths, xs.length),
        );
        lengths.forEach((n, b) => {
          seen.push(String([...xs.slice(0, n).map((x) => x[b]), labels[n - 1][b]]));
        });
      }
      const all = examples().map(({ inputs, labels }) => String([...inputs, labels.at(-1)]));
      expect(seen.sort()).toEqual(all.sort());
      if (byLength) expect(padding).toBeLessThan(20);
      else expect(padding).toBeGreaterThan(30);
    },
  );

  it("of streams are what the long text holds, in order, the state carried on", () => {
    const ids = Int32Array.from({ length: 14 }, (_, i) => i);
    const epoch = new StreamBatches(ids, { batchSize: 2, length: 3 }).epoch();
    expect(epoch.count).toBe(2);
    const [first, second] = [epoch.batch(0), epoch.batch(1)];
    expect(first.xs.map(String)).toEqual(["0,6", "1,7", "2,8"]);
    expect(first.labels.map(String)).toEqual(["1,7", "2,8", "3,9"]);
    expect(second.xs.map(String)).toEqual(["3,9", "4,10", "5,11"]);
    expect([first.continues, second.continues]).toEqual([false, true]);
  });

  it("cut in pieces are evaluated as if they were whole", async () => {
    const model = lstm();
    const whole = await evaluateModel(model, new SequenceBatches(examples(), { batchSize: 7 }));
    const options = { batchSize: 7, pieceLength: 2 };
    const pieces = await evaluateModel(model, new SequenceBatches(examples(), options));
    const single = await evaluateModel(model, new SequenceBatches(examples(), { batchSize: 1 }));
    expect(pieces.tokens).toBe(whole.tokens);
    expect(pieces.loss).toBeCloseTo(whole.loss, 13);
    expect(single.loss).toBeCloseTo(whole.loss, 13);
  });

  it("refuse what cannot be learned from", () => {
    const bad = { inputs: Int32Array.of(1, 2), labels: Int32Array.of(1) };
    const batches = (list: Example[]) => new SequenceBatches(list, { batchSize: 1 });
    expect(() => batches([])).toThrow("at least 1");
    expect(() => batches([bad])).toThrow("example 0 has 2 inputs and 1 labels");
    const blank = { inputs: Int32Array.of(1), labels: Int32Array.of(PADDING) };
    expect(() => batches([blank])).toThrow("all are padding");
    expect(() => new StreamBatches(text, { batchSize: 100, length: 4 })).toThrow("at least 401");
  });
});

describe("fit", () => {
  function runOf(
    options: Partial<FitOptions> = {},
    pieceLength?: number,
    model: Trainable = lstm(),
  ) {
    return new TrainingRun(model, new SequenceBatches(examples(), { batchSize: 4, pieceLength }), {
      steps: 40,
      optimiser: new Adam(0.02),
      random: new RandomGenerator(9),
      clipNorm: 1,
      schedule: schedules.linear(40),
      validation: { data: new SequenceBatches(examples().slice(0, 9), { batchSize: 4 }), every: 5 },
      ...options,
    });
  }

  const cases = [1, 7, 13, 30].flatMap((n) =>
    Object.keys(tiers).map((tier) => [tier as keyof typeof tiers, n] as const),
  );
  it.each(cases)(
    "(%s) resumed after %i steps gives the bits of the run that went on",
    async (tier, n) => {
      const make = tiers[tier];
      const straight = runOf({}, 3, make());
      const { losses, ...result } = await straight.run();
      const stop = new AbortController();
      const onStep = ({ step }: { step: number }) => {
        if (step === n) stop.abort();
      };
      const first = runOf({ signal: stop.signal, onStep }, 3, make());
      const { losses: before, ...stopped } = await first.run();
      expect(stopped).toMatchObject({ reason: "aborted", steps: n });
      const second = runOf({}, 3, make());
      second.restore(first.state());
      const { losses: after, ...rest } = await second.run();
      expect(rest).toEqual(result);
      expect([...before, ...after]).toEqual(losses);
      expect(bits(second.model)).toEqual(bits(straight.model));
      expect(second.state()).toEqual(straight.state());
    },
  );

  it("saved by a callback just before a validation, it makes up for it", async () => {
    const straight = runOf({});
    const { best } = await straight.run();
    let saved: TrainingState | undefined;
    const first: TrainingRun = runOf({
      steps: 40,
      onStep: ({ step }) => {
        if (step === 20) saved = first.state();
      },
    });
    await first.run();
    const second = runOf({});
    second.restore(saved!);
    expect((await second.run()).best).toEqual(best);
    expect(second.state()).toEqual(straight.state());
  });

  it("goes on in the same process after an error in a callback, as if nothing had been", async () => {
    let broken = true;
    const onStep = ({ step }: { step: number }) => {
      if (broken && step === 11) throw new Error("reader's mistake");
    };
    const run = runOf({ onStep });
    await expect(run.run()).rejects.toThrow("reader's mistake");
    broken = false;
    await run.run();
    const straight = runOf();
    await straight.run();
    expect(bits(run.model)).toEqual(bits(straight.model));
  });

  it("trains a fast model as the readable one, whatever else runs between steps", async () => {
    const other = fast("f64");
    const random = new RandomGenerator(1);
    const between = { onStep: () => void other.sample([1], 3, { random }) };
    const [readable, quick] = [runOf({}, 3), runOf(between, 3, fast("f64"))];
    const [{ losses }, { losses: fastLosses }] = [await readable.run(), await quick.run()];
    expect(losses).toHaveLength(40);
    fastLosses.forEach((loss, i) => {
      expect(Math.abs(loss - losses[i]), `step ${i + 1}`).toBeLessThan(1e-10);
    });
    expect(bits(quick.model)).not.toEqual(bits(fast("f64")));
    const data = new SequenceBatches(examples(), { batchSize: 7, pieceLength: 2 });
    const [a, b] = [
      await evaluateModel(readable.model, data),
      await evaluateModel(quick.model, data),
    ];
    expect(b.tokens).toBe(a.tokens);
    expect(Math.abs(b.loss - a.loss)).toBeLessThan(1e-10);
  });

  it("gives the optimiser its learning rate back", async () => {
    const optimiser = new SGD(0.5);
    await runOf({ optimiser, steps: 3 }).run();
    expect(optimiser.learningRate).toBe(0.5);
  });

  it.each(Object.keys(tiers) as (keyof typeof tiers)[])(
    "(%s) keeps the best weights, and stops when patience ends",
    async (tier) => {
      const validations: number[] = [];
      const data = new SequenceBatches(examples().slice(0, 5), { batchSize: 5 });
      const held = new SequenceBatches(examples().slice(5), { batchSize: 5 });
      const model = tiers[tier]();
      const result = await train(model, data, {
        epochs: 500,
        optimiser: new Adam(0.05),
        random: new RandomGenerator(1),
        validation: { data: held, every: 2, patience: 3 },
        onValidation: ({ loss }) => void validations.push(loss),
      });
      const lowest = Math.min(...validations);
      expect(result.reason).toBe("stopped early");
      expect(result.best?.loss).toBe(lowest);
      expect(result.steps).toBe(2 * (validations.indexOf(lowest) + 1) + 6);
      expect((await evaluateModel(model, held)).loss).toBe(lowest);
    },
  );

  it("reports norm before clipping, learning rate, speed and time left", async () => {
    let time = 0;
    const steps: { norm: number; rate: number; speed: number; left: number }[] = [];
    await train(lstm(), new StreamBatches(text, { batchSize: 2, length: 5 }), {
      steps: 4,
      optimiser: new SGD(0.5),
      random: new RandomGenerator(1),
      clipNorm: 1e-9,
      schedule: schedules.linear(4),
      now: () => {
        time += 1;
        return time;
      },
      onStep: ({ norm, learningRate, tokensPerSecond, secondsLeft }) => {
        time = 1000 * (steps.length + 1);
        steps.push({ norm, rate: learningRate, speed: tokensPerSecond, left: secondsLeft });
      },
    });
    expect(steps.map(({ rate }) => rate)).toEqual([0.5, 0.375, 0.25, 0.125]);
    for (const { norm } of steps) expect(norm).toBeGreaterThan(1e-3);
    expect(steps[3].speed).toBeCloseTo(40 / 3, 1);
    expect(steps[1].left).toBeCloseTo(1, 1);
  });

  it("reports speed and time left by the machine's clock, unless it is given another", async () => {
    const reported: number[] = [];
    await train(lstm(), new StreamBatches(text, { batchSize: 2, length: 5 }), {
      steps: 2,
      optimiser: new SGD(0.5),
      random: new RandomGenerator(1),
      onStep: ({ tokensPerSecond, secondsLeft }) => {
        reported.push(tokensPerSecond, secondsLeft);
      },
    });
    const [first, left, second, none] = reported;
    for (const speed of [first, second]) {
      expect(speed).toBeGreaterThan(0);
      expect(speed).toBeLessThanOrEqual(20_000); // 20 tokens, and no less than a millisecond
    }
    expect(left).toBeGreaterThan(0);
    expect(none).toBe(0);
  });

  it("names step, parameter and largest gradient when numbers leave the finite", async () => {
    const random = new RandomGenerator(2);
    const layer = new RecurrentLayer(3, 8, { random, activation: activations.relu });
    for (let i = 0; i < layer.W.data.length; i++) layer.W.data[i] = i % 9 === 0 ? 1e40 : 0;
    const data = new StreamBatches(text, { batchSize: 1, length: 12 });
    const options = { steps: 9, optimiser: new SGD(1), random };
    const run = new TrainingRun(new SequenceModel(layer, 3, { random }), data, options);
    await expect(run.run()).rejects.toThrow(/stopped at step 1: .*(NaN|Infinity)/);

    for (const make of Object.values(tiers)) {
      const model = make();
      const before = bits(model);
      const { V } = model.parameters;
      V.data[3] = Number.NaN;
      const error = await train(model, new StreamBatches(text, { batchSize: 1, length: 5 }), {
        ...options,
        optimiser: new SGD(1),
      }).catch((e: unknown) => e);
      expect(error).toBeInstanceOf(NotFiniteError);
      V.data[3] = before[before.length - 4 - 20 + 3];
      expect(bits(model)).toEqual(before);
    }

    class Breaking extends SGD {
      protected override change(w: Float64Array, g: Float64Array) {
        super.change(w, g);
        if (this.steps === 3) w[1] = Number.POSITIVE_INFINITY;
      }
      protected override changeFast(update: FastUpdate) {
        super.changeFast(update);
        if (this.steps === 3) workspace.f64[update.w / 8 + 1] = Number.POSITIVE_INFINITY;
      }
    }
    for (const model of [lstm(), fast("f64")]) {
      const broken = train(model, new StreamBatches(text, { batchSize: 1, length: 5 }), {
        ...options,
        optimiser: new Breaking(0.1),
      });
      await expect(broken).rejects.toThrow(
        /stopped at step 3: the update made U_i\[0, 1\] = Infinity; the largest gradient is .+\[/,
      );
    }
  });

  it("shows bar, loss and curve; the last state is the same however fast the machine is", async () => {
    const lastOf = async (milliseconds: number, options: Partial<FitOptions> = {}) => {
      const { shown, install } = recording();
      install();
      let time = 0;
      const now = () => {
        time += milliseconds;
        return time;
      };
      await runOf({ progress: "an LSTM", now, ...options })
        .run()
        .catch(() => {});
      return shown;
    };
    const [quick, slow] = [await lastOf(0.01), await lastOf(2000)];
    expect(slow.length).toBeGreaterThan(quick.length);
    expect(line(slow[0])).toBe("an LSTM: 0 of 40 steps");
    expect(line(slow[5])).toMatch(/^an LSTM: \d+ of 40 steps, loss .+ steps\/s, .+ left$/);
    expect(slow.at(-1)!.bundle).toEqual(quick.at(-1)!.bundle);
    expect(line(quick.at(-1)!)).toMatch(/^an LSTM: done, 40 of 40 steps, loss 1\.\d+$/);
    expect(String(quick.at(-1)!.bundle["image/svg+xml"])).toContain("<polyline");
    const stop = new AbortController();
    const broken = ({ step }: { step: number }) => {
      if (step === 7) throw new Error("reader's mistake");
    };
    const aborted = ({ step }: { step: number }) => {
      if (step === 7) stop.abort();
    };
    for (const options of [{ onStep: broken }, { onStep: aborted, signal: stop.signal }]) {
      const shown = await lastOf(2000, options);
      expect(line(shown.at(-1)!)).toMatch(/^an LSTM: stopped early, 7 of 40 steps, loss 1\.\d+$/);
      expect(shown.at(-1)!.options.metadata).toEqual({ progress: { done: true } });
    }
  });

  it("shows the step that it saves, wherever it is cut off", async () => {
    const { shown, install } = recording();
    install();
    let cut = false;
    const run: TrainingRun = runOf({
      progress: "an LSTM",
      now: () => {
        if (!cut && run.state().step === 7) {
          cut = true; // after the step was done, before the display heard of it
          throw new Error("cut off");
        }
        return 0;
      },
    });
    await expect(run.run()).rejects.toThrow("cut off");
    expect(run.state().step).toBe(7);
    expect(line(shown.at(-1)!)).toMatch(/^an LSTM: stopped early, 7 of 40 steps, loss 1\.\d+$/);
    expect((await run.run()).losses).toHaveLength(33);
  });

  it("shows at most 100 messages a cell, however many runs it has", async () => {
    const cell = new AbortController();
    const { shown, install } = recording({ interruption: () => cell.signal });
    install();
    let time = 0;
    const now = () => {
      time += 1000;
      return time;
    };
    for (let i = 0; i < 5; i++) await runOf({ progress: `run ${i}`, now, steps: 100 }).run();
    expect(shown.length).toBeGreaterThan(60);
    expect(shown.length).toBeLessThanOrEqual(100);
    expect(line(shown.at(-1)!)).toContain("run 4: done, 100 of 100 steps");
  });

  it("ends with the reader's interruption; the model is whole and goes on with the same bits", async () => {
    const straight = runOf();
    await straight.run();
    let cell = new AbortController();
    const { shown, install } = recording({ interruption: () => cell.signal });
    install();
    const run = runOf({
      progress: "an LSTM",
      onStep: ({ step }) => {
        if (step === 9) cell.abort(new Error("the cell was interrupted"));
      },
    });
    await expect(run.run()).rejects.toThrow("the cell was interrupted");
    expect(line(shown.at(-1)!)).toContain("stopped early, 9 of 40 steps");
    cell = new AbortController();
    expect((await run.run()).losses).toHaveLength(31);
    expect(line(shown.at(-1)!)).toContain("done, 40 of 40 steps");
    expect(bits(run.model)).toEqual(bits(straight.model));
  });

  it("refuses settings that cannot work", () => {
    const make = (options: Partial<FitOptions>) => () => runOf(options);
    expect(make({ epochs: 2 })).toThrow("either steps or epochs");
    expect(make({ steps: 0 })).toThrow("steps is 0");
    const other = new SequenceModel(new GRU(4, 5, { random: new RandomGenerator(1) }), 4, {
      random: new RandomGenerator(1),
    });
    const data = new StreamBatches(text, { batchSize: 1, length: 5 });
    const random = new RandomGenerator(1);
    const run = new TrainingRun(other, data, { steps: 1, optimiser: new Adam(1), random });
    expect(() => run.restore(runOf().state())).toThrow("make the model with the settings");
  });

  it.each(["readable", "fast, f32"] as const)(
    "(%s) does 10,000 steps without growth of memory",
    async (tier) => {
      setFlagsFromString("--expose-gc");
      const collect: () => void = runInNewContext("gc");
      const used: number[] = [];
      const blocks: number[] = [];
      await train(tiers[tier](), new StreamBatches(text, { batchSize: 2, length: 4 }), {
        steps: 10_000,
        optimiser: new Adam(0.01),
        random: new RandomGenerator(1),
        onStep: ({ step }) => {
          if (step !== 2000 && step !== 10_000) return;
          // What the first finds dead is taken off the count beside the program, by the second it has been.
          for (let k = 0; k < 3; k++) collect();
          const { heapUsed, arrayBuffers } = process.memoryUsage();
          used.push(heapUsed + arrayBuffers);
          blocks.push(workspace.use.allocations);
        },
      });
      expect(blocks[1]).toBe(blocks[0]);
      expect(used[1] - used[0]).toBeLessThan(1_000_000); // 125 bytes a step, less than one state
    },
  );
});
