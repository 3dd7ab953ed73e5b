// Gradient clipping: the cure for exploding gradients (Pascanu, Mikolov & Bengio 2013, algorithm 1).
import type { Matrix } from "../tensor/matrix";

/**
 * Scales all gradients by one factor so that their joint Euclidean norm is at most `threshold`.
 * Smaller gradients stay as they are.
 * @returns the norm before
 * @throws RangeError unless threshold > 0
 */
export function clipByNorm(gradients: readonly Matrix[], threshold: number): number {
  if (!(threshold > 0))
    throw new RangeError(`clipByNorm: threshold ${threshold}; give a number > 0.`);
  let sum = 0;
  for (const { data } of gradients) {
    for (let i = 0; i < data.length; i++) sum += data[i] * data[i];
  }
  const norm = Math.sqrt(sum);
  if (norm > threshold) {
    const scale = threshold / norm;
    for (const { data } of gradients) {
      for (let i = 0; i < data.length; i++) data[i] *= scale;
    }
  }
  return norm;
}
