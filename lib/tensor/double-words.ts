// The bits of a double, for elementary.ts. Compiled for WebAssembly, that file gets
// assembly/double-words.as in place of this one.

const bits = new DataView(new ArrayBuffer(8));

export const POSITIVE_INFINITY = Number.POSITIVE_INFINITY;
export const NOT_A_NUMBER = Number.NaN;

/** A whole number from −2^31 to 2^31 − 1, as the 32-bit integer it is. */
export function toInt(x: number): number {
  return x | 0;
}

/** Sign, exponent and the first 20 bits of the fraction, as a signed 32-bit integer. */
export function highWord(x: number): number {
  bits.setFloat64(0, x);
  return bits.getInt32(0);
}

/** x with other bits in its high word. */
export function withHighWord(x: number, high: number): number {
  bits.setFloat64(0, x);
  bits.setInt32(0, high);
  return bits.getFloat64(0);
}

/** x without the last 32 bits of its fraction. */
export function withoutLowWord(x: number): number {
  bits.setFloat64(0, x);
  bits.setInt32(4, 0);
  return bits.getFloat64(0);
}
