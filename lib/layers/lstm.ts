// Long short-term memory: a cell c_t that gates write, keep and show. Hochreiter & Schmidhuber 1997
// with the forget gate of Gers, Schmidhuber & Cummins 2000, without peepholes.
import type { RandomGenerator } from "../random/generator";
import { hadamard, mapMatrix, sum, zipMatrices } from "../tensor/element-wise";
import { Matrix, requireShape } from "../tensor/matrix";
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
const GATES = ["i", "f", "g", "o"] as const;
type GateName = (typeof GATES)[number];

/** s_t is what the layer shows, c_t what its cell remembers; both B×n. */
export interface LSTMState {
  readonly s: Matrix;
  readonly c: Matrix;
  readonly [part: string]: Matrix;
}

/** The values of one step: the gates after their activation, tanh(c_t), the state after it. */
export interface LSTMStep extends Record<GateName, Matrix> {
  readonly tanhC: Matrix;
  readonly state: LSTMState;
}

/** What forward keeps for backward. */
export interface LSTMCache {
  readonly xs: readonly StepInput[];
  readonly s0: LSTMState;
  readonly steps: readonly LSTMStep[];
  readonly mask?: Mask;
}

/** `deltas[t]` holds ∂E/∂net of the four gates at step t, `dCells[t]` is ∂E/∂c_t. */
export interface LSTMGradients extends LayerGradients<LSTMState> {
  readonly deltas: Record<GateName, Matrix>[];
  readonly dCells: Matrix[];
}

/**
 * i = σ(U_i x_t + W_i s_{t−1} + bias_i), f and o likewise, g = tanh(…);
 * c_t = f ⊙ c_{t−1} + i ⊙ g, s_t = o ⊙ tanh(c_t). Each U is n×m, W n×n, bias 1×n.
 */
export class LSTM implements StepLayer<LSTMState, LSTMCache> {
  readonly gates: Record<GateName, Gate>;

  /**
   * Weights from U(±1/√n); biases 0, that of the forget gate `forgetBias`: with 1 the cell remembers
   * from the start (Jozefowicz, Zaremba & Sutskever 2015).
   * @throws RangeError unless both sizes are whole numbers ≥ 1
   */
  constructor(
    readonly inputSize: number,
    readonly hiddenSize: number,
    options: { random: RandomGenerator; forgetBias?: number },
  ) {
    requireSize("inputSize", inputSize);
    requireSize("hiddenSize", hiddenSize);
    const gate = (bias: number) => new Gate(inputSize, hiddenSize, options.random, bias);
    this.gates = { i: gate(0), f: gate(options.forgetBias ?? 1), g: gate(0), o: gate(0) };
  }

  get outputSize(): number {
    return this.hiddenSize;
  }

  get parameters(): Record<string, Matrix> {
    return Object.assign({}, ...GATES.map((name) => this.gates[name].named(name)));
  }

  /** s_0 = c_0 = 0 for a batch of B. */
  zeroState(batch = 1): LSTMState {
    return { s: new Matrix(batch, this.hiddenSize), c: new Matrix(batch, this.hiddenSize) };
  }

  /** One step. @throws RangeError for a wrong shape or id */
  step(x: StepInput, previous: LSTMState, t = 1): LSTMState {
    return this.run(x, previous, t).state;
  }

  output(state: LSTMState): Matrix {
    return state.s;
  }

  forward(xs: readonly StepInput[], s0?: LSTMState, mask?: Mask): LayerRun<LSTMState, LSTMCache> {
    requireSequence(xs);
    const start = s0 ?? this.zeroState(batchOf(xs[0]));
    requireMask(mask, xs.length, start.s.rows);
    const steps: LSTMStep[] = [];
    let state = start;
    for (let t = 0; t < xs.length; t++) {
      steps[t] = this.run(xs[t], state, t + 1);
      carryPadded(steps[t].state.s, state.s, mask?.[t]);
      carryPadded(steps[t].state.c, state.c, mask?.[t]);
      state = steps[t].state;
    }
    const states = steps.map((step) => step.state.s);
    return { states, lastState: state, cache: { xs, s0: start, steps, mask } };
  }

