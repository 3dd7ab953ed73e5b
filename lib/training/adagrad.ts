// Adagrad: each weight has its own step, shrinking with the gradients it has seen.
// Source: Duchi, Hazan & Singer 2011.
import type { ParameterGradient } from "../layers/sequence-model";
import type { Matrix } from "../tensor/matrix";

/** w −= learningRate · g / (√(Σ g²) + 1e-10). Keeps Σ g² for each matrix it has updated. */
export class Adagrad {
  private readonly sums = new Map<Matrix, Float64Array>();

  /** @throws RangeError unless learningRate > 0 */
  constructor(readonly learningRate: number) {
    if (!(learningRate > 0)) {
      throw new RangeError(`Adagrad: learningRate ${learningRate}; give a number > 0.`);
    }
  }

  update(gradients: readonly ParameterGradient[]): void {
    for (const { value, gradient } of gradients) {
      let sums = this.sums.get(value);
      if (!sums) {
        sums = new Float64Array(value.data.length);
        this.sums.set(value, sums);
      }
      for (let i = 0; i < sums.length; i++) {
        const g = gradient.data[i];
        sums[i] += g * g;
        value.data[i] -= (this.learningRate * g) / (Math.sqrt(sums[i]) + 1e-10);
      }
    }
  }
}
