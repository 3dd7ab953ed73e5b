// Gradient descent with momentum: the step is a decaying sum of gradients. Source: Polyak 1964; the
// variant that looks ahead: Nesterov 1983, in the form of Sutskever, Martens, Dahl & Hinton 2013.
import { type FastUpdate, Optimiser, requireSetting } from "./optimiser";

/**
 * v = momentum · v + g; w −= learningRate · v, or with `nesterov` learningRate · (g + momentum · v).
 * As torch.optim.SGD with momentum.
 */
export class Momentum extends Optimiser {
  override readonly kind = "Momentum";
  protected override readonly slotNames = ["v"];
  readonly momentum: number;
  readonly nesterov: boolean;

  /** @throws RangeError unless learningRate > 0 and 0 ≤ momentum < 1 (default .9) */
  constructor(learningRate: number, options: { momentum?: number; nesterov?: boolean } = {}) {
    super(learningRate);
    this.momentum = options.momentum ?? 0.9;
    this.nesterov = options.nesterov ?? false;
    const fine = this.momentum >= 0 && this.momentum < 1;
    requireSetting("momentum", this.momentum, fine, "a number from 0 to below 1");
  }

  protected override change(
    w: Float64Array,
    g: Float64Array,
    { v }: Record<string, Float64Array>,
  ): void {
    const { momentum, learningRate } = this;
    for (let i = 0; i < w.length; i++) {
      v[i] = momentum * v[i] + g[i];
      w[i] -= learningRate * (this.nesterov ? g[i] + momentum * v[i] : v[i]);
    }
  }

  protected override changeFast({ kernels, count, w, g, slots }: FastUpdate): void {
    const { learningRate, momentum, nesterov } = this;
    kernels.momentum(count, w, g, slots.v, learningRate, momentum, nesterov);
  }
}
