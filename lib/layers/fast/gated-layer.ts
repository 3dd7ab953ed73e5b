// The part that the recurrent layer, LSTM and GRU have in common: all gates' U, W and biases as one
// matrix each, all inputs multiplied before the first step, all weight gradients after the last.
import {
  borrowNumbers,
  clear,
  type FastInput,
  type FastLayer,
  type FastParameter,
  type Place,
  type RunSize,
  type StatePart,
} from "./fast-layer";

/** U is Gn×m, W Gn×n, bias 1×Gn, rows gate by gate. */
export interface GateParameters {
  readonly U: FastParameter;
  readonly W: FastParameter;
  readonly bias: FastParameter;
}

/** States lie as T + 1 blocks of B×n, s_0 first; so do their gradients, ∂E/∂s_0 first. */
export abstract class GatedLayer implements FastLayer {
  protected size: RunSize = { steps: 0, batch: 0, mask: 0 };
  protected input: FastInput = { kind: "dense", at: 0 };
  protected states = 0;
  protected dStates = 0;
  /** T blocks of B×Gn: net, then the gates' values; and ∂E/∂net. */
  protected nets = 0;
  protected deltas = 0;
  /** Wᵀ, for a batch: multiplied at each step, it would be turned at each step. */
  private Wt = 0;

  constructor(
    protected readonly place: Place,
    readonly inputSize: number,
    readonly hiddenSize: number,
    protected readonly gates: number,
    protected readonly parameters: GateParameters,
  ) {}

  get outputSize(): number {
    return this.hiddenSize;
  }

  get stateParts(): readonly StatePart[] {
    return [
      this.statePart(
        () => this.states,
        () => this.dStates,
      ),
    ];
  }

  begin(size: RunSize): void {
    this.size = size;
    const count = (size.steps + 1) * size.batch * this.hiddenSize;
    this.states = borrowNumbers(this.place, count, "states");
    this.dStates = borrowNumbers(this.place, count, "gradients of states");
    const nets = size.steps * size.batch * this.gates * this.hiddenSize;
    this.nets = borrowNumbers(this.place, nets, "nets");
    const weights = this.gates * this.hiddenSize ** 2;
    if (size.batch > 1) this.Wt = borrowNumbers(this.place, weights, "W transposed");
  }

  forward(input: FastInput): number {
    const { kernels } = this.place;
    const { steps, batch } = this.size;
    const { U, bias } = this.parameters;
    const [rows, width, m] = [steps * batch, this.gates * this.hiddenSize, this.inputSize];
    this.input = input;
    kernels.fillRows(rows, width, bias.value.at, this.nets);
    if (input.kind === "ids") {
      kernels.addColumns(rows, width, m, input.at, U.value.at, this.nets);
    } else if (rows === 1) {
      kernels.matrixTimesColumn(width, m, U.value.at, m, input.at, this.nets);
    } else {
      this.product(rows, width, m, input.at, m, 1, U.value.at, 1, m, this.nets, width, true);
    }
    if (batch > 1) {
      kernels.transpose(width, this.hiddenSize, this.parameters.W.value.at, this.Wt);
    }
    for (let t = 0; t < steps; t++) this.stepForward(t);
    return this.states + this.stateBytes;
  }

  dOutputs(): number {
    return this.dStates + this.stateBytes;
  }

  backward(dx: number): void {
    const { kernels } = this.place;
    const { steps, batch } = this.size;
    const { U, bias } = this.parameters;
    const [rows, width, m] = [steps * batch, this.gates * this.hiddenSize, this.inputSize];
    this.deltas = borrowNumbers(this.place, rows * width, "deltas");
    clear(this.place, this.dStates, batch * this.hiddenSize);
    this.beginBackward();
    for (let t = steps - 1; t >= 0; t--) this.stepBackward(t);
    if (this.input.kind === "ids") {
      clear(this.place, U.gradient.at, width * m);
      kernels.addToColumns(rows, width, m, this.input.at, this.deltas, U.gradient.at);
    } else {
      const [d, x] = [this.deltas, this.input.at];
      this.product(width, m, rows, d, 1, width, x, m, 1, U.gradient.at, m, false);
    }
    kernels.sumRows(rows, width, this.deltas, width, bias.gradient.at);
    this.recurrentGradients();
    if (dx) this.product(rows, m, width, this.deltas, width, 1, U.value.at, m, 1, dx, m, false);
  }

