// Any recurrent layer under the softmax output: loss, gradients and, for layers that look back only,
// sampling at O(1) a step.
import type { RandomGenerator } from "../random/generator";
import { sampleCategorical } from "../random/sampling";
import type { Matrix } from "../tensor/matrix";
import type { Mask } from "./mask";
import {
  type LayerGradients,
  type LayerState,
  type SequenceLayer,
  stepping,
} from "./sequence-layer";
import { SoftmaxOutput } from "./softmax-output";
import { meanSquaredError } from "./squared-error";
import type { StepInput } from "./step-input";

/** A weight matrix and the gradient of the loss at it, by name. */
export interface ParameterGradient {
  readonly name: string;
  readonly value: Matrix;
  readonly gradient: Matrix;
}

/** What one pass over a piece of a sequence gives. */
export interface SequencePass<State = LayerState, Gradients = LayerGradients> {
  /** Mean cross-entropy in nats a label; of `squaredErrorPass`, the mean squared error. */
  readonly loss: number;
  /** The state after the last step, where the next piece starts. */
  readonly lastState: State;
  readonly gradients: ParameterGradient[];
  /** What the layer's own backward gave: dxs, ds0, and δ_t where the layer keeps them. */
  readonly layerGradients: Gradients;
}

/** o_t = softmax(V s_t + bias), s_t from any layer. */
export class SequenceModel<
  State extends LayerState = LayerState,
  Gradients extends LayerGradients<State> = LayerGradients<State>,
> {
  readonly output: SoftmaxOutput;

  /** @param labels K, how many classes or words @throws RangeError unless labels is ≥ 1 */
  constructor(
    readonly layer: SequenceLayer<State, unknown, Gradients>,
    labels: number,
    options: { random: RandomGenerator },
  ) {
    this.output = new SoftmaxOutput(layer.outputSize, labels, options);
  }

  /** The learned matrices by name: the layer's, V and the output's bias. */
  get parameters(): Record<string, Matrix> {
    return { ...this.layer.parameters, ...this.output.parameters };
  }

  /** How many numbers are learned. */
  get parameterCount(): number {
    return Object.values(this.parameters).reduce((sum, matrix) => sum + matrix.data.length, 0);
  }

  /** s_0 = 0 for a batch of B. */
  zeroState(batch = 1): State {
    return this.layer.zeroState(batch);
  }

  /** o_1 … o_T, each B×K. @throws RangeError for an id out of range */
  predict(
    xs: readonly StepInput[],
    s0?: State,
    mask?: Mask,
  ): { outputs: Matrix[]; lastState: State } {
    const { states, lastState } = this.layer.forward(xs, s0, mask);
    return { outputs: this.output.forward(states).outputs, lastState };
  }

  /** Mean cross-entropy in nats a label, without gradients. */
  loss(xs: readonly StepInput[], labels: readonly Int32Array[], s0?: State, mask?: Mask): number {
    return this.evaluate(xs, labels, s0, mask).loss;
  }

  /** As `loss`, with the state after the last step, where the next piece starts. */
  evaluate(
    xs: readonly StepInput[],
    labels: readonly Int32Array[],
    s0?: State,
    mask?: Mask,
  ): { loss: number; lastState: State } {
    const { states, lastState } = this.layer.forward(xs, s0, mask);
    return { loss: this.output.loss(labels, this.output.forward(states).cache), lastState };
  }

  /**
   * Forward and backward over T steps. The gradient stops at s0: pieces with the state carried from
   * one to the next are truncated BPTT (Williams & Peng 1990).
   * @param labels y_t for each step, B a step; −1 (`PADDING`) does not count
   */
  pass(
    xs: readonly StepInput[],
    labels: readonly Int32Array[],
    s0?: State,
    mask?: Mask,
  ): SequencePass<State, Gradients> {
    const { states, lastState, cache } = this.layer.forward(xs, s0, mask);
    const { cache: outputCache } = this.output.forward(states);
    const loss = this.output.loss(labels, outputCache);
    const output = this.output.backward(labels, outputCache);
    return { loss, lastState, ...this.throughLayer(output, cache) };
  }

  /** The scores V s_t + bias, each B×K: outputs that are numbers rather than probabilities. */
  scores(xs: readonly StepInput[], s0?: State, mask?: Mask): Matrix[] {
    return this.output.linear.forward(this.layer.forward(xs, s0, mask).states);
  }

  /**
   * As `pass`, for targets that are numbers: the loss is the mean squared error of the scores.
   * @param targets y_t for each step, B×K; null for a step without one
   */
  squaredErrorPass(
    xs: readonly StepInput[],
    targets: readonly (Matrix | null)[],
    s0?: State,
    mask?: Mask,
  ): SequencePass<State, Gradients> {
    const { linear } = this.output;
    const { states, lastState, cache } = this.layer.forward(xs, s0, mask);
    const { loss, dOutputs } = meanSquaredError(linear.forward(states), targets, mask);
    const output = linear.backward(dOutputs, states);
    return { loss, lastState, ...this.throughLayer(output, cache) };
  }

  /**
   * Reads `start`, then writes `length` ids, each drawn from the model's own prediction.
   * @param start at least one id
   * @throws RangeError for an empty start or an id out of range; TypeError for a bidirectional layer
   */
  sample(
    start: ArrayLike<number>,
    length: number,
    options: { random: RandomGenerator; temperature?: number; topK?: number },
  ): number[] {
    if (start.length === 0) throw new RangeError("sample: start is empty; give at least 1 id.");
    const layer = stepping(this.layer);
    let s = layer.zeroState();
    for (const id of Array.from(start)) s = layer.step(Int32Array.of(id), s);
    const ids: number[] = [];
    while (ids.length < length) {
      const [o] = this.output.forward([layer.output(s)]).outputs;
      const id = sampleCategorical(o.data, options.random, options.temperature, options.topK);
      ids.push(id);
      s = layer.step(Int32Array.of(id), s);
    }
    return ids;
  }

  /** Backward through the layer, and all gradients by name. */
  private throughLayer(
    { dV, dBias, dStates }: ReturnType<SoftmaxOutput["backward"]>,
    cache: unknown,
  ): Pick<SequencePass<State, Gradients>, "gradients" | "layerGradients"> {
    const layerGradients = this.layer.backward(dStates, cache);
    const byName = this.nameGradients(layerGradients.gradients, dV, dBias);
    const gradients = Object.entries(this.parameters).map(([name, value]) => ({
      name,
      value,
      gradient: byName[name],
    }));
    return { gradients, layerGradients };
  }

  /** The gradients under the names of `parameters`. */
  protected nameGradients(
    layer: Record<string, Matrix>,
    dV: Matrix,
    dBias: Matrix,
  ): Record<string, Matrix> {
    return { ...layer, V: dV, "o bias": dBias };
  }
}
