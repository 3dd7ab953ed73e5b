// A readable model's twin on the kernels: the same network, parameters, names and calls, in f32 or f64.

import { workspaceMessages } from "../../messages";
import type { RandomGenerator } from "../../random/generator";
import type { Precision } from "../../tensor/kernels";
import { Matrix } from "../../tensor/matrix";
import type { Block, Tensor } from "../../tensor/tensor";
import { sharedWorkspace, type Workspace } from "../../tensor/workspace";
import { type Mask, requireMask } from "../mask";
import { type LayerState, stateMatrices, stepping } from "../sequence-layer";
import type { SequenceModel } from "../sequence-model";
import { requireLabels } from "../softmax-output";
import { meanSquaredError } from "../squared-error";
import { batchOf, requireInput, type StepInput } from "../step-input";
import { borrowNumbers, type FastInput, type FastLayer, type Place } from "./fast-layer";
import { FastSampler, sampleFast } from "./fast-sampler";
import { ParameterBlock, twinOf } from "./twin";

/** Stands for the state that a pass ended with: give it to the next pass as s0 to go on from there. */
export class CarriedState {
  constructor(
    /** Number of the pass, to refuse one that another has followed. */
    readonly step: number,
    /** Copies the state out of the workspace. */
    readonly read: () => LayerState,
  ) {}
}

/** A parameter of a fast model and its gradient, by name. */
export interface FastGradient {
  readonly name: string;
  readonly value: Tensor;
  readonly gradient: Tensor;
}

/** What one pass gives. The gradients are overwritten by the next pass. */
export interface FastPass {
  /** Mean cross-entropy in nats a label; of `squaredErrorPass`, the mean squared error. */
  readonly loss: number;
  readonly lastState: CarriedState;
  readonly gradients: readonly FastGradient[];
}

/** Runs what `reference` describes. Training it leaves the reference as it is, until `store`. */
export class FastModel<State extends LayerState = LayerState> {
  /** Every parameter with its gradient, which the next pass overwrites. */
  readonly gradients: readonly FastGradient[];
  private readonly place: Place;
  private readonly layer: FastLayer;
  private readonly block: ParameterBlock;
  private readonly V: FastGradient;
  private readonly bias: FastGradient;
  /** The state that sampling interrupted. */
  private interrupted: { readonly step: number; readonly state: State } | undefined;
  /** Pointers into the newest pass: T×B rows of logits, later their gradients; ∂E/∂x. */
  private step = 0;
  private steps = 0;
  private batch = 0;
  private logits = 0;
  private dx = 0;
  /** The carried state, part by part; `kept` has room for `keptBatch` rows. */
  private kept: Block | undefined;
  private keptBatch = 0;

  /**
   * @param precision "f32" to train (the default), "f64" to compare with the reference
   * @throws TypeError for a layer that has no fast twin; RangeError when memory runs out
   */
  constructor(
    readonly reference: SequenceModel<State>,
    { precision = "f32", workspace }: { precision?: Precision; workspace?: Workspace } = {},
  ) {
    const space = workspace ?? sharedWorkspace();
    this.place = {
      workspace: space,
      precision,
      kernels: space.kernels(precision),
      bytes: precision === "f32" ? 4 : 8,
    };
    this.block = new ParameterBlock(this.place, Object.values(reference.parameters));
    const { V, bias } = reference.output;
    this.layer = twinOf(reference.layer, this.place, this.block);
    const [v, b] = [this.block.take([V]), this.block.take([bias])];
    this.gradients = Object.entries(reference.parameters).map(([name, matrix]) => ({
      name,
      ...this.block.find(matrix),
    }));
    this.V = { name: "V", ...v };
    this.bias = { name: "o bias", ...b };
  }

  /** The learned matrices by name, as views. */
  get parameters(): Record<string, Tensor> {
    return Object.fromEntries(this.gradients.map(({ name, value }) => [name, value]));
  }

  /** s_0 = 0. */
  zeroState(batch = 1): State {
    return this.reference.layer.zeroState(batch);
  }

  /** Mean cross-entropy in nats a label, without gradients. */
  loss(
    xs: readonly StepInput[],
    labels: readonly Int32Array[],
    s0?: LayerState | CarriedState,
    mask?: Mask,
  ): number {
    return this.evaluate(xs, labels, s0, mask).loss;
  }

