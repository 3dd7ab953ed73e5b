// A matrix as a view on the workspace's memory, in f32 or f64: what fast models learn.
import type { Precision } from "./kernels";
import { Matrix, requireShape } from "./matrix";
import { matrixTable } from "./matrix-table";
import type { Workspace } from "./workspace";

/** A memory block that tensors look at; once released, they refuse to be read. */
export interface Block {
  readonly workspace: Workspace;
  readonly at: number;
  readonly bytes: number;
  released: boolean;
}

/** rows × columns numbers, row by row, in the workspace. */
export class Tensor {
  private readonly view: Float32Array | Float64Array;

  /** @param at pointer inside the block, aligned to a number */
  constructor(
    readonly block: Block,
    readonly at: number,
    readonly rows: number,
    readonly columns: number,
    readonly precision: Precision,
  ) {
    const { workspace } = block;
    this.view =
      precision === "f32"
        ? workspace.f32.subarray(at / 4, at / 4 + rows * columns)
        : workspace.f64.subarray(at / 8, at / 8 + rows * columns);
  }

  /** Element (i, j) is at `i * columns + j`. @throws Error once the model was disposed of */
  get data(): Float32Array | Float64Array {
    if (this.block.released) {
      throw new Error("Tensor: its model was disposed of; copy what you need before dispose().");
    }
    return this.view;
  }

  /** Takes the numbers of `matrix`, rounded to the precision. @throws RangeError unless the shapes are equal */
  assign(matrix: Matrix): void {
    requireShape("matrix", matrix, this.rows, this.columns);
    this.data.set(matrix.data);
  }

  /** A copy in f64. */
  toMatrix(): Matrix {
    return new Matrix(this.rows, this.columns, Float64Array.from(this.data));
  }

  /** Nested arrays, as mathjs and JSON take them. */
  toArray(): number[][] {
    return this.toMatrix().toArray();
  }

  /** How a notebook shows a tensor: as a table. */
  [Symbol.for("Jupyter.display")](): Record<string, string> {
    return matrixTable(this.toMatrix());
  }
}
