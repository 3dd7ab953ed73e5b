// Masks of padded batches: which rows of which steps are real. At padding a state is carried on
// unchanged, so that sequences of several lengths share one batch, padded on either side.
import type { Matrix } from "../tensor/matrix";

/** For each step t, B numbers: 1 where row b has a token, 0 where it is padding. */
export type Mask = readonly ArrayLike<number>[];

/**
 * The mask of sequences that start together and are padded on the right to `steps`.
 * @throws RangeError for a length that is no whole number from 0 to `steps`
 */
export function maskOfLengths(lengths: ArrayLike<number>, steps: number): Mask {
  for (const length of Array.from(lengths)) {
    if (!(Number.isInteger(length) && length >= 0 && length <= steps)) {
      throw new RangeError(
        `maskOfLengths: length ${length}; give whole numbers from 0 to ${steps}.`,
      );
    }
  }
  return Array.from({ length: steps }, (_, t) =>
    Uint8Array.from(lengths, (length) => Number(t < length)),
  );
}

/** @throws RangeError unless `mask` is left out or holds `steps` rows of `batch` zeros and ones */
export function requireMask(mask: Mask | undefined, steps: number, batch: number): void {
  if (!mask) return;
  if (mask.length !== steps) {
    throw new RangeError(`mask: ${mask.length} steps; expected ${steps}, one for each input.`);
  }
  mask.forEach((row, t) => {
    if (row.length !== batch) {
      throw new RangeError(
        `mask at step ${t + 1} has ${row.length} rows; expected ${batch}, one a row of the batch.`,
      );
    }
    for (let b = 0; b < batch; b++) {
      if (row[b] !== 0 && row[b] !== 1) {
        throw new RangeError(`mask at step ${t + 1}, row ${b} is ${row[b]}; give 1 or 0.`);
      }
    }
  });
}

/** Rows of `s` at padding become those of `previous`: the state waits. */
export function carryPadded(s: Matrix, previous: Matrix, row: ArrayLike<number> | undefined): void {
  forPadded(row, (b) => {
    s.row(b).set(previous.row(b));
  });
}

/** Rows of `delta` at padding become 0: nothing was computed there. */
export function dropPadded(delta: Matrix, row: ArrayLike<number> | undefined): void {
  forPadded(row, (b) => {
    delta.row(b).fill(0);
  });
}

/** Adds rows of `ds` at padding to `dPrevious`: the carried state hands its gradient on whole. */
export function addPadded(dPrevious: Matrix, ds: Matrix, row: ArrayLike<number> | undefined): void {
  forPadded(row, (b) => {
    const [to, from] = [dPrevious.row(b), ds.row(b)];
    for (let i = 0; i < to.length; i++) to[i] += from[i];
  });
}

function forPadded(row: ArrayLike<number> | undefined, act: (b: number) => void): void {
  for (let b = 0; row && b < row.length; b++) if (row[b] === 0) act(b);
}
