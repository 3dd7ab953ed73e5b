// exp, log, tanh and sigmoid made of additions, multiplications and divisions only, which IEEE 754
// rounds alike everywhere. The engines' own Math.exp and Math.tanh differ in the last bit between
// Node versions and browsers, and a training run of some thousand steps makes that visible.

const LN2_HIGH = 0.6931471803691238; // 32 bits of ln 2, so that k·LN2_HIGH is exact
const LN2_LOW = 1.9082149292705877e-10; // and the rest
const LOG2_E = Math.LOG2E;
const EXP_OVERFLOW = 709.782712893384;
const EXP_UNDERFLOW = -745.1332191019412;

const bits = new DataView(new ArrayBuffer(8));

/** 2^k for a whole k from −1022 to 1023, exact. */
function powerOfTwo(k: number): number {
  bits.setUint32(0, (k + 1023) << 20);
  bits.setUint32(4, 0);
  return bits.getFloat64(0);
}

/** e^r − 1 for |r| ≤ ln 2 / 2, by its Taylor series to the 14th power (the next term is below 2^-60 of r). */
function expm1Small(r: number): number {
  let sum = 1;
  for (let n = 14; n > 1; n--) sum = 1 + (r / n) * sum;
  return r * sum;
}

/** e^x, within 1 ulp. Overflows to Infinity, underflows to 0; NaN stays NaN. */
export function exp(x: number): number {
  if (!(x <= EXP_OVERFLOW)) return x > 0 ? Number.POSITIVE_INFINITY : Number.NaN;
  if (x < EXP_UNDERFLOW) return 0;
  const k = Math.round(x * LOG2_E);
  const r = x - k * LN2_HIGH - k * LN2_LOW; // x = k ln 2 + r
  const e = 1 + expm1Small(r);
  if (k > 1022) return e * 2 * powerOfTwo(k - 1);
  return k < -1021 ? e * powerOfTwo(k + 60) * powerOfTwo(-60) : e * powerOfTwo(k);
}

/** ln x, within 1 ulp. ln 0 is −Infinity, of a negative number NaN. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  const subnormal = x < 2.2250738585072014e-308;
  bits.setFloat64(0, subnormal ? x * 2 ** 54 : x);
  const high = bits.getUint32(0);
  let k = (high >>> 20) - 1023 - (subnormal ? 54 : 0);
  bits.setUint32(0, (high & 0xfffff) | (1023 << 20));
  let m = bits.getFloat64(0); // x = 2^k m, 1 ≤ m < 2
  if (m > Math.SQRT2) {
    m /= 2;
    k++;
  }
  // ln m = 2 atanh(z) = f − z (f − R) with f = m − 1, z = f / (2 + f): small terms are added first.
  const f = m - 1;
  const z = f / (2 + f);
  const z2 = z * z;
  let series = 0; // 2 (z²/3 + z⁴/5 + …)
  for (let n = 23; n >= 3; n -= 2) series = z2 * (2 / n + series);
  return k * LN2_HIGH - (z * (f - series) - k * LN2_LOW - f);
}

/** tanh x, within 2 ulp; odd, ±1 for |x| > 22. */
export function tanh(x: number): number {
  const a = Math.abs(x);
  if (!(a <= 22)) return a > 22 ? Math.sign(x) : Number.NaN;
  // tanh a = (e^{2a} − 1) / (e^{2a} + 1), from e^{2a} − 1 = 2^k (e^r − 1) + (2^k − 1) without cancellation
  const k = Math.round(2 * a * LOG2_E);
  const scale = powerOfTwo(k);
  const em1 = scale * expm1Small(2 * a - k * LN2_HIGH - k * LN2_LOW) + (scale - 1);
  const t = em1 / (em1 + 2);
  return x < 0 ? -t : t;
}

/** 1 / (1 + e^{−x}), without overflow on either side. */
export function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + exp(-x));
  const e = exp(x);
  return e / (1 + e);
}
