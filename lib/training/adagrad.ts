// Adagrad: each weight has its own step, shrinking with the gradients it has seen.
// Source: Duchi, Hazan & Singer 2011.
import type { Matrix } from "../tensor/matrix";
import { Tensor } from "../tensor/tensor";
import type { AnyGradient } from "./train-language-model";

/** w −= learningRate · g / (√(Σ g²) + 1e-10). Keeps Σ g² for each matrix it has updated. */
export class Adagrad {
  private readonly sums = new Map<Matrix, Float64Array>();
  /** For fast models: Σ g² as a pointer into the workspace. */
  private readonly fastSums = new Map<Tensor, number>();

  /** @throws RangeError unless learningRate > 0 */
  constructor(readonly learningRate: number) {
    if (!(learningRate > 0)) {
      throw new RangeError(`Adagrad: learningRate ${learningRate}; give a number > 0.`);
    }
  }

  update(gradients: readonly AnyGradient[]): void {
    for (const { value, gradient } of gradients) {
      if (value instanceof Tensor) this.updateFast(value, gradient as Tensor);
      else this.updateMatrix(value, gradient as Matrix);
    }
  }

  private updateMatrix(value: Matrix, gradient: Matrix): void {
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

  private updateFast(value: Tensor, gradient: Tensor): void {
    const { workspace } = value.block;
    const { length, BYTES_PER_ELEMENT } = value.data;
    let sums = this.fastSums.get(value);
    if (sums === undefined) {
      sums = workspace.allocate(length * BYTES_PER_ELEMENT, "Adagrad");
      this.fastSums.set(value, sums);
    }
    const { adagrad } = workspace.kernels(value.precision);
    adagrad(length, value.at, gradient.at, sums, this.learningRate);
  }

  /** Gives back the memory taken for fast models; their sums start from 0 again. */
  dispose(): void {
    for (const [{ block, rows, columns, precision }, at] of this.fastSums) {
      block.workspace.release(at, rows * columns * (precision === "f32" ? 4 : 8));
    }
    this.fastSums.clear();
  }
}
