// The gated recurrent unit, in both published forms of its reset gate and both conventions of z.
import type { RandomGenerator } from "../random/generator";
import { hadamard, mapMatrix, sum, zipMatrices } from "../tensor/element-wise";
import { Matrix, requireShape } from "../tensor/matrix";
import { addABt, addRow, addRowSum } from "../tensor/products";
import { activations } from "./activations";
import { Gate, GateGradient } from "./gate";
import { requireSize } from "./initialise";
import { addPadded, carryPadded, dropPadded, type Mask, requireMask } from "./mask";
import {
  type LayerGradients,
  type LayerRun,
  requireSequence,
  requireSteps,
  type StepLayer,
} from "./sequence-layer";
import { batchOf, requireInput, type StepInput } from "./step-input";

const { sigmoid, tanh } = activations;
const GATES = ["z", "r", "h"] as const;
type GateName = (typeof GATES)[number];

/** Which of the published forms. */
export interface GRUVariant {
  /**
   * "before": h̃ = tanh(U_h x + W_h (r ⊙ s_{t−1}) + bias_h), Cho et al. 2014.
   * "after": h̃ = tanh(U_h x + bias_h + r ⊙ (W_h s_{t−1} + bias_Wh)), as cuDNN and PyTorch do.
   */
  readonly reset: "before" | "after";
  /**
   * "keeps": s_t = z ⊙ s_{t−1} + (1 − z) ⊙ h̃, Cho et al. 2014 and PyTorch.
   * "replaces": s_t = (1 − z) ⊙ s_{t−1} + z ⊙ h̃, Chung et al. 2014.
   */
  readonly z: "keeps" | "replaces";
}

/** The values of one step: gates after their activation, h̃, what r multiplies, the state after it. */
export interface GRUStep extends Record<GateName, Matrix> {
  /** "before": s_{t−1}; "after": W_h s_{t−1} + bias_Wh. */
  readonly underReset: Matrix;
  /** s_t, B×n. */
  readonly s: Matrix;
}

/** What forward keeps for backward. */
export interface GRUCache {
  readonly xs: readonly StepInput[];
  readonly s0: Matrix;
  /** Steps 1 … T. */
  readonly steps: readonly GRUStep[];
  readonly mask?: Mask;
}

/** `deltas[t]` holds ∂E/∂net of z, r and h̃ at step t. */
export interface GRUGradients extends LayerGradients<Matrix> {
  /** ∂E/∂net of z, r and h̃ at each step, B×n. */
  readonly deltas: Record<GateName, Matrix>[];
}

/** z = σ(U_z x_t + W_z s_{t−1} + bias_z), r likewise, then h̃ and s_t as `variant` says. */
export class GRU implements StepLayer<Matrix, GRUCache> {
  /** Update gate z, reset gate r, candidate h̃. */
  readonly gates: Record<GateName, Gate>;
  /** The bias inside the reset, 1×n; only a parameter with reset "after". */
  readonly resetBias: Matrix;
  /** Which published form this is. */
  readonly variant: GRUVariant;

  /**
   * Weights from U(±1/√n); biases 0, that of the update gate `updateBias`; the variant is PyTorch's
   * ("after", "keeps") if left out. A gate that starts open for the old state remembers from the
   * start: a bias above 0 where z keeps, below 0 where z replaces.
   * @throws RangeError unless both sizes are whole numbers ≥ 1
   */
  constructor(
    readonly inputSize: number,
    readonly hiddenSize: number,
    options: { random: RandomGenerator; updateBias?: number } & Partial<GRUVariant>,
  ) {
    requireSize("inputSize", inputSize);
    requireSize("hiddenSize", hiddenSize);
    const gate = (bias: number) => new Gate(inputSize, hiddenSize, options.random, bias);
    this.gates = { z: gate(options.updateBias ?? 0), r: gate(0), h: gate(0) };
    this.resetBias = new Matrix(1, hiddenSize);
    this.variant = { reset: options.reset ?? "after", z: options.z ?? "keeps" };
  }

  get outputSize(): number {
    return this.hiddenSize;
  }

  get parameters(): Record<string, Matrix> {
    const named = Object.assign({}, ...GATES.map((name) => this.gates[name].named(name)));
    return this.variant.reset === "after" ? { ...named, bias_Wh: this.resetBias } : named;
  }

  zeroState(batch = 1): Matrix {
    return new Matrix(batch, this.hiddenSize);
  }

  /** One step. @throws RangeError for a wrong shape or id */
  step(x: StepInput, previous: Matrix, t = 1): Matrix {
    return this.run(x, previous, t).s;
  }

  output(state: Matrix): Matrix {
    return state;
  }

  forward(xs: readonly StepInput[], s0?: Matrix, mask?: Mask): LayerRun<Matrix, GRUCache> {
    requireSequence(xs);
    const start = s0 ?? this.zeroState(batchOf(xs[0]));
    requireMask(mask, xs.length, start.rows);
    const steps: GRUStep[] = [];
    let s = start;
    for (let t = 0; t < xs.length; t++) {
      steps[t] = this.run(xs[t], s, t + 1);
      carryPadded(steps[t].s, s, mask?.[t]);
      s = steps[t].s;
    }
    return {
      states: steps.map((step) => step.s),
      lastState: s,
      cache: { xs, s0: start, steps, mask },
    };
  }

