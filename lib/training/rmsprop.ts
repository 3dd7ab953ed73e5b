// RMSProp: the step divided by a running root mean square of the gradient.
// Source: Tieleman & Hinton, lecture 6.5 of "Neural Networks for Machine Learning", 2012.
import { type FastUpdate, Optimiser, requireSetting } from "./optimiser";

/** q = decay · q + (1 − decay) · g²; w −= learningRate · g / (√q + 1e-8). As torch.optim.RMSprop. */
export class RMSProp extends Optimiser {
  override readonly kind = "RMSProp";
  protected override readonly slotNames = ["squares"];
  readonly decay: number;

  /** @throws RangeError unless learningRate > 0 and 0 ≤ decay < 1 (default .99) */
  constructor(learningRate: number, options: { decay?: number } = {}) {
    super(learningRate);
    this.decay = options.decay ?? 0.99;
    const fine = this.decay >= 0 && this.decay < 1;
    requireSetting("decay", this.decay, fine, "a number from 0 to below 1");
  }

  protected override change(
    w: Float64Array,
    g: Float64Array,
    { squares }: Record<string, Float64Array>,
  ): void {
    for (let i = 0; i < w.length; i++) {
      squares[i] = this.decay * squares[i] + (1 - this.decay) * g[i] * g[i];
      w[i] -= (this.learningRate * g[i]) / (Math.sqrt(squares[i]) + 1e-8);
    }
  }

  protected override changeFast({ kernels, count, w, g, slots }: FastUpdate): void {
    kernels.rmsprop(count, w, g, slots.squares, this.learningRate, this.decay);
  }
}
