// Element-wise operations and side-by-side matrices, as the layers' equations need them.
import { Matrix, requireShape, shapeOf } from "./matrix";

/** f of each element, as a new matrix. */
export function mapMatrix(A: Matrix, f: (value: number) => number): Matrix {
  const out = new Matrix(A.rows, A.columns);
  for (let i = 0; i < out.data.length; i++) out.data[i] = f(A.data[i]);
  return out;
}

/** f of the elements of A and B at the same place, as a new matrix. @throws RangeError unless the shapes are equal */
export function zipMatrices(A: Matrix, B: Matrix, f: (a: number, b: number) => number): Matrix {
  requireShape("second matrix", B, A.rows, A.columns);
  const out = new Matrix(A.rows, A.columns);
  for (let i = 0; i < out.data.length; i++) out.data[i] = f(A.data[i], B.data[i]);
  return out;
}

/** A + B. @throws RangeError unless the shapes are equal */
export function sum(A: Matrix, B: Matrix): Matrix {
  return zipMatrices(A, B, (a, b) => a + b);
}

/** A ⊙ B, element by element. @throws RangeError unless the shapes are equal */
export function hadamard(A: Matrix, B: Matrix): Matrix {
  return zipMatrices(A, B, (a, b) => a * b);
}

/** [A B]: the rows of A, each followed by that of B. @throws RangeError unless they have as many rows */
export function besides(A: Matrix, B: Matrix): Matrix {
  if (A.rows !== B.rows) {
    throw new RangeError(`[A B]: ${shapeOf(A)} beside ${shapeOf(B)}; give as many rows.`);
  }
  const out = new Matrix(A.rows, A.columns + B.columns);
  for (let i = 0; i < A.rows; i++) {
    out.row(i).set(A.row(i));
    out.row(i).set(B.row(i), A.columns);
  }
  return out;
}

/** The inverse of `besides`: the first `columns` columns, and the rest. */
export function apart(AB: Matrix, columns: number): [Matrix, Matrix] {
  const A = new Matrix(AB.rows, columns);
  const B = new Matrix(AB.rows, AB.columns - columns);
  for (let i = 0; i < AB.rows; i++) {
    A.row(i).set(AB.row(i).subarray(0, columns));
    B.row(i).set(AB.row(i).subarray(columns));
  }
  return [A, B];
}
