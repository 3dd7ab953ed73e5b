// The training loop: batch, clip, update, validate, stop early, keep the best. A run can be stopped
// between any two steps and goes on with the same bits, in the same process or from a checkpoint.
import { host } from "../host/host";
import { type LayerState, stateMatrices } from "../layers/sequence-layer";
import { trainingMessages as messages } from "../messages";
import { LiveProgress } from "../plotting/live-progress";
import type { GeneratorState, RandomGenerator } from "../random/generator";
import type { Matrix } from "../tensor/matrix";
import type { Batch, BatchSource, Epoch } from "./batches";
import { clipByNorm, clipByValue, gradientNorm } from "./clipping";
import { evaluateModel } from "./evaluate-model";
import { explainFailure, requireFinite, requireFiniteWeights } from "./not-finite";
import { type Optimiser, requireSetting } from "./optimiser";
import { Pace } from "./pace";
import type { Schedule } from "./schedules";
import { type AnyGradient, copyState, type Trainable } from "./trainable";
import {
  type Best,
  copyWeights,
  setWeights,
  type TrainingState,
  type Weights,
} from "./training-state";

/** What is reported after a step. */
export interface FitStep {
  /** Updates done, from 1. */
  readonly step: number;
  /** Steps of the whole run. */
  readonly total: number;
  /** Epochs done before this step, from 0. */
  readonly epoch: number;
  /** Mean cross-entropy of the step's batch, nats a label. */
  readonly loss: number;
  /** Norm of all gradients before clipping. */
  readonly norm: number;
  readonly learningRate: number;
  readonly tokensPerSecond: number;
  readonly secondsLeft: number;
}

/** What is reported after a validation. */
export interface ValidationStep {
  readonly step: number;
  readonly loss: number;
  readonly best: boolean;
}

export interface FitOptions {
  readonly optimiser: Optimiser;
  /** Draws the order of batches. */
  readonly random: RandomGenerator;
  /** How long: so many updates, or so many times through the data. */
  readonly steps?: number;
  readonly epochs?: number;
  /** Multiplies the optimiser's learning rate. */
  readonly schedule?: Schedule;
  /** Largest size of any number of the gradients; cut before the norm is. */
  readonly clipValue?: number;
  /** Largest joint norm of the gradients. */
  readonly clipNorm?: number;
  /** Every `every` steps; `patience` validations without a new best end the run. */
  readonly validation?: { data: BatchSource; every: number; patience?: number };
  /** Shows under this name how the run gets on: a bar, the loss and its curve, speed and time left. */
  readonly progress?: string;
  /** Called after each step, and after each validation; may be async. */
  readonly onStep?: (step: FitStep) => void | Promise<void>;
  readonly onValidation?: (validation: ValidationStep) => void | Promise<void>;
  /** Ends the run before its next step. */
  readonly signal?: AbortSignal;
  /** Milliseconds since any fixed moment, for speeds; default the host's clock. */
  readonly now?: () => number;
}

export interface FitResult {
  /** Why it ended: all steps done, no better validation, or the signal. */
  readonly reason: "done" | "stopped early" | "aborted";
  /** Updates of the whole run, and the loss of each update that this call made. */
  readonly steps: number;
  readonly losses: readonly number[];
  /** The best validation; the model has its weights unless the run was aborted. */
  readonly best?: { readonly step: number; readonly loss: number };
}

/**
 * Trains `model`, readable or fast, on `data`. The model is trained in place: what stops the run, be it
 * the signal, an error or a reader, leaves the model as it was after the last whole step. (Only a kernel
 * that has to cut off a step by force, since it takes long, may hit the midst of its update.)
 * @throws RangeError for settings that cannot work; NotFiniteError, naming step, parameter and largest
 *   gradient, when a loss, gradient or weight is NaN or Infinity
 */
export function fit(model: Trainable, data: BatchSource, options: FitOptions): Promise<FitResult> {
  return new TrainingRun(model, data, options).run();
}

