// The output layer (1) with g = softmax, and the gradient of its cross-entropy: o − y at the logits.
// The loss is taken from the logits (log-sum-exp), so that it stays finite where o rounds to 0.
import type { RandomGenerator } from "../random/generator";
import { Matrix } from "../tensor/matrix";
import { requireSize } from "./initialise";
import { LinearOutput } from "./linear-output";
import { logSumExp, softmax } from "./softmax";

/** The label of a step that does not count. */
export const PADDING = -1;

/** What forward keeps for backward: logits V s_t + bias and outputs o_t, B×K a step. */
export interface OutputCache {
  /** V s_t + bias, B×K each. */
  readonly logits: readonly Matrix[];
  readonly states: readonly Matrix[];
  /** o_t, B×K each: rows sum to 1. */
  readonly outputs: readonly Matrix[];
}

/** o_t = softmax(V s_t + bias). V is K×n, bias 1×K; s_t is B×n, o_t B×K. */
export class SoftmaxOutput {
  /** V s_t + bias, the scores before softmax. */
  readonly linear: LinearOutput;

  /** V is drawn from U(±1/√n); the bias is 0. @throws RangeError unless both sizes are ≥ 1 */
  constructor(
    readonly hiddenSize: number,
    readonly vocabularySize: number,
    options: { random: RandomGenerator },
  ) {
    requireSize("hiddenSize", hiddenSize);
    requireSize("vocabularySize", vocabularySize);
    this.linear = new LinearOutput(hiddenSize, vocabularySize, options);
  }

  /** K×n, from state to logits. */
  get V(): Matrix {
    return this.linear.V;
  }

  /** 1×K. */
  get bias(): Matrix {
    return this.linear.bias;
  }

  get parameters(): Record<string, Matrix> {
    return this.linear.parameters;
  }

  /** o_1 … o_T from s_1 … s_T. @throws RangeError for a wrong shape, or if a logit is not finite */
  forward(states: readonly Matrix[]): { outputs: Matrix[]; cache: OutputCache } {
    const logits = this.linear.forward(states);
    const outputs = logits.map(softmaxRows);
    return { outputs, cache: { states, logits, outputs } };
  }

  /**
   * −(1/N) Σ ln o_label over the N labels that are not `PADDING`, in nats.
   * @throws RangeError for labels that do not fit, or if all are padding
   */
  loss(labels: readonly Int32Array[], { logits }: OutputCache): number {
    const count = this.countOf(labels, logits);
    let sum = 0;
    labels.forEach((row, t) => {
      row.forEach((label, b) => {
        if (label !== PADDING) sum += logSumExp(logits[t].row(b)) - logits[t].get(b, label);
      });
    });
    return sum / count;
  }

  /** dV, dBias and ∂E/∂s_t for the mean loss. @throws RangeError for labels that do not fit */
  backward(
    labels: readonly Int32Array[],
    { states, outputs }: OutputCache,
  ): { dV: Matrix; dBias: Matrix; dStates: Matrix[] } {
    const count = this.countOf(labels, outputs);
    const dLogits = outputs.map((o, t) => {
      const dz = o.clone(); // o − y, over N
      labels[t].forEach((label, b) => {
        if (label === PADDING) dz.row(b).fill(0);
        else dz.data[b * this.vocabularySize + label] -= 1;
      });
      for (let i = 0; i < dz.data.length; i++) dz.data[i] /= count;
      return dz;
    });
    return this.linear.backward(dLogits, states);
  }

  private countOf(labels: readonly Int32Array[], outputs: readonly Matrix[]): number {
    return requireLabels(labels, outputs.length, outputs[0]?.rows ?? 0, this.vocabularySize);
  }
}

/**
 * @returns how many labels are not `PADDING`
 * @throws RangeError unless there are T rows of B labels, each from 0 to K − 1 or padding, not all padding
 */
export function requireLabels(
  labels: readonly Int32Array[],
  steps: number,
  batch: number,
  K: number,
): number {
  if (labels.length !== steps) {
    throw new RangeError(
      `labels: ${labels.length} steps; expected ${steps}, one for each input; give ${PADDING} where none counts.`,
    );
  }
  let count = 0;
  for (let t = 0; t < steps; t++) {
    const row = labels[t];
    if (row.length !== batch) {
      throw new RangeError(`labels at step ${t + 1}: ${row.length}; expected ${batch}, one a row.`);
    }
    for (let b = 0; b < batch; b++) {
      if (row[b] === PADDING) continue;
      if (row[b] < 0 || row[b] >= K) {
        throw new RangeError(
          `label at step ${t + 1}: id ${row[b]} is out of range; give ids from 0 to ${K - 1}, or ${PADDING} for padding.`,
        );
      }
      count++;
    }
  }
  if (count === 0) throw new RangeError("labels: all are padding; give at least 1 label.");
  return count;
}

/** softmax of each row of z. @throws RangeError as `softmax` */
function softmaxRows(z: Matrix): Matrix {
  const o = new Matrix(z.rows, z.columns);
  for (let i = 0; i < z.rows; i++) o.row(i).set(softmax(z.row(i)));
  return o;
}
