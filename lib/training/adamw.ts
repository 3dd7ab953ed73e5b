// AdamW: Adam with weight decay beside the gradient instead of in it. Source: Loshchilov & Hutter 2019.
import { Adam, type AdamOptions } from "./adam";
import { requireSetting } from "./optimiser";

/** w −= learningRate · weightDecay · w, then Adam's update. As torch.optim.AdamW. */
export class AdamW extends Adam {
  override readonly kind = "AdamW";
  readonly weightDecay: number;

  /** @throws RangeError as Adam, and unless weightDecay ≥ 0 (default .01) */
  constructor(learningRate: number, options: AdamOptions & { weightDecay?: number } = {}) {
    super(learningRate, options);
    this.weightDecay = options.weightDecay ?? 0.01;
    requireSetting("weightDecay", this.weightDecay, this.weightDecay >= 0, "a number ≥ 0");
  }

  protected override change(
    w: Float64Array,
    g: Float64Array,
    slots: Record<string, Float64Array>,
  ): void {
    const { share } = this;
    for (let i = 0; i < w.length; i++) w[i] *= share;
    super.change(w, g, slots);
  }

  protected override get share(): number {
    return 1 - this.learningRate * this.weightDecay;
  }
}
