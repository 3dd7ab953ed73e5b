// The output layer (1) with g = softmax, and the gradient of its cross-entropy: o − y at the logits.
import type { RandomGenerator } from "../random/generator";
import { log } from "../tensor/elementary";
import { Matrix } from "../tensor/matrix";
import { addAB, addABt, addAtB, addRow, addRowSum } from "../tensor/products";
import { initialUniform, requireSize } from "./initialise";
import { softmaxRows } from "./softmax";
import { requireInput } from "./step-input";

/** What forward keeps for backward. */
export interface OutputCache {
  readonly states: readonly Matrix[];
  readonly outputs: readonly Matrix[];
}

/** o_t = softmax(V s_t + bias). V is K×n, bias 1×K; s_t is B×n, o_t B×K. */
export class SoftmaxOutput {
  readonly V: Matrix;
  readonly bias: Matrix;

  /** V is drawn from U(±1/√n); the bias is 0. @throws RangeError unless both sizes are ≥ 1 */
  constructor(
    readonly hiddenSize: number,
    readonly vocabularySize: number,
    options: { random: RandomGenerator },
  ) {
    requireSize("hiddenSize", hiddenSize);
    requireSize("vocabularySize", vocabularySize);
    this.V = initialUniform(vocabularySize, hiddenSize, 1 / Math.sqrt(hiddenSize), options.random);
    this.bias = new Matrix(1, vocabularySize);
  }

  /** o_1 … o_T from s_1 … s_T. @throws RangeError for a wrong shape, or if a logit is not finite */
  forward(states: readonly Matrix[]): { outputs: Matrix[]; cache: OutputCache } {
    const outputs = states.map((s) => {
      const z = new Matrix(s.rows, this.vocabularySize);
      addABt(z, s, this.V);
      addRow(z, this.bias);
      return softmaxRows(z);
    });
    return { outputs, cache: { states, outputs } };
  }

  /** −(1/N) Σ ln o_label over all N = T·B labels, in nats. @throws RangeError for labels that do not fit */
  loss(labels: readonly Int32Array[], { outputs }: OutputCache): number {
    this.requireLabels(labels, outputs);
    let sum = 0;
    labels.forEach((row, t) => {
      row.forEach((label, b) => {
        sum -= log(outputs[t].data[b * this.vocabularySize + label]);
      });
    });
    return sum / countLabels(labels);
  }

  /** dV, dBias and ∂E/∂s_t for the mean loss. @throws RangeError for labels that do not fit */
  backward(
    labels: readonly Int32Array[],
    { states, outputs }: OutputCache,
  ): { dV: Matrix; dBias: Matrix; dStates: Matrix[] } {
    this.requireLabels(labels, outputs);
    const count = countLabels(labels);
    const dV = new Matrix(this.vocabularySize, this.hiddenSize);
    const dBias = new Matrix(1, this.vocabularySize);
    const dStates = outputs.map((o, t) => {
      const dz = o.clone(); // o − y, over N
      labels[t].forEach((label, b) => {
        dz.data[b * this.vocabularySize + label] -= 1;
      });
      for (let i = 0; i < dz.data.length; i++) dz.data[i] /= count;
      addAtB(dV, dz, states[t]);
      addRowSum(dBias, dz);
      const dState = new Matrix(o.rows, this.hiddenSize);
      addAB(dState, dz, this.V);
      return dState;
    });
    return { dV, dBias, dStates };
  }

  private requireLabels(labels: readonly Int32Array[], outputs: readonly Matrix[]): void {
    if (labels.length !== outputs.length) {
      throw new RangeError(`${labels.length} steps of labels for ${outputs.length} outputs.`);
    }
    labels.forEach((row, t) => {
      requireInput(row, t + 1, outputs[t].rows, this.vocabularySize);
    });
  }
}

function countLabels(labels: readonly Int32Array[]): number {
  return labels.reduce((sum, row) => sum + row.length, 0);
}