  backward(
    dStates: readonly Matrix[],
    { xs, s0, steps, mask }: LSTMCache,
    dLastState?: LSTMState,
  ): LSTMGradients {
    requireSteps(dStates, steps);
    const sums = Object.fromEntries(
      GATES.map((name) => [name, new GateGradient(this.gates[name])]),
    ) as Record<GateName, GateGradient>;
    const dxs: Matrix[] = new Array(steps.length);
    const deltas: Record<GateName, Matrix>[] = new Array(steps.length);
    const dCells: Matrix[] = new Array(steps.length);
    let later = dLastState ?? this.zeroState(s0.s.rows);
    for (let t = steps.length - 1; t >= 0; t--) {
      requireShape(`gradient of state ${t + 1}`, dStates[t], s0.s.rows, this.hiddenSize);
      const before = t === 0 ? s0 : steps[t - 1].state;
      const ds = sum(dStates[t], later.s);
      const { dc, delta } = cellBackward(ds, later.c, steps[t], before.c);
      dxs[t] = new Matrix(ds.rows, this.inputSize);
      const earlier = { s: new Matrix(ds.rows, this.hiddenSize), c: hadamard(dc, steps[t].f) };
      for (const name of GATES) {
        dropPadded(delta[name], mask?.[t]);
        sums[name].addInput(delta[name], xs[t], dxs[t]);
        sums[name].addState(delta[name], before.s, earlier.s);
      }
      dropPadded(earlier.c, mask?.[t]);
      addPadded(earlier.s, ds, mask?.[t]);
      addPadded(earlier.c, later.c, mask?.[t]);
      deltas[t] = delta;
      dCells[t] = dc;
      later = earlier;
    }
    const gradients = Object.assign({}, ...GATES.map((name) => sums[name].named(name)));
    return { gradients, dxs, ds0: later, deltas, dCells };
  }

  private run(x: StepInput, previous: LSTMState, t: number): LSTMStep {
    requireInput(x, t, previous.s.rows, this.inputSize);
    requireShape(`c before step ${t}`, previous.c, previous.s.rows, this.hiddenSize);
    const net = (name: GateName) => this.gates[name].net(x, previous.s);
    const i = mapMatrix(net("i"), sigmoid.f);
    const f = mapMatrix(net("f"), sigmoid.f);
    const g = mapMatrix(net("g"), tanh.f);
    const o = mapMatrix(net("o"), sigmoid.f);
    const c = sum(hadamard(f, previous.c), hadamard(i, g));
    const tanhC = mapMatrix(c, tanh.f);
    return { i, f, g, o, tanhC, state: { s: hadamard(o, tanhC), c } };
  }
}

/** ∂E/∂c_t and δ of the four gates at one step. */
function cellBackward(
  ds: Matrix,
  dcLater: Matrix,
  { i, f, g, o, tanhC }: LSTMStep,
  cBefore: Matrix,
): { dc: Matrix; delta: Record<GateName, Matrix> } {
  const slope = zipMatrices(o, tanhC, (gate, value) => gate * tanh.derivative(value));
  const dc = sum(dcLater, hadamard(ds, slope));
  const delta = (dGate: Matrix, gate: Matrix, { derivative }: { derivative(s: number): number }) =>
    hadamard(dGate, mapMatrix(gate, derivative));
  return {
    dc,
    delta: {
      i: delta(hadamard(dc, g), i, sigmoid),
      f: delta(hadamard(dc, cBefore), f, sigmoid),
      g: delta(hadamard(dc, i), g, tanh),
      o: delta(hadamard(ds, tanhC), o, sigmoid),
    },
  };
}
