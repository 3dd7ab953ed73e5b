// The recurrent layer of the article, equation (2), with backpropagation through time, (3) to (8); its
// equation (1) is the output layer's, softmax-output.ts.
// Plain f64 loops: the readable reference, and the oracle that faster code is compared with.
import type { RandomGenerator } from "../random/generator";
import { hadamard, mapMatrix, sum } from "../tensor/element-wise";
import { Matrix, requireShape } from "../tensor/matrix";
import { addAB, addABt, addAtB, addRow, addRowSum } from "../tensor/products";
import { type Activation, activations } from "./activations";
import { type Initialiser, initialisers, requireSize } from "./initialise";
import { addPadded, carryPadded, dropPadded, type Mask, requireMask } from "./mask";
import {
  type LayerGradients,
  requireSequence,
  requireSteps,
  type StepLayer,
} from "./sequence-layer";
import {
  addInputGradient,
  addInputProduct,
  batchOf,
  requireInput,
  type StepInput,
} from "./step-input";

/** What forward keeps for backward: s_t and net_t of every step can be read from it. */
export interface RecurrentCache {
  readonly xs: readonly StepInput[];
  readonly s0: Matrix;
  /** net_1 … net_T, B×n each. */
  readonly nets: readonly Matrix[];
  /** s_1 … s_T, B×n each. */
  readonly states: readonly Matrix[];
  readonly mask?: Mask;
}

/** What backward gives. `deltas[t]` is ∂E/∂net_t; `gradients` holds dU, dW and dBias by name. */
export interface RecurrentGradients extends LayerGradients<Matrix> {
  /** ∇_U E of (8), n×m. */
  readonly dU: Matrix;
  /** ∇_W E of (6), n×n. */
  readonly dW: Matrix;
  /** Σ δ_t, 1×n. */
  readonly dBias: Matrix;
  /** ∂E/∂x_t, B×m; for ids too (the gradient at the one-hot rows). */
  readonly dxs: Matrix[];
  /** ∂E/∂s_0, B×n. */
  readonly ds0: Matrix;
  /** δ_t = ∂E/∂net_t, B×n each; 0 at padding. */
  readonly deltas: Matrix[];
}

/** s_t = f(U x_t + W s_{t−1} + bias). U is n×m, W n×n, bias 1×n; x_t is B×m, s_t B×n. */
export class RecurrentLayer implements StepLayer<Matrix, RecurrentCache> {
  /** n×m, from input to state. */
  readonly U: Matrix;
  /** n×n, from state to next state. */
  readonly W: Matrix;
  /** Zero, and no parameter, in a layer made with `bias: false`. */
  readonly bias: Matrix;
  /** Whether the bias is learned. */
  readonly hasBias: boolean;
  /** f of (2). */
  readonly activation: Activation;

  /**
   * Weights are drawn from U(±1/√n) unless `initialise` says otherwise, U first; the bias is 0.
   * @throws RangeError unless both sizes are whole numbers ≥ 1
   */
  constructor(
    readonly inputSize: number,
    readonly hiddenSize: number,
    options: {
      random: RandomGenerator;
      activation?: Activation;
      bias?: boolean;
      initialise?: { U?: Initialiser; W?: Initialiser };
    },
  ) {
    requireSize("inputSize", inputSize);
    requireSize("hiddenSize", hiddenSize);
    const usual = initialisers.uniform(hiddenSize);
    const { U = usual, W = usual } = options.initialise ?? {};
    this.U = U(hiddenSize, inputSize, options.random);
    this.W = W(hiddenSize, hiddenSize, options.random);
    this.bias = new Matrix(1, hiddenSize);
    this.hasBias = options.bias ?? true;
    this.activation = options.activation ?? activations.tanh;
  }

  /** hiddenSize, under the name that all layers share. */
  get outputSize(): number {
    return this.hiddenSize;
  }

  get parameters(): Record<string, Matrix> {
    const { U, W, bias } = this;
    return this.hasBias ? { U, W, bias } : { U, W };
  }

  /** s_0 = 0 for a batch of B. */
  zeroState(batch = 1): Matrix {
    return new Matrix(batch, this.hiddenSize);
  }

