// The output layer (1) with g the identity: for targets that are numbers, under the squared error.
import type { RandomGenerator } from "../random/generator";
import { Matrix } from "../tensor/matrix";
import { addAB, addABt, addAtB, addRow, addRowSum } from "../tensor/products";
import { initialUniform, requireSize } from "./initialise";

/** o_t = V s_t + bias. V is K×n, bias 1×K; s_t is B×n, o_t B×K. */
export class LinearOutput {
  readonly V: Matrix;
  readonly bias: Matrix;

  /** V is drawn from U(±1/√n); the bias is 0. @throws RangeError unless both sizes are ≥ 1 */
  constructor(
    readonly hiddenSize: number,
    readonly size: number,
    options: { random: RandomGenerator },
  ) {
    requireSize("hiddenSize", hiddenSize);
    requireSize("size", size);
    this.V = initialUniform(size, hiddenSize, 1 / Math.sqrt(hiddenSize), options.random);
    this.bias = new Matrix(1, size);
  }

  get parameters(): Record<string, Matrix> {
    return { V: this.V, "o bias": this.bias };
  }

  /** o_1 … o_T from s_1 … s_T. @throws RangeError for a wrong shape */
  forward(states: readonly Matrix[]): Matrix[] {
    return states.map((s) => {
      const o = new Matrix(s.rows, this.size);
      addABt(o, s, this.V);
      addRow(o, this.bias);
      return o;
    });
  }

  /** dV = Σ δ_t s_tᵀ, dBias and ∂E/∂s_t, from ∂E/∂o_t. @throws RangeError for a wrong shape */
  backward(
    dOutputs: readonly Matrix[],
    states: readonly Matrix[],
  ): { dV: Matrix; dBias: Matrix; dStates: Matrix[] } {
    const dV = new Matrix(this.size, this.hiddenSize);
    const dBias = new Matrix(1, this.size);
    const dStates = dOutputs.map((d, t) => {
      addAtB(dV, d, states[t]);
      addRowSum(dBias, d);
      const dState = new Matrix(d.rows, this.hiddenSize);
      addAB(dState, d, this.V);
      return dState;
    });
    return { dV, dBias, dStates };
  }
}
