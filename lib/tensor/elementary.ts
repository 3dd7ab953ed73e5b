// exp, log, tanh, sigmoid, pow, sin and cos made of additions, multiplications and divisions only,
// which IEEE 754 rounds alike everywhere. The engines' own differ in the last bit between Node versions
// and browsers, and a training run of some thousand steps makes that visible. This file is compiled
// twice: as TypeScript and, by AssemblyScript, into the kernels; hence the types where a number is f64.
import {
  highWord,
  NOT_A_NUMBER,
  POSITIVE_INFINITY,
  toInt,
  withHighWord,
  withoutLowWord,
} from "./double-words";

const LN2_HIGH: number = 0.6931471803691238; // 32 bits of ln 2, so that k·LN2_HIGH is exact
const LN2_LOW: number = 1.9082149292705877e-10; // and the rest
const LN2: number = Math.LN2;
const LOG2_E: number = Math.LOG2E;
const EXP_OVERFLOW: number = 709.782712893384;
const EXP_UNDERFLOW: number = -745.1332191019412;
const SMALLEST_NORMAL: number = 2.2250738585072014e-308;
const TWO_POWER_54: number = 18014398509481984;

/** 2^k for a whole k from −1022 to 1023, exact. */
function powerOfTwo(k: number): number {
  return withHighWord(0, toInt(k + 1023) << 20);
}

/** x · 2^k with one rounding, for k from −2044 to 2046 and x near 1. */
function timesPowerOfTwo(x: number, k: number): number {
  const half: number = Math.floor(k / 2);
  return x * powerOfTwo(half) * powerOfTwo(k - half);
}

/** e^r − 1 for |r| ≤ ln 2 / 2, by its Taylor series to the 14th power (the next term is below 2^-60 of r). */
function expm1Small(r: number): number {
  let sum: number = 1;
  for (let n: number = 14; n > 2; n--) sum = 1 + (r / n) * sum;
  return r + r * ((r / 2) * sum); // the small part added last, so that r itself is not rounded
}

/** e^x, within 1 ulp. Overflows to Infinity, underflows to 0; NaN stays NaN. */
export function exp(x: number): number {
  if (!(x <= EXP_OVERFLOW)) return x > 0 ? POSITIVE_INFINITY : NOT_A_NUMBER;
  if (x < EXP_UNDERFLOW) return 0;
  const k: number = Math.round(x * LOG2_E);
  const r: number = x - k * LN2_HIGH - k * LN2_LOW; // x = k ln 2 + r
  return timesPowerOfTwo(1 + expm1Small(r), k);
}

/** ln x, within 1 ulp. ln 0 is −Infinity, of a negative number NaN. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -POSITIVE_INFINITY : NOT_A_NUMBER;
  if (x === POSITIVE_INFINITY) return x;
  const subnormal = x < SMALLEST_NORMAL;
  const scaled: number = subnormal ? x * TWO_POWER_54 : x;
  const high = highWord(scaled);
  let k: number = (high >>> 20) - 1023 - (subnormal ? 54 : 0);
  let m: number = withHighWord(scaled, (high & 0xfffff) | (1023 << 20)); // x = 2^k m, 1 ≤ m < 2
  if (m > Math.SQRT2) {
    m /= 2;
    k += 1;
  }
  // ln m = 2 atanh(z) = f − z (f − R) with f = m − 1, z = f / (2 + f): small terms are added first.
  const f: number = m - 1;
  const z: number = f / (2 + f);
  const z2: number = z * z;
  let series: number = 0; // 2 (z²/3 + z⁴/5 + …)
  for (let n: number = 23; n >= 3; n -= 2) series = z2 * (2 / n + series);
  return k * LN2_HIGH - (z * (f - series) - k * LN2_LOW - f);
}

/** tanh x, within 2 ulp; odd, ±1 for |x| > 22. Below 5/8 the rational function of Cephes (Moshier). */
export function tanh(x: number): number {
  const a: number = Math.abs(x);
  if (!(a <= 22)) return a > 22 ? (x < 0 ? -1 : 1) : NOT_A_NUMBER;
  if (a < 0.625) {
    const z: number = x * x;
    const p: number = (-0.9643991794250523 * z - 99.28772310019185) * z - 1614.6876844170845;
    const q: number = ((z + 112.81167849163293) * z + 2235.4883906010045) * z + 4844.063053251255;
    return x + x * z * (p / q);
  }
  const t: number = 1 - 2 / (exp(2 * a) + 1);
  return x < 0 ? -t : t;
}

