// A recurrent language model: ids in, the recurrent layer, softmax out. Also how it writes text.
import type { RandomGenerator } from "../random/generator";
import { sampleCategorical } from "../random/sampling";
import type { Matrix } from "../tensor/matrix";
import type { Activation } from "./activations";
import { RecurrentLayer } from "./recurrent-layer";
import { SoftmaxOutput } from "./softmax-output";

/** A weight matrix and the gradient of the loss at it, by name. */
export interface ParameterGradient {
  readonly name: string;
  readonly value: Matrix;
  readonly gradient: Matrix;
}

/** What one pass over a piece of text gives. */
export interface Pass {
  /** Mean cross-entropy in nats a token. */
  readonly loss: number;
  /** s_T, where the next piece starts. */
  readonly lastState: Matrix;
  readonly gradients: ParameterGradient[];
}

/** o_t = softmax(V s_t), s_t = tanh(U x_t + W s_{t−1}), with biases; x_t one-hot of vocabularySize. */
export class RecurrentLanguageModel {
  readonly layer: RecurrentLayer;
  readonly output: SoftmaxOutput;

  constructor(
    readonly vocabularySize: number,
    readonly hiddenSize: number,
    options: { random: RandomGenerator; activation?: Activation },
  ) {
    this.layer = new RecurrentLayer(vocabularySize, hiddenSize, options);
    this.output = new SoftmaxOutput(hiddenSize, vocabularySize, options);
  }

  /** The weights by name: U, W, V and the two biases. */
  get parameters(): Record<"U" | "W" | "s bias" | "V" | "o bias", Matrix> {
    const { layer, output } = this;
    return { U: layer.U, W: layer.W, "s bias": layer.bias, V: output.V, "o bias": output.bias };
  }

  /** How many numbers are learned. */
  get parameterCount(): number {
    return Object.values(this.parameters).reduce((sum, matrix) => sum + matrix.data.length, 0);
  }

  /** o_1 … o_T, each B×K. @throws RangeError for an id out of range */
  predict(xs: readonly Int32Array[], s0?: Matrix): { outputs: Matrix[]; lastState: Matrix } {
    const { states } = this.layer.forward(xs, s0);
    return { outputs: this.output.forward(states).outputs, lastState: states[states.length - 1] };
  }

  /** Mean cross-entropy in nats a token, without gradients. */
  loss(xs: readonly Int32Array[], labels: readonly Int32Array[], s0?: Matrix): number {
    const { states } = this.layer.forward(xs, s0);
    return this.output.loss(labels, this.output.forward(states).cache);
  }

  /** Forward and backward over T steps; `labels[t]` follows `xs[t]`. */
  pass(xs: readonly Int32Array[], labels: readonly Int32Array[], s0?: Matrix): Pass {
    const { states, cache } = this.layer.forward(xs, s0);
    const { cache: outputCache } = this.output.forward(states);
    const loss = this.output.loss(labels, outputCache);
    const { dV, dBias, dStates } = this.output.backward(labels, outputCache);
    const below = this.layer.backward(dStates, cache);
    const { parameters } = this;
    const gradients = { U: below.dU, W: below.dW, "s bias": below.dBias, V: dV, "o bias": dBias };
    return {
      loss,
      lastState: states[states.length - 1],
      gradients: (Object.keys(gradients) as (keyof typeof gradients)[]).map((name) => ({
        name,
        value: parameters[name],
        gradient: gradients[name],
      })),
    };
  }

  /**
   * Reads `start`, then writes `length` ids, each drawn from the model's own prediction.
   * @param start at least one id
   * @throws RangeError for an empty start or an id out of range
   */
  sample(
    start: ArrayLike<number>,
    length: number,
    options: { random: RandomGenerator; temperature?: number },
  ): number[] {
    if (start.length === 0) throw new RangeError("sample: start is empty; give at least 1 id.");
    let s = this.layer.zeroState();
    for (const id of Array.from(start)) s = this.layer.step(Int32Array.of(id), s);
    const ids: number[] = [];
    while (ids.length < length) {
      const [o] = this.output.forward([s]).outputs;
      const id = sampleCategorical(o.data, options.random, options.temperature);
      ids.push(id);
      s = this.layer.step(Int32Array.of(id), s);
    }
    return ids;
  }
}