/** A run that can be watched, stopped, saved and continued. Between two steps it is always whole. */
export class TrainingRun<Model extends Trainable = Trainable> {
  /** The last whole step, in one object: a run that is cut off anywhere shows the step that it saves. */
  private newest: { readonly step: number; readonly loss?: number } = { step: 0 };
  private epochsDone = 0;
  private index = 0;
  private learningRate: number;
  private epochRandom: GeneratorState;
  private plan: Epoch | undefined;
  private carried: LayerState | undefined;
  private best: Best | undefined;
  private sinceBest = 0;
  /** The step of the last validation; none is due before the first step. */
  private validated = 0;
  /** The last weights, while the model has the best ones. */
  private last: Weights | undefined;
  /** Of the step before, to explain a failure. */
  private gradients: readonly AnyGradient[] = [];

  /** @throws RangeError for settings that cannot work */
  constructor(
    readonly model: Model,
    private readonly data: BatchSource,
    private readonly options: FitOptions,
  ) {
    const { steps, epochs, validation } = options;
    if ((steps === undefined) === (epochs === undefined)) throw new RangeError(messages.oneLimit());
    for (const [name, value] of Object.entries({
      steps,
      epochs,
      every: validation?.every,
      patience: validation?.patience,
    })) {
      if (value === undefined) continue;
      requireSetting(name, value, Number.isSafeInteger(value) && value >= 1, "a whole number ≥ 1");
    }
    this.learningRate = options.optimiser.learningRate;
    this.epochRandom = options.random.saveState();
  }

  /** Trains on, until the end or the signal. Calling it again goes on where it stopped. */
  async run(): Promise<FitResult> {
    if (this.last) setWeights(this.model.parameters, this.last);
    this.last = undefined;
    const interruption = host().interruption?.();
    const display = this.openDisplay();
    const close = () => display?.finish(this.newest);
    interruption?.addEventListener("abort", close); // a step that is cut off never comes back here
    try {
      return await this.runShown(display, interruption);
    } finally {
      interruption?.removeEventListener("abort", close);
      close();
      this.options.optimiser.learningRate = this.learningRate;
    }
  }

  /** All that is needed to go on, copied. */
  state(): TrainingState {
    const { step, index, learningRate, epochRandom, carried, best, sinceBest, validated } = this;
    return {
      step,
      epoch: this.epochsDone,
      index,
      learningRate,
      epochRandom,
      random: this.options.random.saveState(),
      optimiser: this.options.optimiser.state(),
      weights: copyWeights(this.last ?? this.model.parameters),
      carried: carried ? stateMatrices(carried).map(({ value }) => value.clone()) : [],
      ...(best ? { best: { ...best, weights: copyWeights(best.weights) } } : {}),
      sinceBest,
      validated,
    };
  }

  /** Takes up a saved run; data and options have to be those it had. @throws RangeError if it does not fit */
  restore(state: TrainingState): void {
    const carried = this.carriedFrom(state);
    setWeights(this.model.parameters, state.weights);
    this.options.optimiser.restore(state.optimiser);
    this.options.random.restore(state.epochRandom);
    this.plan = this.data.epoch(this.options.random);
    this.options.random.restore(state.random);
    this.newest = { step: state.step };
    this.epochsDone = state.epoch;
    this.index = state.index;
    this.learningRate = state.learningRate;
    this.epochRandom = state.epochRandom;
    this.carried = carried;
    this.best = state.best && { ...state.best, weights: copyWeights(state.best.weights) };
    this.sinceBest = state.sinceBest;
    this.validated = state.validated;
    this.last = undefined;
  }

  private openDisplay(): LiveProgress | undefined {
    const { progress, now } = this.options;
    if (progress === undefined) return undefined;
    return new LiveProgress({ label: progress, total: this.total(), done: this.step, now });
  }

  /** @throws what the reader's interruption says */
  private async runShown(
    display: LiveProgress | undefined,
    interruption: AbortSignal | undefined,
  ): Promise<FitResult> {
    const { signal, onStep, now = () => performance.now() } = this.options;
    const pace = new Pace(now);
    const losses: number[] = [];
    for (;;) {
      await this.validateIfDue();
      if (this.step >= this.total()) return this.finish("done", losses);
      if (this.hasNoPatience()) return this.finish("stopped early", losses);
      if (signal?.aborted) return this.result("aborted", losses);
      const report = this.advance(pace);
      losses.push(report.loss);
      display?.update(report.step, { loss: report.loss });
      await onStep?.(report);
      if (pace.isPollDue()) await host().poll();
      interruption?.throwIfAborted();
    }
  }