  backward(
    dStates: readonly Matrix[],
    { xs, s0, steps, mask }: GRUCache,
    dLastState?: Matrix,
  ): GRUGradients {
    requireSteps(dStates, steps);
    const sums = Object.fromEntries(
      GATES.map((name) => [name, new GateGradient(this.gates[name])]),
    ) as Record<GateName, GateGradient>;
    const dResetBias = new Matrix(1, this.hiddenSize);
    const dxs: Matrix[] = new Array(steps.length);
    const deltas: Record<GateName, Matrix>[] = new Array(steps.length);
    let fromLater = dLastState ?? this.zeroState(s0.rows);
    for (let t = steps.length - 1; t >= 0; t--) {
      requireShape(`gradient of state ${t + 1}`, dStates[t], s0.rows, this.hiddenSize);
      const before = t === 0 ? s0 : steps[t - 1].s;
      const ds = sum(dStates[t], fromLater);
      const dReal = ds.clone(); // what reaches a computed step
      dropPadded(dReal, mask?.[t]);
      const { dBefore, dCandidate, dz } = this.mixBackward(dReal, steps[t], before);
      const h = hadamard(dCandidate, mapMatrix(steps[t].h, tanh.derivative));
      const dr = this.resetBackward(h, steps[t], before, sums.h, dBefore, dResetBias);
      const z = hadamard(dz, mapMatrix(steps[t].z, sigmoid.derivative));
      const r = hadamard(dr, mapMatrix(steps[t].r, sigmoid.derivative));
      deltas[t] = { z, r, h };
      dxs[t] = new Matrix(ds.rows, this.inputSize);
      for (const name of GATES) sums[name].addInput(deltas[t][name], xs[t], dxs[t]);
      sums.z.addState(z, before, dBefore);
      sums.r.addState(r, before, dBefore);
      addPadded(dBefore, ds, mask?.[t]);
      fromLater = dBefore;
    }
    const gradients = Object.assign({}, ...GATES.map((name) => sums[name].named(name)));
    if (this.variant.reset === "after") gradients.bias_Wh = dResetBias;
    return { gradients, dxs, ds0: fromLater, deltas };
  }

  private run(x: StepInput, previous: Matrix, t: number): GRUStep {
    requireInput(x, t, previous.rows, this.inputSize);
    const z = mapMatrix(this.gates.z.net(x, previous), sigmoid.f);
    const r = mapMatrix(this.gates.r.net(x, previous), sigmoid.f);
    const net = this.gates.h.inputNet(x, previous.rows);
    let underReset = previous;
    if (this.variant.reset === "before") {
      addABt(net, hadamard(r, previous), this.gates.h.W);
    } else {
      underReset = new Matrix(previous.rows, this.hiddenSize);
      addABt(underReset, previous, this.gates.h.W);
      addRow(underReset, this.resetBias);
      hadamard(r, underReset).data.forEach((value, i) => {
        net.data[i] += value;
      });
    }
    const h = mapMatrix(net, tanh.f);
    const keep = this.variant.z === "keeps" ? z : mapMatrix(z, (value) => 1 - value);
    const s = sum(
      hadamard(keep, previous),
      zipMatrices(keep, h, (kept, value) => (1 - kept) * value),
    );
    return { z, r, h, underReset, s };
  }

  /** Back through s_t = keep ⊙ s_{t−1} + (1 − keep) ⊙ h̃. */
  private mixBackward(
    ds: Matrix,
    { z, h }: GRUStep,
    before: Matrix,
  ): { dBefore: Matrix; dCandidate: Matrix; dz: Matrix } {
    const keeps = this.variant.z === "keeps";
    const keep = keeps ? z : mapMatrix(z, (value) => 1 - value);
    const sign = keeps ? 1 : -1; // ∂keep/∂z
    const difference = zipMatrices(before, h, (a, b) => sign * (a - b));
    return {
      dBefore: hadamard(ds, keep),
      dCandidate: zipMatrices(ds, keep, (d, kept) => d * (1 - kept)),
      dz: hadamard(ds, difference),
    };
  }

  /** Back through the reset: adds to dW_h, dBefore and dResetBias; gives ∂E/∂r. */
  private resetBackward(
    h: Matrix,
    { r, underReset }: GRUStep,
    before: Matrix,
    sums: GateGradient,
    dBefore: Matrix,
    dResetBias: Matrix,
  ): Matrix {
    if (this.variant.reset === "after") {
      const under = hadamard(h, r); // ∂E/∂(W_h s_{t−1} + bias_Wh)
      sums.addState(under, before, dBefore);
      addRowSum(dResetBias, under);
      return hadamard(h, underReset);
    }
    const dProduct = this.zeroState(h.rows); // ∂E/∂(r ⊙ s_{t−1})
    sums.addState(h, hadamard(r, before), dProduct);
    hadamard(dProduct, r).data.forEach((value, i) => {
      dBefore.data[i] += value;
    });
    return hadamard(dProduct, before);
  }
}
