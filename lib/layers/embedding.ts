// The embedding: one learned row for each word, looked up by its id. The same as a one-hot input times
// a matrix, without the zeros.
import type { RandomGenerator } from "../random/generator";
import { Matrix, requireShape } from "../tensor/matrix";
import { requireSize } from "./initialise";
import { requireInput } from "./step-input";

/** x_t = E[id_t]: E is V×d, ids are B a step, x_t is B×d. */
export class Embedding {
  readonly E: Matrix;

  /** Rows are standard normal. @throws RangeError unless both sizes are whole numbers ≥ 1 */
  constructor(
    readonly vocabularySize: number,
    readonly size: number,
    options: { random: RandomGenerator },
  ) {
    requireSize("vocabularySize", vocabularySize);
    requireSize("size", size);
    this.E = new Matrix(vocabularySize, size);
    for (let i = 0; i < this.E.data.length; i++) this.E.data[i] = options.random.normal();
  }

  get parameters(): Record<string, Matrix> {
    return { E: this.E };
  }

  /** x_1 … x_T, B×d each. @throws RangeError for an id out of range, naming step and id */
  forward(ids: readonly Int32Array[]): Matrix[] {
    return ids.map((row, t) => {
      requireInput(row, t + 1, row.length, this.vocabularySize);
      const x = new Matrix(row.length, this.size);
      row.forEach((id, b) => {
        x.row(b).set(this.E.row(id));
      });
      return x;
    });
  }

  /** dE, V×d, from ∂E/∂x_t. @throws RangeError if the shapes differ from forward's */
  backward(dxs: readonly Matrix[], ids: readonly Int32Array[]): Matrix {
    if (dxs.length !== ids.length) {
      throw new RangeError(`Embedding: ${dxs.length} gradients for ${ids.length} steps of ids.`);
    }
    const dE = new Matrix(this.vocabularySize, this.size);
    ids.forEach((row, t) => {
      requireShape(`gradient of x_${t + 1}`, dxs[t], row.length, this.size);
      row.forEach((id, b) => {
        const [to, from] = [dE.row(id), dxs[t].row(b)];
        for (let i = 0; i < to.length; i++) to[i] += from[i];
      });
    });
    return dE;
  }
}
