// The recurrent language model of the article's section 7: ids in, the recurrent layer, softmax out.
import type { RandomGenerator } from "../random/generator";
import type { Matrix } from "../tensor/matrix";
import type { Activation } from "./activations";
import { type RecurrentGradients, RecurrentLayer } from "./recurrent-layer";
import { SequenceModel, type SequencePass } from "./sequence-model";

/** What one pass over a piece of text gives. */
export type Pass = SequencePass<Matrix, RecurrentGradients>;

/** o_t = softmax(V s_t), s_t = tanh(U x_t + W s_{t−1}), with biases; x_t one-hot of vocabularySize. */
export class RecurrentLanguageModel extends SequenceModel<Matrix, RecurrentGradients> {
  declare readonly layer: RecurrentLayer;

  constructor(
    readonly vocabularySize: number,
    readonly hiddenSize: number,
    options: { random: RandomGenerator; activation?: Activation },
  ) {
    super(new RecurrentLayer(vocabularySize, hiddenSize, options), vocabularySize, options);
  }

  /** The weights by name: U, W, V and the two biases. */
  override get parameters(): Record<"U" | "W" | "s bias" | "V" | "o bias", Matrix> {
    const { layer, output } = this;
    return { U: layer.U, W: layer.W, "s bias": layer.bias, V: output.V, "o bias": output.bias };
  }

  protected override nameGradients(
    { U, W, bias }: Record<string, Matrix>,
    dV: Matrix,
    dBias: Matrix,
  ): Record<string, Matrix> {
    return { U, W, "s bias": bias, V: dV, "o bias": dBias };
  }
}