/** 1 / (1 + e^{−x}), within 2 ulp, without overflow on either side. */
export function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + exp(-x));
  const e: number = exp(x);
  return e / (1 + e);
}

const HALF_PI_1: number = 1.5707963267341256; // 33 bits of π/2, and the following ones
const HALF_PI_2: number = 6.077100506303966e-11;
const HALF_PI_3: number = 2.0222662487111665e-21;
const HALF_PI_4: number = 8.4784276603689e-32;
const TWO_OVER_PI: number = 0.6366197723675814;
const REDUCIBLE: number = 1647099; // 2^20 π/2

/**
 * sin x for |x| ≤ 2^20 π/2, within 1 ulp; NaN beyond, where a longer π would be needed.
 * Source: Sun's fdlibm, with its coefficients.
 */
export function sin(x: number): number {
  return sinQuarters(x, 0);
}

/** cos x for |x| ≤ 2^20 π/2, within 1 ulp; NaN beyond. Source: as `sin`. */
export function cos(x: number): number {
  return sinQuarters(x, 1);
}

/** sin(x + quarters · π/2). */
function sinQuarters(x: number, quarters: number): number {
  if (!(Math.abs(x) <= REDUCIBLE)) return NOT_A_NUMBER;
  // x = n π/2 + r + tail, |r| ≤ π/4: π/2 in pieces of 33 bits, so that each product is exact.
  const n: number = Math.round(x * TWO_OVER_PI);
  const a: number = x - n * HALF_PI_1;
  const b: number = a - n * HALF_PI_2;
  const c: number = n * HALF_PI_3 - (a - b - n * HALF_PI_2);
  const d: number = b - c;
  const last: number = n * HALF_PI_4 - (b - d - c);
  const r: number = d - last;
  const tail: number = d - r - last;
  const turn = toInt(n + quarters) & 3;
  const value: number = (turn & 1) === 0 ? sinSmall(r, tail) : cosSmall(r, tail);
  return (turn & 2) === 0 ? value : -value;
}

/** sin(r + tail) for |r| ≤ π/4. */
function sinSmall(r: number, tail: number): number {
  const z: number = r * r;
  const p: number =
    8.33333333332249e-3 +
    z *
      (-1.984126982985795e-4 +
        z * (2.7557313707070068e-6 + z * (-2.5050760253406863e-8 + z * 1.58969099521155e-10)));
  const v: number = z * r;
  return r - (z * (0.5 * tail - v * p) - tail - v * -0.16666666666666632);
}

/** cos(r + tail) for |r| ≤ π/4. */
function cosSmall(r: number, tail: number): number {
  const z: number = r * r;
  const p: number =
    z *
    (4.16666666666666e-2 +
      z *
        (-1.388888888887411e-3 +
          z *
            (2.480158728947673e-5 +
              z *
                (-2.7557314351390663e-7 +
                  z * (2.087572321298175e-9 + z * -1.1359647557788195e-11)))));
  const half: number = 0.5 * z;
  const w: number = 1 - half;
  return w + (1 - w - half + (z * p - r * tail));
}

/**
 * x^y, within 1 ulp; NaN for a negative x and a y that is not whole. Special values as ECMAScript
 * defines them. Source: Sun's fdlibm, with its coefficients.
 */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  if (!(x <= POSITIVE_INFINITY && y <= POSITIVE_INFINITY)) return NOT_A_NUMBER;
  const a: number = Math.abs(x);
  const whole = Math.floor(y) === y;
  const odd = whole && Math.abs(y) < 9007199254740992 && Math.floor(y / 2) * 2 !== y;
  if (Math.abs(y) === POSITIVE_INFINITY) {
    if (a === 1) return NOT_A_NUMBER;
    return a > 1 === y > 0 ? POSITIVE_INFINITY : 0;
  }
  const negative = odd && (x < 0 || (x === 0 && 1 / x < 0));
  let value: number = 0;
  if (a === 0 || a === POSITIVE_INFINITY) value = (a === 0) === y > 0 ? 0 : POSITIVE_INFINITY;
  else if (x < 0 && !whole) return NOT_A_NUMBER;
  else if (a === 1) value = 1;
  else value = powPositive(a, y);
  return negative ? -value : value;
}

