// Adagrad: each weight has its own step, shrinking with the gradients it has seen.
// Source: Duchi, Hazan & Singer 2011.
import { Tensor } from "../tensor/tensor";
import { Optimiser } from "./optimiser";
import type { AnyGradient } from "./train-language-model";

/**
 * w −= learningRate · g / (√(Σ g²) + 1e-10). As torch.optim.Adagrad. Fast models are updated in their
 * workspace; what is kept for them there is no part of `state()`.
 */
export class Adagrad extends Optimiser {
  override readonly kind = "Adagrad";
  protected override readonly slotNames = ["sums"];
  /** For fast models: Σ g² as a pointer into the workspace. */
  private readonly fastSums = new Map<Tensor, number>();

  override update(gradients: readonly AnyGradient[]): void {
    const readable: Parameters<Optimiser["update"]>[0][number][] = [];
    for (const parameter of gradients) {
      const { value, gradient } = parameter;
      if (value instanceof Tensor) this.updateFast(value, gradient as Tensor);
      else readable.push(parameter as (typeof readable)[number]);
    }
    super.update(readable);
  }

  protected override change(
    w: Float64Array,
    gradient: Float64Array,
    { sums }: Record<string, Float64Array>,
  ): void {
    for (let i = 0; i < sums.length; i++) {
      const g = gradient[i];
      sums[i] += g * g;
      w[i] -= (this.learningRate * g) / (Math.sqrt(sums[i]) + 1e-10);
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
