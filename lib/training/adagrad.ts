// Adagrad: each weight has its own step, shrinking with the gradients it has seen.
// Source: Duchi, Hazan & Singer 2011.
import { type FastUpdate, Optimiser } from "./optimiser";

/** w −= learningRate · g / (√(Σ g²) + 1e-10). As torch.optim.Adagrad. */
export class Adagrad extends Optimiser {
  override readonly kind = "Adagrad";
  protected override readonly slotNames = ["sums"];

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

  protected override changeFast({ kernels, count, w, g, slots }: FastUpdate): void {
    kernels.adagrad(count, w, g, slots.sums, this.learningRate);
  }
}
