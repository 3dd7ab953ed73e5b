// How parameters move, generic over f32 and f64.
import { lanes, storeFirst, storeRow, sumLanes } from "./vectors";

/** Σ g², squared and added up in f64, in an order that does not depend on where g lies. */
@inline
export function sumOfSquares<T>(n: i32, g: usize): f64 {
  return squares<T>(n, g, false, v128.splat<T>(<T>0), v128.splat<T>(<T>0));
}

/** Each g into ±limit; gives Σ g² of before, as above, since its sums leave the time for both. */
@inline
export function clip<T>(n: i32, g: usize, limit: f64): f64 {
  return squares<T>(n, g, true, v128.splat<T>(<T>-limit), v128.splat<T>(<T>limit));
}

@inline
function squares<T>(n: i32, g: usize, clips: bool, least: v128, most: v128): f64 {
  let low = f64x2.splat(0), high = low, i = 0;
  for (; i + lanes<T>() <= n; i += lanes<T>(), g += 16) {
    let v = v128.load(g);
    if (clips) v128.store(g, within<T>(v, least, most));
    if (sizeof<T>() == 4) {
      const upper = f64x2.promote_low_f32x4(v128.shuffle<i64>(v, v, 1, 1));
      high = f64x2.add(high, f64x2.mul(upper, upper));
      v = f64x2.promote_low_f32x4(v);
    }
    low = f64x2.add(low, f64x2.mul(v, v));
  }
  let sum = sumLanes<f64>(f64x2.add(low, high));
  for (; i < n; ++i, g += sizeof<T>()) {
    const v = load<T>(g);
    if (clips) storeFirst<T>(g, within<T>(v128.splat<T>(v), least, most), 1);
    sum += <f64>v * <f64>v;
  }
  return sum;
}

/** NaN stays: pmin and pmax, unlike min and max, are one instruction each. */
@inline
function within<T>(v: v128, least: v128, most: v128): v128 {
  return v128.pmax<T>(v128.pmin<T>(v, most), least);
}

/** g *= factor. */
@inline
export function scale<T>(n: i32, g: usize, factor: f64): void {
  const f = v128.splat<T>(<T>factor);
  for (let i = 0; i < n; i += lanes<T>(), g += 16) storeRow<T>(g, v128.mul<T>(v128.load(g), f), n - i);
}

// The updates of the optimisers, each operation in the order of their readable twins: in f64 the same bits.

/** w −= rate · g. */
@inline
export function descend<T>(n: i32, w: usize, g: usize, rate: f64): void {
  const r = v128.splat<T>(<T>rate);
  for (let i = 0; i < n; i += lanes<T>(), w += 16, g += 16) {
    storeRow<T>(w, v128.sub<T>(v128.load(w), v128.mul<T>(r, v128.load(g))), n - i);
  }
}

/** v = mu · v + g; w −= rate · v, or with `nesterov` rate · (g + mu · v). */
@inline
export function momentum<T>(n: i32, w: usize, g: usize, v: usize, rate: f64, mu: f64, nesterov: bool): void {
  const r = v128.splat<T>(<T>rate), keep = v128.splat<T>(<T>mu);
  for (let i = 0; i < n; i += lanes<T>(), w += 16, g += 16, v += 16) {
    const d = v128.load(g), sum = v128.add<T>(v128.mul<T>(keep, v128.load(v)), d);
    storeRow<T>(v, sum, n - i);
    const step = nesterov ? v128.add<T>(d, v128.mul<T>(keep, sum)) : sum;
    storeRow<T>(w, v128.sub<T>(v128.load(w), v128.mul<T>(r, step)), n - i);
  }
}

/** sums += g²; w −= rate · g / (√sums + 1e-10). */
@inline
export function adagrad<T>(n: i32, w: usize, g: usize, sums: usize, rate: f64): void {
  const r = v128.splat<T>(<T>rate), tiny = v128.splat<T>(<T>1e-10);
  for (let i = 0; i < n; i += lanes<T>(), w += 16, g += 16, sums += 16) {
    const d = v128.load(g), sum = v128.add<T>(v128.load(sums), v128.mul<T>(d, d));
    storeRow<T>(sums, sum, n - i);
    const change = v128.div<T>(v128.mul<T>(r, d), v128.add<T>(v128.sqrt<T>(sum), tiny));
    storeRow<T>(w, v128.sub<T>(v128.load(w), change), n - i);
  }
}

/** q = decay · q + (1 − decay) · g²; w −= rate · g / (√q + 1e-8). */
@inline
export function rmsprop<T>(n: i32, w: usize, g: usize, q: usize, rate: f64, decay: f64): void {
  const r = v128.splat<T>(<T>rate), tiny = v128.splat<T>(<T>1e-8);
  const keep = v128.splat<T>(<T>decay), mix = v128.splat<T>(<T>(1 - decay));
  for (let i = 0; i < n; i += lanes<T>(), w += 16, g += 16, q += 16) {
    const d = v128.load(g), fresh = v128.mul<T>(v128.mul<T>(mix, d), d);
    const square = v128.add<T>(v128.mul<T>(keep, v128.load(q)), fresh);
    storeRow<T>(q, square, n - i);
    const change = v128.div<T>(v128.mul<T>(r, d), v128.add<T>(v128.sqrt<T>(square), tiny));
    storeRow<T>(w, v128.sub<T>(v128.load(w), change), n - i);
  }
}

/**
 * w *= keep; m += (1 − beta1)(g − m); v = beta2 · v + (1 − beta2) g²; w −= rate · m / (√v / root + epsilon).
 * `rate` and `root` hold the corrections for starting at 0; `keep` is 1 but for AdamW's weight decay.
 */
@inline
export function adam<T>(n: i32, w: usize, g: usize, m: usize, v: usize, keep: f64, beta1: f64, beta2: f64, rate: f64, root: f64, epsilon: f64): void {
  const k = v128.splat<T>(<T>keep), r = v128.splat<T>(<T>rate), e = v128.splat<T>(<T>epsilon), c = v128.splat<T>(<T>root);
  const mix1 = v128.splat<T>(<T>(1 - beta1)), keep2 = v128.splat<T>(<T>beta2), mix2 = v128.splat<T>(<T>(1 - beta2));
  for (let i = 0; i < n; i += lanes<T>(), w += 16, g += 16, m += 16, v += 16) {
    const d = v128.load(g), before = v128.load(m);
    const mean = v128.add<T>(before, v128.mul<T>(mix1, v128.sub<T>(d, before)));
    const square = v128.add<T>(v128.mul<T>(keep2, v128.load(v)), v128.mul<T>(v128.mul<T>(mix2, d), d));
    storeRow<T>(m, mean, n - i);
    storeRow<T>(v, square, n - i);
    const size = v128.add<T>(v128.div<T>(v128.sqrt<T>(square), c), e);
    const change = v128.div<T>(v128.mul<T>(r, mean), size);
    storeRow<T>(w, v128.sub<T>(v128.mul<T>(v128.load(w), k), change), n - i);
  }
}
