// How weights start. A matrix of rows × columns takes `columns` inputs to `rows` outputs.
import type { RandomGenerator } from "../random/generator";
import { Matrix } from "../tensor/matrix";

/** Makes a rows×columns matrix to start from. */
export type Initialiser = (rows: number, columns: number, random: RandomGenerator) => Matrix;

/** The ways to start that the workbook compares. */
export const initialisers = {
  /** The article's: uniform in ±1e-4, which all but cuts the recursion. */
  article: (rows, columns, random) => initialUniform(rows, columns, 1e-4, random),
  /** Uniform in ±1/√hiddenSize, as PyTorch starts recurrent layers. */
  uniform:
    (hiddenSize: number): Initialiser =>
    (rows, columns, random) =>
      initialUniform(rows, columns, 1 / Math.sqrt(hiddenSize), random),
  /** Normal numbers around 0. */
  normal:
    (deviation: number): Initialiser =>
    (rows, columns, random) =>
      initialNormal(rows, columns, deviation, random),
  /** Uniform in ±√(6 / (rows + columns)). Source: Glorot & Bengio 2010, equation 16. */
  glorot: (rows, columns, random) =>
    initialUniform(rows, columns, Math.sqrt(6 / (rows + columns)), random),
  /** Normal of variance 2 / columns, made for relu. Source: He, Zhang, Ren & Sun 2015, equation 10. */
  he: (rows, columns, random) => initialNormal(rows, columns, Math.sqrt(2 / columns), random),
  /** Orthonormal rows or columns, whichever are fewer. Source: Saxe, McClelland & Ganguli 2013. */
  orthogonal: (rows, columns, random) =>
    rows <= columns
      ? orthonormalRows(rows, columns, random)
      : transposed(orthonormalRows(columns, rows, random)),
  /** Ones on the diagonal, for relu recurrent layers. Source: Le, Jaitly & Hinton 2015. */
  identity: (rows, columns) => {
    const matrix = new Matrix(rows, columns);
    for (let i = 0; i < Math.min(rows, columns); i++) matrix.set(i, i, 1);
    return matrix;
  },
} as const satisfies Record<string, Initialiser | ((setting: number) => Initialiser)>;

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

function initialNormal(
  rows: number,
  columns: number,
  deviation: number,
  random: RandomGenerator,
): Matrix {
  const matrix = new Matrix(rows, columns);
  for (let i = 0; i < matrix.data.length; i++) matrix.data[i] = deviation * random.normal();
  return matrix;
}

/** Normal rows made orthonormal by Gram and Schmidt's process, twice over against rounding. */
function orthonormalRows(rows: number, columns: number, random: RandomGenerator): Matrix {
  const Q = initialNormal(rows, columns, 1, random);
  for (let i = 0; i < rows; i++) {
    for (let pass = 0; pass < 2; pass++) {
      for (let j = 0; j < i; j++) addScaled(Q.row(i), Q.row(j), -dot(Q.row(i), Q.row(j)));
      const norm = Math.sqrt(dot(Q.row(i), Q.row(i)));
      for (let k = 0, row = Q.row(i); k < columns; k++) row[k] /= norm;
    }
  }
  return Q;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function addScaled(to: Float64Array, from: Float64Array, factor: number): void {
  for (let i = 0; i < to.length; i++) to[i] += factor * from[i];
}

function transposed(A: Matrix): Matrix {
  const out = new Matrix(A.columns, A.rows);
  for (let i = 0; i < A.rows; i++) for (let j = 0; j < A.columns; j++) out.set(j, i, A.get(i, j));
  return out;
}

/** @throws RangeError unless `size` is a whole number ≥ 1 */
export function requireSize(name: string, size: number): void {
  if (!Number.isSafeInteger(size) || size < 1) {
    throw new RangeError(`${name} is ${size}; give a whole number ≥ 1.`);
  }
}
