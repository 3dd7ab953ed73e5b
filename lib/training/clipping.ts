// Gradient clipping: the cure for exploding gradients (Pascanu, Mikolov & Bengio 2013, algorithm 1).
import type { Matrix } from "../tensor/matrix";
import { Tensor } from "../tensor/tensor";

/** √(Σ g²) over all gradients. */
export function gradientNorm(gradients: readonly (Matrix | Tensor)[]): number {
  return Math.sqrt(gradients.reduce(addSquares, 0));
}

/**
 * Scales all gradients by one factor so that their joint Euclidean norm is at most `threshold`.
 * Smaller gradients stay as they are.
 * @returns the norm before
 * @throws RangeError unless threshold > 0
 */
export function clipByNorm(gradients: readonly (Matrix | Tensor)[], threshold: number): number {
  if (!(threshold > 0))
    throw new RangeError(`clipByNorm: threshold ${threshold}; give a number > 0.`);
  const norm = gradientNorm(gradients);
  if (norm > threshold) for (const gradient of gradients) scale(gradient, threshold / norm);
  return norm;
}

function addSquares(sum: number, gradient: Matrix | Tensor): number {
  const { data } = gradient;
  if (gradient instanceof Tensor) {
    const { sumOfSquares } = gradient.block.workspace.kernels(gradient.precision);
    return sum + sumOfSquares(data.length, gradient.at);
  }
  let total = sum;
  for (let i = 0; i < data.length; i++) total += data[i] * data[i];
  return total;
}

function scale(gradient: Matrix | Tensor, factor: number): void {
  const { data } = gradient;
  if (gradient instanceof Tensor) {
    gradient.block.workspace.kernels(gradient.precision).scale(data.length, gradient.at, factor);
    return;
  }
  for (let i = 0; i < data.length; i++) data[i] *= factor;
}

/**
 * Brings each number of the gradients into ±`limit` by itself; this can turn the direction.
 * @returns the joint norm before
 * @throws RangeError unless limit > 0
 */
export function clipByValue(gradients: readonly (Matrix | Tensor)[], limit: number): number {
  if (!(limit > 0)) throw new RangeError(`clipByValue: limit ${limit}; give a number > 0.`);
  let sum = 0;
  for (const gradient of gradients) sum = cut(sum, gradient, limit);
  return Math.sqrt(sum);
}

/** `sum` and Σ g² of before. */
function cut(sum: number, gradient: Matrix | Tensor, limit: number): number {
  const { data } = gradient;
  if (gradient instanceof Tensor) {
    const { clip } = gradient.block.workspace.kernels(gradient.precision);
    return sum + clip(data.length, gradient.at, limit);
  }
  const total = addSquares(sum, gradient);
  for (let i = 0; i < data.length; i++) data[i] = Math.max(-limit, Math.min(limit, data[i]));
  return total;
}
