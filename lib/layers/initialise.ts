// How weights start.
import type { RandomGenerator } from "../random/generator";
import { Matrix } from "../tensor/matrix";

/** A rows×columns matrix of numbers uniform in ±bound. */
export function initialUniform(
  rows: number,
  columns: number,
  bound: number,
  random: RandomGenerator,
): Matrix {
  const matrix = new Matrix(rows, columns);
  for (let i = 0; i < matrix.data.length; i++) matrix.data[i] = random.uniform(-bound, bound);
  return matrix;
}

/** @throws RangeError unless `size` is a whole number ≥ 1 */
export function requireSize(name: string, size: number): void {
  if (!Number.isSafeInteger(size) || size < 1) {
    throw new RangeError(`${name} is ${size}; give a whole number ≥ 1.`);
  }
}
