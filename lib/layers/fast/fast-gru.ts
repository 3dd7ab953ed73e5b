// The GRU on the kernels, gates in the order z, r, h, in all its variants.
import type { GRUVariant } from "../gru";
import { borrowNumbers, clear, type FastParameter, type Place, type RunSize } from "./fast-layer";
import { GatedLayer, type GateParameters } from "./gated-layer";

export class FastGRU extends GatedLayer {
  /** T blocks of what r multiplies or gives: "after" W_h s_{t−1} + bias_Wh, "before" r ⊙ s_{t−1}. */
  private under = 0;
  private dUnder = 0;
  private direct = 0;
  private readonly resetBefore: boolean;
  private readonly keeps: boolean;

  constructor(
    place: Place,
    inputSize: number,
    hiddenSize: number,
    parameters: GateParameters,
    private readonly resetBias: FastParameter,
    variant: GRUVariant,
  ) {
    super(place, inputSize, hiddenSize, 3, parameters);
    this.resetBefore = variant.reset === "before";
    this.keeps = variant.z === "keeps";
  }

  override begin(size: RunSize): void {
    super.begin(size);
    const block = size.batch * this.hiddenSize;
    this.under = borrowNumbers(this.place, size.steps * block, "what the reset multiplies");
    this.dUnder = borrowNumbers(this.place, size.steps * block, "gradients under the reset");
    this.direct = borrowNumbers(this.place, block, "gradient past the gates");
  }

  protected stepForward(t: number): void {
    const { kernels } = this.place;
    const [n, B, mask] = [this.hiddenSize, this.size.batch, this.maskAt(t)];
    const [before, net, s] = [this.before(t), this.netAt(t), this.before(t + 1)];
    const under = this.under + t * this.stateBytes;
    this.addSWt(before, 0, 2 * n, net, 3 * n);
    kernels.gruGates(B, n, net, before, under, this.resetBefore);
    if (this.resetBefore) {
      this.addSWt(under, 2 * n, n, net + 2 * n * this.place.bytes, 3 * n);
    } else {
      kernels.fillRows(B, n, this.resetBias.value.at, under);
      this.addSWt(before, 2 * n, n, under, n);
    }
    kernels.gruMix(B, n, net, before, under, s, this.resetBefore, this.keeps);
    if (mask) kernels.carryPadded(B, n, mask, before, s);
  }

  protected stepBackward(t: number): void {
    const { kernels } = this.place;
    const [n, B, mask, direct] = [this.hiddenSize, this.size.batch, this.maskAt(t), this.direct];
    const [ds, delta, dBefore] = [this.dBefore(t + 1), this.deltaAt(t), this.dBefore(t)];
    const [before, gates] = [this.before(t), this.netAt(t)];
    const [under, dUnder] = [this.under, this.dUnder].map((at) => at + t * this.stateBytes);
    const { resetBefore, keeps } = this;
    kernels.gruMixBack(
      ...([B, n, gates, before, under, ds, delta, dUnder, direct] as const),
      resetBefore,
      keeps,
    );
    if (mask) {
      kernels.carryPadded(B, 3 * n, mask, 0, delta);
      kernels.carryPadded(B, n, mask, 0, direct);
      if (!resetBefore) kernels.carryPadded(B, n, mask, 0, dUnder);
      kernels.addPadded(B, n, mask, ds, dBefore);
    }
    if (resetBefore) {
      clear(this.place, dUnder, B * n);
      this.addDeltaW(delta + 2 * n * this.place.bytes, 3 * n, this.Wh, n, dUnder);
      kernels.gruResetBack(B, n, gates, before, dUnder, delta, direct);
    } else {
      this.addDeltaW(dUnder, n, this.Wh, n, dBefore);
    }
    kernels.add(B * n, direct, dBefore);
    this.addDeltaW(delta, 3 * n, this.parameters.W.value.at, 2 * n, dBefore);
  }

  protected override recurrentGradients(): void {
    const [n, rows, bytes] = [this.hiddenSize, this.size.steps * this.size.batch, this.place.bytes];
    const dW = this.parameters.W.gradient.at;
    const dWh = dW + 2 * n * n * bytes;
    this.product(2 * n, n, rows, this.deltas, 1, 3 * n, this.states, n, 1, dW, n, false);
    if (this.resetBefore) {
      const dh = this.deltas + 2 * n * bytes;
      this.product(n, n, rows, dh, 1, 3 * n, this.under, n, 1, dWh, n, false);
    } else {
      this.product(n, n, rows, this.dUnder, 1, n, this.states, n, 1, dWh, n, false);
      this.place.kernels.sumRows(rows, n, this.dUnder, n, this.resetBias.gradient.at);
    }
  }

  private get Wh(): number {
    return this.parameters.W.value.at + 2 * this.hiddenSize * this.hiddenSize * this.place.bytes;
  }
}