/** x^y = 2^{y log2 x} for a finite x > 0 other than 1 and a finite y, log2 x in two parts. */
function powPositive(x: number, y: number): number {
  if (Math.abs(y) > 2147483648) {
    // Only an x next to 1 does not overflow or underflow.
    const away = Math.abs(x - 1) > 9.5367431640625e-7;
    if (away || Math.abs(y) > 1.8446744073709552e19) return x > 1 === y > 0 ? POSITIVE_INFINITY : 0;
    const t: number = x - 1;
    const w: number = t * t * (0.5 - t * (0.3333333333333333 - t * 0.25));
    const u: number = 1.4426950216293335 * t;
    const v: number = t * 1.9259629911266175e-8 - w * LOG2_E;
    const high: number = withoutLowWord(u + v);
    return twoPower(high, v - (high - u), y);
  }
  let n: number = 0;
  if (x < SMALLEST_NORMAL) {
    x *= TWO_POWER_54;
    n -= 54;
  }
  const word = highWord(x);
  n += (word >> 20) - 1023;
  const fraction = word & 0xfffff;
  let ix = fraction | 0x3ff00000;
  const k = fraction > 0x3988e && fraction < 0xbb67a ? 1 : 0; // √(3/2) < x < √3 is taken over 1.5
  if (fraction >= 0xbb67a) {
    n += 1;
    ix -= 0x100000;
  }
  const base: number = k === 1 ? 1.5 : 1;
  const ax: number = withHighWord(x, ix);
  // s = (x − base) / (x + base) in two parts
  const u: number = ax - base;
  const v: number = 1 / (ax + base);
  const s: number = u * v;
  const sHigh: number = withoutLowWord(s);
  const sumHigh: number = withHighWord(0, ((ix >> 1) | 0x20000000) + 0x80000 + (k << 18));
  const sumLow: number = ax - (sumHigh - base);
  const sLow: number = v * (u - sHigh * sumHigh - sHigh * sumLow);
  // log2 x = n + log2 base + (2 / (3 ln 2)) · s (3 + s² + r)
  let s2: number = s * s;
  const r: number = s2 * s2 * logSeries(s2) + sLow * (sHigh + s);
  s2 = sHigh * sHigh;
  const factorHigh: number = withoutLowWord(3 + s2 + r);
  const factorLow: number = r - (factorHigh - 3 - s2);
  const p: number = sHigh * factorHigh;
  const q: number = sLow * factorHigh + factorLow * s;
  const pHigh: number = withoutLowWord(p + q);
  const pLow: number = q - (pHigh - p);
  const zHigh: number = 0.9617967009544373 * pHigh;
  const baseLow: number = k === 1 ? 1.350039202129749e-8 : 0;
  const baseHigh: number = k === 1 ? 0.5849624872207642 : 0;
  const zLow: number = -7.028461650952758e-9 * pHigh + pLow * 0.9617966939259756 + baseLow;
  const high: number = withoutLowWord(zHigh + zLow + baseHigh + n);
  return twoPower(high, zLow - (high - n - baseHigh - zHigh), y);
}

function logSeries(s2: number): number {
  return (
    0.5999999999999946 +
    s2 *
      (0.4285714285785502 +
        s2 *
          (0.33333332981837743 +
            s2 * (0.272728123808534 + s2 * (0.23066074577556175 + s2 * 0.20697501780033842))))
  );
}

/** 2^{(high + low) y}; the low word of `high` is 0. */
function twoPower(high: number, low: number, y: number): number {
  const yHigh: number = withoutLowWord(y);
  const pLow: number = (y - yHigh) * high + y * low;
  let pHigh: number = yHigh * high;
  const whole: number = pLow + pHigh;
  if (whole > 1024.5) return POSITIVE_INFINITY;
  if (whole < -1076) return 0;
  const n: number = Math.round(whole);
  pHigh -= n;
  const t: number = withoutLowWord(pLow + pHigh);
  const u: number = t * 0.6931471824645996;
  const v: number = (pLow - (t - pHigh)) * LN2 + t * -1.904654299957768e-9;
  const z: number = u + v;
  const w: number = v - (z - u);
  const z2: number = z * z;
  const t1: number =
    z -
    z2 *
      (0.16666666666666602 +
        z2 *
          (-2.7777777777015593e-3 +
            z2 *
              (6.613756321437934e-5 + z2 * (-1.6533902205465252e-6 + z2 * 4.1381367970572385e-8))));
  const r: number = (z * t1) / (t1 - 2) - (w + z * w);
  return timesPowerOfTwo(1 - (r - z), n);
}
