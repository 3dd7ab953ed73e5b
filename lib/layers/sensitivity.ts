// How much an output depends on an input: ∂s_t/∂x_k and ∂o_t/∂x_k for any pair of steps, read off
// backward with a loss that picks one element.
import { Matrix } from "../tensor/matrix";
import { addAB } from "../tensor/products";
import type { LayerState, SequenceLayer } from "./sequence-layer";
import type { SequenceModel } from "./sequence-model";
import { batchOf, type StepInput } from "./step-input";

/**
 * ∂s_t/∂x_k: row i is the gradient of element i of s_t, n×m. Steps count from 1; one sequence (B = 1).
 * @throws RangeError for a step outside 1 … T, or a batch other than 1
 */
export function stateSensitivity<State extends LayerState>(
  layer: SequenceLayer<State>,
  xs: readonly StepInput[],
  { t, k, s0 }: { t: number; k: number; s0?: State },
): Matrix {
  requirePair(xs, t, k);
  const { states, cache } = layer.forward(xs, s0);
  const J = new Matrix(layer.outputSize, layer.inputSize);
  for (let i = 0; i < J.rows; i++) {
    const dStates = states.map((s) => new Matrix(1, s.columns));
    dStates[t - 1].set(0, i, 1);
    J.row(i).set(layer.backward(dStates, cache).dxs[k - 1].data);
  }
  return J;
}

/**
 * ∂o_t/∂x_k, K×m: (diag(o_t) − o_t o_tᵀ) V ∂s_t/∂x_k. Steps count from 1; one sequence (B = 1).
 * @throws RangeError for a step outside 1 … T, or a batch other than 1
 */
export function outputSensitivity<State extends LayerState>(
  model: SequenceModel<State>,
  xs: readonly StepInput[],
  pair: { t: number; k: number; s0?: State },
): Matrix {
  const J = stateSensitivity(model.layer, xs, pair);
  const o = model.predict(xs, pair.s0).outputs[pair.t - 1].data;
  const softmaxJ = new Matrix(o.length, o.length);
  for (let i = 0; i < o.length; i++) {
    for (let j = 0; j < o.length; j++) softmaxJ.set(i, j, o[i] * (Number(i === j) - o[j]));
  }
  const throughV = new Matrix(o.length, J.rows);
  addAB(throughV, softmaxJ, model.output.V);
  const out = new Matrix(o.length, J.columns);
  addAB(out, throughV, J);
  return out;
}

function requirePair(xs: readonly StepInput[], t: number, k: number): void {
  for (const [name, step] of [
    ["t", t],
    ["k", k],
  ] as const) {
    if (!(Number.isInteger(step) && step >= 1 && step <= xs.length)) {
      throw new RangeError(`sensitivity: ${name} is ${step}; give a step from 1 to ${xs.length}.`);
    }
  }
  if (batchOf(xs[0]) !== 1) {
    throw new RangeError(`sensitivity: a batch of ${batchOf(xs[0])}; give one sequence.`);
  }
}