  /** As `loss`, with the state after the last step, where the next piece starts. */
  evaluate(
    xs: readonly StepInput[],
    labels: readonly Int32Array[],
    s0?: LayerState | CarriedState,
    mask?: Mask,
  ): { loss: number; lastState: CarriedState } {
    this.forward(xs, s0, mask);
    return { loss: this.outputLoss(labels), lastState: this.carry() };
  }

  /**
   * Forward and backward over T steps, as `SequenceModel.pass`.
   * @throws RangeError for wrong shapes, ids, labels or masks, or when memory runs out
   */
  pass(
    xs: readonly StepInput[],
    labels: readonly Int32Array[],
    s0?: LayerState | CarriedState,
    mask?: Mask,
  ): FastPass {
    const outputs = this.forward(xs, s0, mask);
    const loss = this.outputLoss(labels); // logits are ∂E/∂logits from here
    return this.backward(loss, outputs, xs[0]);
  }

  /** The scores V s_t + bias, each B×K: outputs that are numbers rather than probabilities. */
  scores(xs: readonly StepInput[], s0?: LayerState | CarriedState, mask?: Mask): Matrix[] {
    this.forward(xs, s0, mask);
    return this.readSteps(this.logits, this.V.value.rows);
  }

  /**
   * As `pass`, for targets that are numbers: the loss is the mean squared error of the scores.
   * @param targets y_t for each step, B×K; null for a step without one
   * @throws RangeError for wrong shapes, ids, targets or masks, or when memory runs out
   */
  squaredErrorPass(
    xs: readonly StepInput[],
    targets: readonly (Matrix | null)[],
    s0?: LayerState | CarriedState,
    mask?: Mask,
  ): FastPass {
    const outputs = this.forward(xs, s0, mask);
    const scores = this.readSteps(this.logits, this.V.value.rows);
    const { loss, dOutputs } = meanSquaredError(scores, targets, mask);
    const step = this.batch * this.V.value.rows;
    dOutputs.forEach(({ data }, t) => {
      this.numbers.set(data, this.logits / this.place.bytes + t * step);
    });
    return this.backward(loss, outputs, xs[0]);
  }

  /** o_1 … o_T, each B×K. */
  predict(
    xs: readonly StepInput[],
    s0?: LayerState | CarriedState,
    mask?: Mask,
  ): { outputs: Matrix[]; lastState: CarriedState } {
    this.forward(xs, s0, mask);
    const K = this.V.value.rows;
    this.place.kernels.softmax(this.steps * this.batch, K, this.logits);
    return { outputs: this.readSteps(this.logits, K), lastState: this.carry() };
  }

  /**
   * Reads `start`, then writes `length` ids, as `SequenceModel.sample`. Training goes on afterwards as
   * if nothing had been sampled.
   * @throws RangeError for an empty start or an id out of range; TypeError for a bidirectional layer
   */
  sample(
    start: ArrayLike<number>,
    length: number,
    options: { random: RandomGenerator; temperature?: number; topK?: number },
  ): number[] {
    if (start.length === 0) throw new RangeError("sample: start is empty; give at least 1 id.");
    stepping(this.reference.layer);
    this.interrupted = this.stateToKeep();
    const sampler = new FastSampler(this.place, this.layer, this.V, this.bias);
    return sampleFast(sampler, start, length, options);
  }

  /** ∂E/∂x_t of the newest pass over dense inputs. @throws Error if another pass has begun since, or x are ids */
  dxs(): Matrix[] {
    this.place.workspace.requireStep(this.step, "dxs");
    if (!this.dx) throw new Error("dxs: the newest pass read ids, or was forward only.");
    return this.readSteps(this.dx, this.layer.inputSize);
  }

  /** ∂E/∂s_0 of the newest pass. @throws Error if another pass has begun since */
  ds0(): State {
    this.place.workspace.requireStep(this.step, "ds0");
    return this.readState((part) => part.gradient());
  }

  /** Takes over the reference's parameters. */
  load(): void {
    for (const { name, value } of this.gradients) value.assign(this.reference.parameters[name]);
  }

  /** Writes the parameters to the reference, which can then sample, or be checked. */
  store(): void {
    for (const { name, value } of this.gradients) {
      this.reference.parameters[name].data.set(value.data);
    }
  }

