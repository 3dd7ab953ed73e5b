// Assertions for notebooks: silent when two results agree, one clear sentence when they do not.
import { Matrix, type MatrixLike, shapeOf } from "../tensor/matrix";

/**
 * Does nothing if `actual` is `expected`, element by element, within `within`.
 * @param within the largest absolute difference allowed
 * @throws Error naming the first element that differs, or both shapes
 */
export function assertClose(
  what: string,
  actual: number | MatrixLike,
  expected: number | MatrixLike,
  within = 1e-9,
): void {
  const a = toMatrix(actual);
  const b = toMatrix(expected);
  if (a.rows !== b.rows || a.columns !== b.columns) {
    throw new Error(`${what}: shape ${shapeOf(a)}, expected ${shapeOf(b)}.`);
  }
  a.data.forEach((value, i) => {
    if (!(Math.abs(value - b.data[i]) <= within)) {
      throw new Error(`${what}: element ${i} is ${value}, expected ${b.data[i]} within ${within}.`);
    }
  });
}

function toMatrix(value: number | MatrixLike): Matrix {
  return Matrix.from(typeof value === "number" ? [value] : value);
}