  /** Memory of the cell beside its states. */
  protected beginBackward(): void {}
  /** s_t from nets at t and s_{t−1}. */
  protected abstract stepForward(t: number): void;
  /** deltas at t from ∂E/∂s_t; adds to ∂E/∂s_{t−1}. */
  protected abstract stepBackward(t: number): void;

  /** dW = Σ δ_t s_{t−1}ᵀ, (5) and (6). */
  protected recurrentGradients(): void {
    const n = this.hiddenSize;
    const [rows, width] = [this.size.steps * this.size.batch, this.gates * n];
    const dW = this.parameters.W.gradient.at;
    this.product(width, n, rows, this.deltas, 1, width, this.states, n, 1, dW, n, false);
  }

  /** Bytes of one state block. */
  protected get stateBytes(): number {
    return this.size.batch * this.hiddenSize * this.place.bytes;
  }

  /** s_{t−1} for t from 0; s_t is one block further. */
  protected before(t: number): number {
    return this.states + t * this.stateBytes;
  }

  /** ∂E/∂s_{t−1} for t from 0; ∂E/∂s_t is one block further. */
  protected dBefore(t: number): number {
    return this.dStates + t * this.stateBytes;
  }

  protected netAt(t: number): number {
    return this.nets + t * this.gates * this.stateBytes;
  }

  protected deltaAt(t: number): number {
    return this.deltas + t * this.gates * this.stateBytes;
  }

  /** The mask of step t, or 0. */
  protected maskAt(t: number): number {
    return this.size.mask && this.size.mask + t * this.size.batch;
  }

  /** out[B × rows] += s Wᵀ, for `rows` of W's rows from `first`; a row of out is `width` numbers apart. */
  protected addSWt(s: number, first: number, rows: number, out: number, width: number): void {
    const n = this.hiddenSize;
    const { batch } = this.size;
    const { kernels, bytes } = this.place;
    if (batch === 1) {
      const W = this.parameters.W.value.at + first * n * bytes;
      kernels.matrixTimesColumn(rows, n, W, n, s, out);
    } else {
      const Wt = this.Wt + first * bytes;
      this.product(batch, rows, n, s, n, 1, Wt, this.gates * n, 1, out, width, true);
    }
  }

  /** ds[B × n] += δ W, for a part of W's rows; a row of δ is `width` numbers apart. */
  protected addDeltaW(delta: number, width: number, W: number, rows: number, ds: number): void {
    const n = this.hiddenSize;
    const { batch } = this.size;
    if (batch === 1) this.place.kernels.rowTimesMatrix(rows, n, delta, W, n, ds);
    else this.product(batch, n, rows, delta, width, 1, W, n, 1, ds, n, true);
  }

  protected product(
    m: number,
    n: number,
    k: number,
    a: number,
    rsa: number,
    csa: number,
    b: number,
    rsb: number,
    csb: number,
    c: number,
    ldc: number,
    add: boolean,
  ): void {
    const { kernels, workspace } = this.place;
    kernels.product(m, n, k, a, rsa, csa, b, rsb, csb, c, ldc, add, workspace.scratch);
  }

  /** A part of the state that lies in T + 1 blocks. */
  protected statePart(blocks: () => number, gradient: () => number): StatePart {
    return {
      size: this.hiddenSize,
      start: blocks,
      last: () => blocks() + this.size.steps * this.stateBytes,
      gradient,
    };
  }
}
