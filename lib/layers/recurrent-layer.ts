// The recurrent layer of the article, equation (2), with backpropagation through time, (3′) to (8).
// Plain f64 loops: the readable reference, and the oracle that faster code is compared with.
import type { RandomGenerator } from "../random/generator";
import { Matrix, requireShape } from "../tensor/matrix";
import { addAB, addABt, addAtB, addRow, addRowSum } from "../tensor/products";
import { type Activation, activations } from "./activations";
import { initialUniform, requireSize } from "./initialise";
import {
  addInputGradient,
  addInputProduct,
  batchOf,
  requireInput,
  type StepInput,
} from "./step-input";

/** What forward keeps for backward. */
export interface RecurrentCache {
  readonly xs: readonly StepInput[];
  readonly s0: Matrix;
  readonly states: readonly Matrix[];
}

/** What backward gives. `deltas[t]` is ∂E/∂net_t. */
export interface RecurrentGradients {
  readonly dU: Matrix;
  readonly dW: Matrix;
  readonly dBias: Matrix;
  /** ∂E/∂x_t, B×m; for ids too (the gradient at the one-hot rows). */
  readonly dxs: Matrix[];
  readonly ds0: Matrix;
  readonly deltas: Matrix[];
}

/** s_t = f(U x_t + W s_{t−1} + bias). U is n×m, W n×n, bias 1×n; x_t is B×m, s_t B×n. */
export class RecurrentLayer {
  readonly U: Matrix;
  readonly W: Matrix;
  readonly bias: Matrix;
  readonly activation: Activation;

  /**
   * Weights are drawn from U(±1/√n); the bias is 0.
   * @throws RangeError unless both sizes are whole numbers ≥ 1
   */
  constructor(
    readonly inputSize: number,
    readonly hiddenSize: number,
    options: { random: RandomGenerator; activation?: Activation },
  ) {
    requireSize("inputSize", inputSize);
    requireSize("hiddenSize", hiddenSize);
    const bound = 1 / Math.sqrt(hiddenSize);
    this.U = initialUniform(hiddenSize, inputSize, bound, options.random);
    this.W = initialUniform(hiddenSize, hiddenSize, bound, options.random);
    this.bias = new Matrix(1, hiddenSize);
    this.activation = options.activation ?? activations.tanh;
  }

  /** s_0 = 0 for a batch of B. */
  zeroState(batch = 1): Matrix {
    return new Matrix(batch, this.hiddenSize);
  }

  /** One step of (2): s_t from x_t and s_{t−1}. @throws RangeError for a wrong shape or id */
  step(x: StepInput, previous: Matrix, t = 1): Matrix {
    requireInput(x, t, previous.rows, this.inputSize);
    requireShape(`s before step ${t}`, previous, previous.rows, this.hiddenSize);
    const s = new Matrix(previous.rows, this.hiddenSize);
    addInputProduct(s, x, this.U);
    addABt(s, previous, this.W);
    addRow(s, this.bias);
    for (let i = 0; i < s.data.length; i++) s.data[i] = this.activation.f(s.data[i]);
    return s;
  }

  /**
   * s_1 … s_T from x_1 … x_T, one function called T times.
   * @throws RangeError for an empty sequence, a wrong shape or an id out of range
   */
  forward(xs: readonly StepInput[], s0?: Matrix): { states: Matrix[]; cache: RecurrentCache } {
    if (xs.length === 0)
      throw new RangeError("forward: the sequence is empty; give at least 1 step.");
    const start = s0 ?? this.zeroState(batchOf(xs[0]));
    const states: Matrix[] = [];
    for (let t = 0; t < xs.length; t++) {
      states.push(this.step(xs[t], t === 0 ? start : states[t - 1], t + 1));
    }
    return { states, cache: { xs, s0: start, states } };
  }

  /**
   * Backpropagation through time, from the last step down.
   * @param dStates ∂E_t/∂s_t for each step, B×n: what the losses ask of each state directly
   * @throws RangeError if their number or shapes differ from forward's
   */
  backward(dStates: readonly Matrix[], cache: RecurrentCache): RecurrentGradients {
    const { xs, s0, states } = cache;
    if (dStates.length !== states.length) {
      throw new RangeError(`backward: ${dStates.length} gradients for ${states.length} states.`);
    }
    const batch = s0.rows;
    const dU = new Matrix(this.hiddenSize, this.inputSize);
    const dW = new Matrix(this.hiddenSize, this.hiddenSize);
    const dBias = new Matrix(1, this.hiddenSize);
    const dxs: Matrix[] = new Array(states.length);
    const deltas: Matrix[] = new Array(states.length);
    let fromLater = new Matrix(batch, this.hiddenSize); // Wᵀ δ_{t+1}, zero after the last step
    for (let t = states.length - 1; t >= 0; t--) {
      requireShape(`gradient of state ${t + 1}`, dStates[t], batch, this.hiddenSize);
      const delta = this.delta(dStates[t], fromLater, states[t]); // (3′)
      addAtB(dW, delta, t === 0 ? s0 : states[t - 1]); // (5), summed as in (6)
      addInputGradient(dU, delta, xs[t]); // (8)
      addRowSum(dBias, delta);
      dxs[t] = new Matrix(batch, this.inputSize);
      addAB(dxs[t], delta, this.U); // δ_tᵀ U: what (4) hands to the layer below
      fromLater = new Matrix(batch, this.hiddenSize);
      addAB(fromLater, delta, this.W); // δ_tᵀ W
      deltas[t] = delta;
    }
    return { dU, dW, dBias, dxs, ds0: fromLater, deltas };
  }

  /** δ_t = (∂E_t/∂s_t + Wᵀ δ_{t+1}) ⊙ f′(net_t). */
  private delta(dState: Matrix, fromLater: Matrix, s: Matrix): Matrix {
    const delta = new Matrix(s.rows, s.columns);
    for (let i = 0; i < s.data.length; i++) {
      delta.data[i] = (dState.data[i] + fromLater.data[i]) * this.activation.derivative(s.data[i]);
    }
    return delta;
  }
}