  /** Gives the model's memory back; its tensors refuse to be read from now on. */
  dispose(): void {
    this.block.release();
    if (this.kept) this.place.workspace.release(this.kept.at, this.kept.bytes);
    this.kept = undefined;
    this.keptBatch = 0;
  }

  /** Runs the layer and the logits; leaves pointers to them. @returns pointer to the layer's outputs */
  private forward(
    xs: readonly StepInput[],
    s0: LayerState | CarriedState | undefined,
    mask: Mask | undefined,
  ): number {
    if (xs.length === 0)
      throw new RangeError("forward: the sequence is empty; give at least 1 step.");
    const batch = batchOf(xs[0]);
    for (let t = 0; t < xs.length; t++) requireInput(xs[t], t + 1, batch, this.layer.inputSize);
    requireMask(mask, xs.length, batch);
    const start = s0 instanceof CarriedState ? this.resume(s0, batch) : s0;
    const { workspace, kernels } = this.place;
    this.step = workspace.beginStep();
    this.steps = xs.length;
    this.batch = batch;
    this.dx = 0;
    this.layer.begin({ steps: xs.length, batch, mask: mask ? this.writeMask(mask) : 0 });
    this.writeStart(start);
    const outputs = this.layer.forward(this.writeInput(xs));
    const [n, K, rows] = [this.layer.outputSize, this.V.value.rows, xs.length * batch];
    const z = borrowNumbers(this.place, rows * K, "logits");
    kernels.fillRows(rows, K, this.bias.value.at, z);
    const { at } = this.V.value;
    kernels.product(rows, K, n, outputs, n, 1, at, 1, n, z, K, true, workspace.scratch);
    this.logits = z;
    return outputs;
  }

  /** From ∂E/∂logits, which lie where the logits did, to all gradients. */
  private backward(loss: number, outputs: number, x: StepInput): FastPass {
    const { kernels, workspace } = this.place;
    const [n, K, rows] = [this.layer.outputSize, this.V.value.rows, this.steps * this.batch];
    const { logits: d, V } = this;
    const { scratch } = workspace;
    kernels.product(K, n, rows, d, 1, K, outputs, n, 1, V.gradient.at, n, false, scratch);
    kernels.sumRows(rows, K, d, K, this.bias.gradient.at);
    const dStates = this.layer.dOutputs();
    kernels.product(rows, n, K, d, K, 1, V.value.at, n, 1, dStates, n, false, scratch);
    const dense = !(x instanceof Int32Array);
    this.dx = dense ? borrowNumbers(this.place, rows * this.layer.inputSize, "∂E/∂x") : 0;
    this.layer.backward(this.dx);
    return { loss, lastState: this.carry(), gradients: this.gradients };
  }

  private outputLoss(labels: readonly Int32Array[]): number {
    const { workspace, kernels } = this.place;
    const [K, rows] = [this.V.value.rows, this.steps * this.batch];
    const count = requireLabels(labels, this.steps, this.batch, K);
    const at = workspace.borrow(4 * rows, "labels");
    this.writeIds(labels, at);
    return kernels.crossEntropy(rows, K, this.logits, at, count) / count;
  }

  private writeInput(xs: readonly StepInput[]): FastInput {
    const { workspace, bytes } = this.place;
    const m = this.layer.inputSize;
    if (xs[0] instanceof Int32Array) {
      const at = workspace.borrow(4 * xs.length * this.batch, "ids");
      for (const x of xs) sameKind(x, true);
      this.writeIds(xs as readonly Int32Array[], at);
      return { kind: "ids", at };
    }
    const at = borrowNumbers(this.place, xs.length * this.batch * m, "inputs");
    for (let t = 0; t < xs.length; t++) {
      const { data } = sameKind(xs[t], false) as Matrix;
      this.numbers.set(data, at / bytes + t * this.batch * m);
    }
    return { kind: "dense", at };
  }

  private writeIds(rows: readonly Int32Array[], at: number): void {
    const { i32 } = this.place.workspace;
    let to = at / 4;
    for (const row of rows) for (let b = 0; b < row.length; b++) i32[to++] = row[b];
  }

  private writeMask(mask: Mask): number {
    const { workspace } = this.place;
    const at = workspace.borrow(mask.length * this.batch, "mask");
    for (let t = 0; t < mask.length; t++) workspace.u8.set(mask[t], at + t * this.batch);
    return at;
  }

