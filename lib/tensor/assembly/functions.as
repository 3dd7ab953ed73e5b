// exp, tanh and sigmoid of a whole vector. In f64 they repeat ../elementary.ts operation by operation,
// so that both give the same bits; in f32 they are polynomials within a few ulp.

// ---- f32. Constants live in memory: loading one costs the engines less than building it.
// prettier-ignore
const F32 = memory.data<f32>([
  -87.33, 88.37, 1.44269504088896341, 12582912.0, 0.693359375, -2.12194440e-4, 1.0,
  // e^r: Cephes, expf
  1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1,
  // tanh: the odd rational of degree 13/6 in Eigen
  -7.90531110763549805, 7.90531110763549805,
  -2.76076847742355e-16, 2.00018790482477e-13, -8.60467152213735e-11, 5.12229709037114e-08,
  1.48572235717979e-05, 6.37261928875436e-04, 4.89352455891786e-03,
  1.19825839466702e-06, 1.18534705686654e-04, 2.26843463243900e-03, 4.89352518554385e-03,
]);
@inline const ONE: i32 = 6;
@inline const EXP: i32 = 7;
@inline const TANH_LOW: i32 = 13;
@inline const TANH_TOP: i32 = 15;
@inline const TANH_BOTTOM: i32 = 22;
@inline function c32(i: i32): v128 {
  return v128.load32_splat(F32 + 4 * <usize>i);
}
@inline function next32(p: v128, x: v128, i: i32): v128 {
  return f32x4.add(f32x4.mul(p, x), c32(i));
}

@inline function exp32(v: v128): v128 {
  const x = f32x4.pmin(f32x4.pmax(v, c32(0)), c32(1));
  const shifted = f32x4.add(f32x4.mul(x, c32(2)), c32(3)); // adding 1.5·2^23 rounds: its low bits hold n
  const n = f32x4.sub(shifted, c32(3));
  const r = f32x4.sub(f32x4.sub(x, f32x4.mul(n, c32(4))), f32x4.mul(n, c32(5)));
  let p = c32(EXP);
  p = next32(p, r, EXP + 1);
  p = next32(p, r, EXP + 2);
  p = next32(p, r, EXP + 3);
  p = next32(p, r, EXP + 4);
  p = next32(p, r, EXP + 5);
  p = f32x4.add(f32x4.mul(p, f32x4.mul(r, r)), f32x4.add(r, c32(ONE)));
  return f32x4.mul(p, i32x4.add(i32x4.shl(shifted, 23), c32(ONE))); // 1 has the bits 127 << 23
}

@inline function tanh32(v: v128): v128 {
  const x = f32x4.pmin(f32x4.pmax(v, c32(TANH_LOW)), c32(TANH_LOW + 1));
  const z = f32x4.mul(x, x);
  let p = c32(TANH_TOP);
  p = next32(p, z, TANH_TOP + 1);
  p = next32(p, z, TANH_TOP + 2);
  p = next32(p, z, TANH_TOP + 3);
  p = next32(p, z, TANH_TOP + 4);
  p = next32(p, z, TANH_TOP + 5);
  p = next32(p, z, TANH_TOP + 6);
  let q = c32(TANH_BOTTOM);
  q = next32(q, z, TANH_BOTTOM + 1);
  q = next32(q, z, TANH_BOTTOM + 2);
  q = next32(q, z, TANH_BOTTOM + 3);
  return f32x4.div(f32x4.mul(p, x), q);
}

// ---- f64, as ../elementary.ts

@inline function c64(x: f64): v128 {
  return f64x2.splat(x);
}

/** Math.round: half goes up. */
@inline function round64(x: v128): v128 {
  const low = f64x2.floor(x);
  return f64x2.add(low, v128.and(c64(1), f64x2.ge(f64x2.sub(x, low), c64(0.5))));
}

/** 2^k of the whole numbers in k. */
@inline function power64(k: v128): v128 {
  const whole = i64x2.extend_low_i32x4_s(i32x4.trunc_sat_f64x2_s_zero(k));
  return i64x2.shl(i64x2.add(whole, i64x2.splat(1023)), 52);
}

@inline function expm1Small64(r: v128): v128 {
  let sum = c64(1);
  for (let n: f64 = 14; n > 2; n--) sum = f64x2.add(c64(1), f64x2.mul(f64x2.div(r, c64(n)), sum));
  return f64x2.add(r, f64x2.mul(r, f64x2.mul(f64x2.div(r, c64(2)), sum)));
}

@inline function reduce64(x: v128, k: v128): v128 {
  const r = f64x2.sub(x, f64x2.mul(k, c64(0.6931471803691238)));
  return f64x2.sub(r, f64x2.mul(k, c64(1.9082149292705877e-10)));
}

function exp64(v: v128): v128 {
  const x = f64x2.pmin(f64x2.pmax(v, c64(-746)), c64(710));
  const k = round64(f64x2.mul(x, c64(1.4426950408889634)));
  const e = f64x2.add(c64(1), expm1Small64(reduce64(x, k)));
  const half = f64x2.floor(f64x2.div(k, c64(2)));
  const value = f64x2.mul(f64x2.mul(e, power64(half)), power64(f64x2.sub(k, half)));
  const high = v128.bitselect(c64(Infinity), value, f64x2.gt(v, c64(709.782712893384)));
  return v128.andnot(high, f64x2.lt(v, c64(-745.1332191019412)));
}

function tanh64(x: v128): v128 {
  const a = f64x2.abs(x), z = f64x2.mul(x, x);
  let p = f64x2.sub(f64x2.mul(c64(-0.9643991794250523), z), c64(99.28772310019185));
  p = f64x2.sub(f64x2.mul(p, z), c64(1614.6876844170845));
  let q = f64x2.add(z, c64(112.81167849163293));
  q = f64x2.add(f64x2.mul(q, z), c64(2235.4883906010045));
  q = f64x2.add(f64x2.mul(q, z), c64(4844.063053251255));
  const small = f64x2.add(x, f64x2.mul(f64x2.mul(x, z), f64x2.div(p, q)));
  const inside = f64x2.pmin(a, c64(22));
  const t = f64x2.sub(c64(1), f64x2.div(c64(2), f64x2.add(exp64(f64x2.mul(c64(2), inside)), c64(1))));
  const value = v128.bitselect(c64(1), t, f64x2.gt(a, c64(22)));
  const large = v128.xor(value, v128.and(c64(-0.0), f64x2.lt(x, c64(0))));
  return v128.bitselect(small, large, f64x2.lt(a, c64(0.625)));
}

// ---- generic

@inline export function expOf<T>(x: v128): v128 {
  if (sizeof<T>() == 4) return exp32(x);
  return exp64(x);
}

@inline export function tanhOf<T>(x: v128): v128 {
  if (sizeof<T>() == 4) return tanh32(x);
  return tanh64(x);
}

/** 1 / (1 + e^{−|x|}), or e^{−|x|} / (1 + e^{−|x|}) for x < 0. */
@inline export function sigmoidOf<T>(x: v128): v128 {
  const e = expOf<T>(v128.neg<T>(v128.abs<T>(x)));
  const one = v128.splat<T>(<T>1);
  const top = v128.bitselect(one, e, v128.ge<T>(x, v128.splat<T>(<T>0)));
  return v128.div<T>(top, v128.add<T>(one, e));
}
