// The one source of randomness: PCG32 (XSH-RR, 64-bit state), seeded, with published test vectors.
// Source: M. E. O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms
// for Random Number Generation", 2014. A 64-bit state is kept as two 32-bit halves.
import { log } from "../tensor/elementary";

const MULTIPLIER_HIGH = 0x5851f42d;
const MULTIPLIER_LOW = 0x4c957f2d;

/** All that decides what a generator gives next; goes through JSON unchanged. */
export interface GeneratorState {
  /** The 64-bit state, as its upper and lower 32 bits. */
  readonly state: readonly [high: number, low: number];
  /** Lower 32 bits of the increment, which names the stream. */
  readonly stream: number;
  /** The second deviate of the last pair, if it is still to be given. */
  readonly spareNormal: number | null;
}

/** A seeded random generator: the same seed and stream give the same numbers on every machine. */
export class RandomGenerator {
  private high = 0;
  private low = 0;
  private readonly streamHigh: number;
  private streamLow: number;
  private spareNormal: number | null = null;

  /**
   * @param seed whole number from 0 to 2^53 − 1
   * @param stream whole number from 0 to 2^31 − 1; different streams of one seed are independent
   * @throws RangeError for another seed or stream
   */
  constructor(seed: number, stream = 54) {
    requireWhole("seed", seed, Number.MAX_SAFE_INTEGER);
    requireWhole("stream", stream, 2 ** 31 - 1);
    this.streamHigh = 0;
    this.streamLow = ((stream << 1) | 1) >>> 0; // the increment has to be odd
    this.advance();
    const low = (this.low >>> 0) + (seed >>> 0);
    this.low = low >>> 0;
    this.high = (this.high + Math.floor(seed / 2 ** 32) + (low > 0xffffffff ? 1 : 0)) >>> 0;
    this.advance();
  }

  /** What to hand to `restore` for the same numbers from here on. */
  saveState(): GeneratorState {
    const { high, low, streamLow, spareNormal } = this;
    return { state: [high, low], stream: streamLow, spareNormal };
  }

  /** Goes on from a saved state. @throws RangeError if it is none */
  restore({ state: [high, low], stream, spareNormal }: GeneratorState): void {
    requireWhole("state", high, 2 ** 32 - 1);
    requireWhole("state", low, 2 ** 32 - 1);
    requireWhole("stream", stream, 2 ** 32 - 1);
    this.high = high;
    this.low = low;
    this.streamLow = stream;
    this.spareNormal = spareNormal;
  }

  /** A whole number from 0 to 2^32 − 1. */
  nextUint32(): number {
    const { high, low } = this;
    this.advance();
    // ((state >> 18) ^ state) >> 27, 32 bits of it, rotated by the top five bits of the state
    const mixedHigh = (high ^ (high >>> 18)) >>> 0;
    const mixedLow = (low ^ ((low >>> 18) | (high << 14))) >>> 0;
    const word = ((mixedLow >>> 27) | (mixedHigh << 5)) >>> 0;
    const turn = high >>> 27;
    return ((word >>> turn) | (word << (-turn & 31))) >>> 0;
  }

  /** A number in [low, high), with 53 random bits. */
  uniform(low = 0, high = 1): number {
    const a = this.nextUint32() >>> 5;
    const b = this.nextUint32() >>> 6;
    return low + ((high - low) * (a * 2 ** 26 + b)) / 2 ** 53;
  }

  /** A normal deviate of mean 0 and standard deviation 1 (Marsaglia's polar method). */
  normal(): number {
    if (this.spareNormal !== null) {
      const spare = this.spareNormal;
      this.spareNormal = null;
      return spare;
    }
    for (;;) {
      const u = this.uniform(-1, 1);
      const v = this.uniform(-1, 1);
      const r = u * u + v * v;
      if (r > 0 && r < 1) {
        const scale = Math.sqrt((-2 * log(r)) / r);
        this.spareNormal = v * scale;
        return u * scale;
      }
    }
  }

  /** A whole number from 0 to n − 1, each as likely as the others. @throws RangeError unless 1 ≤ n ≤ 2^32 */
  integer(n: number): number {
    if (!(Number.isInteger(n) && n >= 1 && n <= 2 ** 32)) {
      throw new RangeError(`integer: n is ${n}; give a whole number from 1 to 2^32.`);
    }
    const limit = 2 ** 32 - (2 ** 32 % n); // numbers past it would favour the small remainders
    for (;;) {
      const x = this.nextUint32();
      if (x < limit) return x % n;
    }
  }

  /**
   * Puts `items` in random order, in place; every order is as likely (Fisher & Yates; Durstenfeld 1964).
   * @returns `items`
   */
  shuffle<T>(items: T[]): T[] {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      [items[i], items[j]] = [items[j], items[i]];
    }
    return items;
  }

  /** The whole numbers from 0 to n − 1 in random order. @throws RangeError unless n is whole, 0 ≤ n ≤ 2^32 */
  permutation(n: number): Int32Array {
    if (!(Number.isInteger(n) && n >= 0 && n <= 2 ** 32)) {
      throw new RangeError(`permutation: n is ${n}; give a whole number from 0 to 2^32.`);
    }
    return Int32Array.from(this.shuffle(Array.from({ length: n }, (_, i) => i)));
  }

  /** state ← state × multiplier + stream, modulo 2^64. */
  private advance(): void {
    const carried = multiplyHigh(this.low, MULTIPLIER_LOW);
    const cross = Math.imul(this.high, MULTIPLIER_LOW) + Math.imul(this.low, MULTIPLIER_HIGH);
    const low = (Math.imul(this.low, MULTIPLIER_LOW) >>> 0) + this.streamLow;
    this.high = (carried + cross + this.streamHigh + (low > 0xffffffff ? 1 : 0)) >>> 0;
    this.low = low >>> 0;
  }
}

/** The upper 32 bits of the 64-bit product of two 32-bit numbers. */
function multiplyHigh(a: number, b: number): number {
  const [ah, al, bh, bl] = [a >>> 16, a & 0xffff, b >>> 16, b & 0xffff];
  const middle = ah * bl + ((al * bl) >>> 16);
  const lower = al * bh + (middle & 0xffff);
  return (ah * bh + Math.floor(middle / 65536) + Math.floor(lower / 65536)) >>> 0;
}

function requireWhole(name: string, value: number, max: number): void {
  if (!Number.isSafeInteger(value) || value < 0 || value > max) {
    throw new RangeError(
      `RandomGenerator: ${name} is ${value}; give a whole number from 0 to ${max}.`,
    );
  }
}