  /** The state that the newest pass ended with. */
  private carry(): CarriedState {
    const { step } = this;
    return new CarriedState(step, () => {
      this.place.workspace.requireStep(step, "carried state");
      return this.readState((part) => part.last());
    });
  }

  /** A copy of the newest pass's last state, or what sampling interrupted if no pass came since. */
  private stateToKeep(): { step: number; state: State } | undefined {
    const passed = this.step > 0 && this.place.workspace.isCurrent(this.step);
    if (!passed) return this.interrupted;
    return { step: this.step, state: this.readState((part) => part.last()) };
  }

  /** Where the next pass starts: what sampling interrupted, or the newest pass's end. */
  private resume(carried: CarriedState, batch: number): State | CarriedState {
    const { interrupted } = this;
    this.interrupted = undefined;
    if (interrupted?.step === carried.step) return interrupted.state;
    if (carried.step !== this.step) {
      throw new Error(workspaceMessages.stepEnded({ what: "carried state" }));
    }
    this.keepState(batch);
    return carried;
  }

  /** Before the arena is reset: the newest pass's last state goes to a block of its own. */
  private keepState(batch: number): void {
    const { workspace, bytes } = this.place;
    workspace.requireStep(this.step, "carried state");
    if (batch !== this.batch) {
      throw new RangeError(`carried state has ${this.batch} rows; the input has ${batch}.`);
    }
    const parts = this.layer.stateParts;
    const size = parts.reduce((sum, part) => sum + part.size, 0) * batch * bytes;
    if (!this.kept || this.keptBatch !== batch) {
      if (this.kept) workspace.release(this.kept.at, this.kept.bytes);
      const at = workspace.allocate(size, "carried state");
      this.kept = { workspace, at, bytes: size, released: false };
      this.keptBatch = batch;
    }
    let to = this.kept.at;
    for (const part of parts) {
      const length = part.size * batch * bytes;
      workspace.u8.copyWithin(to, part.last(), part.last() + length);
      to += length;
    }
  }

  private writeStart(s0: LayerState | CarriedState | undefined): void {
    const { workspace, bytes } = this.place;
    const given = s0 && !(s0 instanceof CarriedState) ? stateMatrices(s0) : undefined;
    let from = this.kept?.at ?? 0;
    this.layer.stateParts.forEach((part, i) => {
      const [at, count] = [part.start(), part.size * this.batch];
      if (given) {
        const { name, value } = given[i] ?? { name: "s_0", value: new Matrix(0, 0) };
        if (value.rows !== this.batch || value.columns !== part.size) {
          throw new RangeError(
            `${name} is ${value.rows}×${value.columns}; expected ${this.batch}×${part.size}.`,
          );
        }
        this.numbers.set(value.data, at / bytes);
      } else if (s0) {
        workspace.u8.copyWithin(at, from, from + count * bytes);
        from += count * bytes;
      } else {
        workspace.u8.fill(0, at, at + count * bytes);
      }
    });
  }

  private readState(pointer: (part: FastLayer["stateParts"][number]) => number): State {
    this.place.workspace.requireStep(this.step, "state");
    const state = this.zeroState(this.batch);
    const matrices = stateMatrices(state);
    this.layer.stateParts.forEach((part, i) => {
      matrices[i].value.data.set(this.read(pointer(part), matrices[i].value.data.length));
    });
    return state;
  }

  private readSteps(at: number, columns: number): Matrix[] {
    const { bytes } = this.place;
    return Array.from({ length: this.steps }, (_, t) => {
      const start = at + t * this.batch * columns * bytes;
      return new Matrix(
        this.batch,
        columns,
        Float64Array.from(this.read(start, this.batch * columns)),
      );
    });
  }

  private read(at: number, count: number): Float32Array | Float64Array {
    const { bytes } = this.place;
    return this.numbers.subarray(at / bytes, at / bytes + count);
  }

  private get numbers(): Float32Array | Float64Array {
    return this.place.precision === "f32" ? this.place.workspace.f32 : this.place.workspace.f64;
  }
}

function sameKind(x: StepInput, ids: boolean): StepInput {
  if (x instanceof Int32Array !== ids) {
    throw new TypeError("forward: ids and matrices are mixed; give all steps in one form.");
  }
  return x;
}
