// The matrix of the readable reference: rows × columns numbers in one Float64Array, row by row.
// Layers keep one matrix a time step, a row an example of the batch (B×n).

import { matrixTable } from "./matrix-table";

/** A dense matrix of f64 numbers, stored row by row. */
export class Matrix {
  readonly rows: number;
  readonly columns: number;
  /** Element (i, j) is at `i * columns + j`. */
  readonly data: Float64Array;

  /**
   * @param rows whole number ≥ 0
   * @param columns whole number ≥ 0
   * @param data rows × columns numbers, kept without a copy; zeros if left out
   * @throws RangeError if a size is not a whole number ≥ 0, or `data` has another length
   */
  constructor(rows: number, columns: number, data?: Float64Array) {
    for (const [name, size] of [
      ["rows", rows],
      ["columns", columns],
    ] as const) {
      if (!Number.isSafeInteger(size) || size < 0) {
        throw new RangeError(`Matrix: ${name} is ${size}; give a whole number ≥ 0.`);
      }
    }
    if (data && data.length !== rows * columns) {
      throw new RangeError(
        `Matrix: ${data.length} numbers for shape ${rows}×${columns}; give ${rows * columns}.`,
      );
    }
    this.rows = rows;
    this.columns = columns;
    this.data = data ?? new Float64Array(rows * columns);
  }

  /**
   * A copy of nested arrays, or of a mathjs matrix (anything with `toArray`). A flat array is one row.
   * @throws TypeError for rows of unequal length or an element that is not a finite number
   */
  static from(values: MatrixLike): Matrix {
    if (values instanceof Matrix) return values.clone();
    const array = "toArray" in values ? (values.toArray() as number[] | number[][]) : values;
    const rows = Array.from(array as ArrayLike<number | ArrayLike<number>>, (row) =>
      typeof row === "number" ? row : Array.from(row),
    );
    const nested = (typeof rows[0] === "number" ? [rows] : rows) as number[][];
    const columns = nested[0]?.length ?? 0;
    const matrix = new Matrix(nested.length, columns);
    nested.forEach((row, i) => {
      if (row.length !== columns) {
        throw new TypeError(
          `Matrix.from: row ${i} has ${row.length} numbers and row 0 has ${columns}; give rows of one length.`,
        );
      }
      row.forEach((value, j) => {
        if (!Number.isFinite(value)) {
          throw new TypeError(
            `Matrix.from: element (${i}, ${j}) is ${value}; give finite numbers.`,
          );
        }
        matrix.data[i * columns + j] = value;
      });
    });
    return matrix;
  }

  /** Element (i, j). @throws RangeError outside the matrix */
  get(i: number, j: number): number {
    return this.data[this.offset(i, j)];
  }

  /** Sets element (i, j). @throws RangeError outside the matrix */
  set(i: number, j: number, value: number): void {
    this.data[this.offset(i, j)] = value;
  }

  /** Row i as a view: what is written to it is written to the matrix. */
  row(i: number): Float64Array {
    this.offset(i, 0);
    return this.data.subarray(i * this.columns, (i + 1) * this.columns);
  }

  clone(): Matrix {
    return new Matrix(this.rows, this.columns, this.data.slice());
  }

  /** Nested arrays, as mathjs and JSON take them. */
  toArray(): number[][] {
    return Array.from({ length: this.rows }, (_, i) => Array.from(this.row(i)));
  }

  /** How a notebook shows a matrix: as a table. */
  [Symbol.for("Jupyter.display")](): Record<string, string> {
    return matrixTable(this);
  }

  private offset(i: number, j: number): number {
    if (!(i >= 0 && i < this.rows && j >= 0 && j < Math.max(1, this.columns))) {
      throw new RangeError(`Matrix: (${i}, ${j}) lies outside ${shapeOf(this)}.`);
    }
    return i * this.columns + j;
  }
}

/** What `Matrix.from` takes: nested or flat arrays, a mathjs matrix, another matrix. */
export type MatrixLike =
  | Matrix
  | ArrayLike<number>
  | ArrayLike<ArrayLike<number>>
  | { toArray(): unknown };

/** "3×4", for messages. */
export function shapeOf(matrix: Matrix): string {
  return `${matrix.rows}×${matrix.columns}`;
}

/** @throws RangeError unless `matrix` is rows × columns; the message names both shapes */
export function requireShape(what: string, matrix: Matrix, rows: number, columns: number): void {
  if (matrix.rows !== rows || matrix.columns !== columns) {
    throw new RangeError(`${what} is ${shapeOf(matrix)}; expected ${rows}×${columns}.`);
  }
}