  /** One step of (2): s_t from x_t and s_{t−1}. @throws RangeError for a wrong shape or id */
  step(x: StepInput, previous: Matrix, t = 1): Matrix {
    return mapMatrix(this.net(x, previous, t), this.activation.f);
  }

  /** What a state shows: itself. */
  output(state: Matrix): Matrix {
    return state;
  }

  /**
   * s_1 … s_T from x_1 … x_T, one function called T times.
   * @throws RangeError for an empty sequence, a wrong shape, mask or id
   */
  forward(
    xs: readonly StepInput[],
    s0?: Matrix,
    mask?: Mask,
  ): { states: Matrix[]; lastState: Matrix; cache: RecurrentCache } {
    requireSequence(xs);
    const start = s0 ?? this.zeroState(batchOf(xs[0]));
    requireMask(mask, xs.length, start.rows);
    const nets: Matrix[] = [];
    const states: Matrix[] = [];
    let s = start;
    for (let t = 0; t < xs.length; t++) {
      const previous = s;
      nets[t] = this.net(xs[t], previous, t + 1); // U x_t + W s_{t−1}
      s = mapMatrix(nets[t], this.activation.f); // (2)
      carryPadded(s, previous, mask?.[t]);
      states[t] = s;
    }
    return { states, lastState: s, cache: { xs, s0: start, nets, states, mask } };
  }

  /**
   * Backpropagation through time, from the last step down.
   * @param dStates ∂E_t/∂s_t for each step, B×n: what the losses ask of each state directly
   * @param dLastState ∂E/∂s_T from a loss beyond this piece; 0 if left out
   * @throws RangeError if their number or shapes differ from forward's
   */
  backward(
    dStates: readonly Matrix[],
    cache: RecurrentCache,
    dLastState?: Matrix,
  ): RecurrentGradients {
    const { xs, s0, states, mask } = cache;
    requireSteps(dStates, states);
    const dU = new Matrix(this.hiddenSize, this.inputSize);
    const dW = new Matrix(this.hiddenSize, this.hiddenSize);
    const dBias = new Matrix(1, this.hiddenSize);
    const dxs: Matrix[] = new Array(states.length);
    const deltas: Matrix[] = new Array(states.length);
    let fromLater = dLastState ?? this.zeroState(s0.rows); // Wᵀ δ_{t+1}
    for (let t = states.length - 1; t >= 0; t--) {
      requireShape(`gradient of state ${t + 1}`, dStates[t], s0.rows, this.hiddenSize);
      const ds = sum(dStates[t], fromLater);
      const delta = hadamard(ds, mapMatrix(states[t], this.activation.derivative)); // (3′)
      dropPadded(delta, mask?.[t]);
      addAtB(dW, delta, t === 0 ? s0 : states[t - 1]); // (5), summed as in (6), because of (7)
      addInputGradient(dU, delta, xs[t]); // (8)
      addRowSum(dBias, delta);
      dxs[t] = new Matrix(s0.rows, this.inputSize);
      addAB(dxs[t], delta, this.U); // δ_tᵀ U: what (4) hands to the layer below
      fromLater = this.zeroState(s0.rows);
      addAB(fromLater, delta, this.W); // δ_tᵀ W: one factor of (3)
      addPadded(fromLater, ds, mask?.[t]);
      deltas[t] = delta;
    }
    const gradients: Record<string, Matrix> = { U: dU, W: dW };
    if (this.hasBias) gradients.bias = dBias;
    return { gradients, dU, dW, dBias, dxs, ds0: fromLater, deltas };
  }

  /** net_t = U x_t + W s_{t−1} + bias, a row an example. */
  private net(x: StepInput, previous: Matrix, t: number): Matrix {
    requireInput(x, t, previous.rows, this.inputSize);
    requireShape(`s before step ${t}`, previous, previous.rows, this.hiddenSize);
    const net = this.zeroState(previous.rows);
    addInputProduct(net, x, this.U);
    addABt(net, previous, this.W);
    addRow(net, this.bias);
    return net;
  }
}
