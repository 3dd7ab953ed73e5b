// softmax and cross-entropy: probabilities from any numbers, and the surprise at what came.
import { exp, log } from "../tensor/elementary";

/**
 * e^{z_i} / Σ_k e^{z_k}. The largest z is taken off first: the same value, and no overflow.
 * @throws RangeError if z is empty or holds NaN or Infinity
 */
export function softmax(z: ArrayLike<number>): Float64Array {
  let top = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < z.length; i++) {
    if (!Number.isFinite(z[i])) {
      throw new RangeError(`softmax: element ${i} is ${z[i]}; give finite numbers.`);
    }
    top = Math.max(top, z[i]);
  }
  if (z.length === 0) throw new RangeError("softmax: no numbers; give at least 1.");
  const o = new Float64Array(z.length);
  let sum = 0;
  for (let i = 0; i < o.length; i++) {
    o[i] = exp(z[i] - top);
    sum += o[i];
  }
  for (let i = 0; i < o.length; i++) o[i] /= sum;
  return o;
}

/** ln Σ_k e^{z_k}, without overflow: the largest z is taken off first. −Infinity for no numbers. */
export function logSumExp(z: ArrayLike<number>): number {
  let top = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < z.length; i++) top = Math.max(top, z[i]);
  if (!Number.isFinite(top)) return top;
  let sum = 0;
  for (let i = 0; i < z.length; i++) sum += exp(z[i] - top);
  return top + log(sum);
}

/**
 * −ln o_label: the surprise in nats at the label, when o gave the probabilities.
 * @throws RangeError if the label is no index of o
 */
export function crossEntropy(o: ArrayLike<number>, label: number): number {
  if (!(Number.isInteger(label) && label >= 0 && label < o.length)) {
    throw new RangeError(
      `crossEntropy: label ${label}; give a whole number from 0 to ${o.length - 1}.`,
    );
  }
  return -log(o[label]);
}
