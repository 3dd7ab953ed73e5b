// The three matrix products that forward and backward need, each adding to its result.
// Plain loops: this is the reference that faster kernels are compared with.
import { type Matrix, shapeOf } from "./matrix";

/** C += A Bᵀ. A is m×k, B is n×k, C is m×n. @throws RangeError if the shapes do not fit */
export function addABt(C: Matrix, A: Matrix, B: Matrix): void {
  requireFit("A Bᵀ", C, A, B, A.columns === B.columns && C.rows === A.rows && C.columns === B.rows);
  const k = A.columns;
  for (let i = 0; i < A.rows; i++) {
    for (let j = 0; j < B.rows; j++) {
      let sum = 0;
      for (let p = 0, a = i * k, b = j * k; p < k; p++, a++, b++) sum += A.data[a] * B.data[b];
      C.data[i * C.columns + j] += sum;
    }
  }
}

/** C += A B. A is m×k, B is k×n, C is m×n. @throws RangeError if the shapes do not fit */
export function addAB(C: Matrix, A: Matrix, B: Matrix): void {
  requireFit("A B", C, A, B, A.columns === B.rows && C.rows === A.rows && C.columns === B.columns);
  const n = B.columns;
  for (let i = 0; i < A.rows; i++) {
    for (let p = 0; p < A.columns; p++) {
      const a = A.data[i * A.columns + p];
      for (let j = 0, b = p * n, c = i * n; j < n; j++, b++, c++) C.data[c] += a * B.data[b];
    }
  }
}

/** C += Aᵀ B. A is k×m, B is k×n, C is m×n. @throws RangeError if the shapes do not fit */
export function addAtB(C: Matrix, A: Matrix, B: Matrix): void {
  requireFit("Aᵀ B", C, A, B, A.rows === B.rows && C.rows === A.columns && C.columns === B.columns);
  const n = B.columns;
  for (let p = 0; p < A.rows; p++) {
    for (let i = 0; i < A.columns; i++) {
      const a = A.data[p * A.columns + i];
      for (let j = 0, b = p * n, c = i * n; j < n; j++, b++, c++) C.data[c] += a * B.data[b];
    }
  }
}

/** Adds the 1×n row `bias` to each row of A. @throws RangeError if the shapes do not fit */
export function addRow(A: Matrix, bias: Matrix): void {
  requireFit("A + bias", A, A, bias, bias.rows === 1 && bias.columns === A.columns);
  for (let i = 0, a = 0; i < A.rows; i++) {
    for (let j = 0; j < A.columns; j++, a++) A.data[a] += bias.data[j];
  }
}

/** sum += the rows of A, added up. `sum` is 1×n. @throws RangeError if the shapes do not fit */
export function addRowSum(sum: Matrix, A: Matrix): void {
  requireFit("row sum", sum, A, sum, sum.rows === 1 && sum.columns === A.columns);
  for (let i = 0, a = 0; i < A.rows; i++) {
    for (let j = 0; j < A.columns; j++, a++) sum.data[j] += A.data[a];
  }
}

function requireFit(what: string, C: Matrix, A: Matrix, B: Matrix, fits: boolean): void {
  if (!fits) {
    throw new RangeError(
      `${what}: shapes ${shapeOf(A)} and ${shapeOf(B)} do not give ${shapeOf(C)}.`,
    );
  }
}
