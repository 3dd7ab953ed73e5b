// One gate of an LSTM or GRU: its net = U x + W s + bias, and what backward adds up for it.
import type { RandomGenerator } from "../random/generator";
import { Matrix, requireShape } from "../tensor/matrix";
import { addAB, addABt, addAtB, addRow, addRowSum } from "../tensor/products";
import { initialUniform } from "./initialise";
import { addInputGradient, addInputProduct, type StepInput } from "./step-input";

/** U is n×m, W n×n, bias 1×n. */
export class Gate {
  readonly U: Matrix;
  readonly W: Matrix;
  readonly bias: Matrix;

  /** Weights from U(±1/√n), the bias all `bias`. */
  constructor(inputSize: number, hiddenSize: number, random: RandomGenerator, bias = 0) {
    const bound = 1 / Math.sqrt(hiddenSize);
    this.U = initialUniform(hiddenSize, inputSize, bound, random);
    this.W = initialUniform(hiddenSize, hiddenSize, bound, random);
    this.bias = new Matrix(1, hiddenSize);
    this.bias.data.fill(bias);
  }

  /** U x + bias, B×n. */
  inputNet(x: StepInput, batch: number): Matrix {
    const net = new Matrix(batch, this.W.rows);
    addInputProduct(net, x, this.U);
    addRow(net, this.bias);
    return net;
  }

  /** U x + W s + bias, B×n. */
  net(x: StepInput, s: Matrix): Matrix {
    requireShape("state before the step", s, s.rows, this.W.columns);
    const net = this.inputNet(x, s.rows);
    addABt(net, s, this.W);
    return net;
  }

  /** { U_i, W_i, bias_i } for the gate called i. */
  named(name: string): Record<string, Matrix> {
    return { [`U_${name}`]: this.U, [`W_${name}`]: this.W, [`bias_${name}`]: this.bias };
  }
}

/** ∂E/∂U, ∂E/∂W and ∂E/∂bias of one gate, added up over time. */
export class GateGradient {
  readonly dU: Matrix;
  readonly dW: Matrix;
  readonly dBias: Matrix;

  constructor(private readonly gate: Gate) {
    this.dU = new Matrix(gate.U.rows, gate.U.columns);
    this.dW = new Matrix(gate.W.rows, gate.W.columns);
    this.dBias = new Matrix(1, gate.W.rows);
  }

  /** (8) at one step, and what δ hands down: dx += δᵀ U. */
  addInput(delta: Matrix, x: StepInput, dx: Matrix): void {
    addInputGradient(this.dU, delta, x);
    addRowSum(this.dBias, delta);
    addAB(dx, delta, this.gate.U);
  }

  /** (5) at one step, and what δ hands back: ds += δᵀ W. */
  addState(delta: Matrix, s: Matrix, ds: Matrix): void {
    addAtB(this.dW, delta, s);
    addAB(ds, delta, this.gate.W);
  }

  named(name: string): Record<string, Matrix> {
    return { [`U_${name}`]: this.dU, [`W_${name}`]: this.dW, [`bias_${name}`]: this.dBias };
  }
}
