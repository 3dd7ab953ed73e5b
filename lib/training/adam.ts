// Adam: momentum and RMSProp in one, both corrected for starting at 0. Source: Kingma & Ba 2015,
// algorithm 1.
import { type FastUpdate, Optimiser, power, requireSetting } from "./optimiser";

export interface AdamOptions {
  /** Decay of the mean of gradients; default .9. */
  readonly beta1?: number;
  /** Decay of the mean of their squares; default .999. */
  readonly beta2?: number;
  /** Added to the root; default 1e-8. */
  readonly epsilon?: number;
}

/**
 * m = β₁ m + (1 − β₁) g, v = β₂ v + (1 − β₂) g²; after n updates
 * w −= learningRate · m / (1 − β₁ⁿ) / (√(v / (1 − β₂ⁿ)) + ε). As torch.optim.Adam.
 */
export class Adam extends Optimiser {
  override readonly kind: string = "Adam";
  protected override readonly slotNames = ["m", "v"];
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;

  /** @throws RangeError unless learningRate > 0, 0 ≤ β < 1 and ε > 0 */
  constructor(learningRate: number, options: AdamOptions = {}) {
    super(learningRate);
    this.beta1 = options.beta1 ?? 0.9;
    this.beta2 = options.beta2 ?? 0.999;
    this.epsilon = options.epsilon ?? 1e-8;
    for (const name of ["beta1", "beta2"] as const) {
      requireSetting(name, this[name], this[name] >= 0 && this[name] < 1, "from 0 to below 1");
    }
    requireSetting("epsilon", this.epsilon, this.epsilon > 0, "a number > 0");
  }

  protected override change(
    w: Float64Array,
    g: Float64Array,
    { m, v }: Record<string, Float64Array>,
  ): void {
    const { beta1, beta2, epsilon } = this;
    const [size, root] = this.corrected();
    for (let i = 0; i < w.length; i++) {
      m[i] += (1 - beta1) * (g[i] - m[i]);
      v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
      w[i] -= (size * m[i]) / (Math.sqrt(v[i]) / root + epsilon);
    }
  }

  protected override changeFast({ kernels, count, w, g, slots }: FastUpdate): void {
    const { beta1, beta2, epsilon, share } = this;
    const [size, root] = this.corrected();
    kernels.adam(count, w, g, slots.m, slots.v, share, beta1, beta2, size, root, epsilon);
  }

  /** The share of each weight that is left before the update; below 1 in AdamW. */
  protected get share(): number {
    return 1;
  }

  /** learningRate / (1 − β₁ⁿ) and √(1 − β₂ⁿ): m and v started at 0. */
  private corrected(): [size: number, root: number] {
    const size = this.learningRate / (1 - power(this.beta1, this.steps));
    return [size, Math.sqrt(1 - power(this.beta2, this.steps))];
  }
}
