// The input of one time step: dense rows, or ids that stand for one-hot rows. Multiplying by a one-hot
// vector picks a column of U, so ids are looked up instead of multiplied.
import { type Matrix, requireShape } from "../tensor/matrix";
import { addABt, addAtB } from "../tensor/products";

/** x_t: a B×m matrix, or B ids from 0 to m − 1 for one-hot rows. */
export type StepInput = Matrix | Int32Array;

/** B, the number of rows. */
export function batchOf(x: StepInput): number {
  return x instanceof Int32Array ? x.length : x.rows;
}

/** @throws RangeError unless x is B×m or B ids below m; the message names step and value */
export function requireInput(x: StepInput, t: number, batch: number, m: number): void {
  if (!(x instanceof Int32Array)) {
    requireShape(`x at step ${t}`, x, batch, m);
    return;
  }
  if (x.length !== batch) {
    throw new RangeError(`x at step ${t} has ${x.length} ids; expected ${batch}, one a row.`);
  }
  for (const id of x) {
    if (id < 0 || id >= m) {
      throw new RangeError(
        `x at step ${t}: id ${id} is out of range; give ids from 0 to ${m - 1}.`,
      );
    }
  }
}

/** net += x Uᵀ: the row form of U x_t. net is B×n, U is n×m. */
export function addInputProduct(net: Matrix, x: StepInput, U: Matrix): void {
  if (!(x instanceof Int32Array)) {
    addABt(net, x, U);
    return;
  }
  for (let b = 0; b < x.length; b++) {
    for (let i = 0; i < U.rows; i++) {
      net.data[b * net.columns + i] += U.data[i * U.columns + x[b]];
    }
  }
}

/** dU += deltaᵀ x: (8) for one step. delta is B×n, dU is n×m. */
export function addInputGradient(dU: Matrix, delta: Matrix, x: StepInput): void {
  if (!(x instanceof Int32Array)) {
    addAtB(dU, delta, x);
    return;
  }
  for (let b = 0; b < x.length; b++) {
    for (let i = 0; i < dU.rows; i++) {
      dU.data[i * dU.columns + x[b]] += delta.data[b * delta.columns + i];
    }
  }
}
