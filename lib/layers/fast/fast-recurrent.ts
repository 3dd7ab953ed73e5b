// The recurrent layer on the kernels: s_t = f(U x_t + W s_{t−1} + bias), backward by (3′) to (8).
import type { Activation } from "../activations";
import type { Place } from "./fast-layer";
import { GatedLayer, type GateParameters } from "./gated-layer";

/** The kernels' numbers of the activations. */
const KINDS: Record<Activation["name"], number> = { tanh: 0, sigmoid: 1, relu: 2, identity: 3 };

export class FastRecurrent extends GatedLayer {
  private readonly kind: number;

  constructor(
    place: Place,
    inputSize: number,
    hiddenSize: number,
    parameters: GateParameters,
    activation: Activation["name"],
  ) {
    super(place, inputSize, hiddenSize, 1, parameters);
    this.kind = KINDS[activation];
  }

  protected stepForward(t: number): void {
    const { kernels } = this.place;
    const [n, B, mask] = [this.hiddenSize, this.size.batch, this.maskAt(t)];
    const [before, net, s] = [this.before(t), this.netAt(t), this.before(t + 1)];
    this.addSWt(before, 0, n, net, n);
    kernels.activation(this.kind, B * n, net, s); // (2)
    if (mask) kernels.carryPadded(B, n, mask, before, s);
  }

  protected stepBackward(t: number): void {
    const { kernels } = this.place;
    const [n, B, mask] = [this.hiddenSize, this.size.batch, this.maskAt(t)];
    const [ds, delta, dBefore] = [this.dBefore(t + 1), this.deltaAt(t), this.dBefore(t)];
    kernels.activationBack(this.kind, B * n, this.before(t + 1), ds, delta); // (3′)
    if (mask) kernels.carryPadded(B, n, mask, 0, delta);
    this.addDeltaW(delta, n, this.parameters.W.value.at, n, dBefore);
    if (mask) kernels.addPadded(B, n, mask, ds, dBefore);
  }
}