  /** One update. Nothing of the run changes before it is whole. */
  private advance(pace: Pace): FitStep {
    const { optimiser, schedule } = this.options;
    const batch = this.nextBatch();
    const step = this.step + 1;
    const { loss, lastState, gradients } = this.pass(batch, step);
    const matrices = gradients.map(({ gradient }) => gradient);
    const norm = gradientNorm(matrices);
    requireFinite(step, loss, norm, gradients);
    if (this.options.clipValue !== undefined) clipByValue(matrices, this.options.clipValue);
    if (this.options.clipNorm !== undefined) clipByNorm(matrices, this.options.clipNorm);
    const learningRate = this.learningRate * (schedule?.(step) ?? 1);
    optimiser.learningRate = learningRate;
    optimiser.update(gradients);
    requireFiniteWeights(step, gradients);
    this.gradients = gradients;
    this.carried = copyState(lastState);
    this.newest = { step, loss };
    this.index++;
    pace.count(batch.tokens);
    const total = this.total();
    const epoch = this.epochsDone;
    return { step, total, epoch, loss, norm, learningRate, ...pace.report(total - step) };
  }

  /** Updates done. */
  private get step(): number {
    return this.newest.step;
  }

  private pass(batch: Batch, step: number) {
    try {
      const before = batch.continues ? this.carried : undefined;
      return this.model.pass(batch.xs, batch.labels, before, batch.mask);
    } catch (error) {
      throw explainFailure(error, step, this.gradients);
    }
  }

  private nextBatch(): Batch {
    for (;;) {
      const plan = this.epoch();
      while (this.index < plan.count) {
        const batch = plan.batch(this.index);
        if (batch.tokens > 0) return batch;
        this.carried = this.forward(batch); // no label here, yet later pieces go on from its state
        this.index++;
      }
      this.plan = undefined;
      this.index = 0;
      this.epochsDone++;
    }
  }

  private forward({ xs, continues, mask }: Batch): LayerState {
    const before = continues ? this.carried : undefined;
    return copyState(this.model.predict(xs, before, mask).lastState);
  }

  /** The present epoch, planned when it starts. */
  private epoch(): Epoch {
    if (!this.plan) {
      this.epochRandom = this.options.random.saveState();
      this.plan = this.data.epoch(this.options.random);
      if (this.plan.count === 0) throw new RangeError(messages.noExamples());
    }
    return this.plan;
  }

  private total(): number {
    return this.options.steps ?? this.options.epochs! * this.epoch().count;
  }

  /** Before the next step rather than after the last one, so that no stop and no checkpoint skips it. */
  private async validateIfDue(): Promise<void> {
    const { validation } = this.options;
    if (!validation || this.step % validation.every !== 0 || this.validated === this.step) return;
    const { loss } = await evaluateModel(this.model, validation.data);
    this.validated = this.step;
    const best = loss < (this.best?.loss ?? Number.POSITIVE_INFINITY);
    if (best) {
      this.best = { step: this.step, loss, weights: copyWeights(this.model.parameters) };
    }
    this.sinceBest = best ? 0 : this.sinceBest + 1;
    await this.options.onValidation?.({ step: this.step, loss, best });
  }

  private hasNoPatience(): boolean {
    return this.sinceBest >= (this.options.validation?.patience ?? Number.POSITIVE_INFINITY);
  }

  /** Gives the model its best weights, and keeps the last ones to go on from. */
  private finish(reason: FitResult["reason"], losses: readonly number[]): FitResult {
    if (this.best) {
      this.last = copyWeights(this.model.parameters);
      setWeights(this.model.parameters, this.best.weights);
    }
    return this.result(reason, losses);
  }

  private result(reason: FitResult["reason"], losses: readonly number[]): FitResult {
    const { best } = this;
    return {
      reason,
      steps: this.step,
      losses,
      ...(best ? { best: { step: best.step, loss: best.loss } } : {}),
    };
  }

  private carriedFrom({ carried }: TrainingState): LayerState | undefined {
    if (carried.length === 0) return undefined;
    const state = this.model.zeroState(carried[0].rows);
    const parts = stateMatrices(state);
    const byNumber = (matrices: readonly Matrix[]) =>
      Object.fromEntries(matrices.map((matrix, i) => [`s_0 (${i + 1})`, matrix]));
    setWeights(byNumber(parts.map(({ value }) => value)), byNumber(carried));
    return state;
  }
}
