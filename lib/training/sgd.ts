// Stochastic gradient descent: a step against the gradient. Source: Robbins & Monro 1951.
import { type FastUpdate, Optimiser } from "./optimiser";

/** w −= learningRate · g. As torch.optim.SGD. */
export class SGD extends Optimiser {
  override readonly kind = "SGD";
  protected override readonly slotNames = [];

  protected override change(w: Float64Array, g: Float64Array): void {
    for (let i = 0; i < w.length; i++) w[i] -= this.learningRate * g[i];
  }

  protected override changeFast({ kernels, count, w, g }: FastUpdate): void {
    kernels.descend(count, w, g, this.learningRate);
  }
}
