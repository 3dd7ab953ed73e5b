// How parameters move, generic over f32 and f64.
import { lanes, storeRow, sumLanes } from "./vectors";

/** Σ g², squared and added up in f64, in an order that does not depend on where g lies. */
@inline
export function sumOfSquares<T>(n: i32, g: usize): f64 {
  let low = f64x2.splat(0), high = low, i = 0;
  for (; i + lanes<T>() <= n; i += lanes<T>(), g += 16) {
    let v = v128.load(g);
    if (sizeof<T>() == 4) {
      const upper = f64x2.promote_low_f32x4(v128.shuffle<i64>(v, v, 1, 1));
      high = f64x2.add(high, f64x2.mul(upper, upper));
      v = f64x2.promote_low_f32x4(v);
    }
    low = f64x2.add(low, f64x2.mul(v, v));
  }
  let sum = sumLanes<f64>(f64x2.add(low, high));
  for (; i < n; ++i, g += sizeof<T>()) sum += <f64>load<T>(g) * <f64>load<T>(g);
  return sum;
}

/** g *= factor. */
@inline
export function scale<T>(n: i32, g: usize, factor: f64): void {
  const f = v128.splat<T>(<T>factor);
  for (let i = 0; i < n; i += lanes<T>(), g += 16) storeRow<T>(g, v128.mul<T>(v128.load(g), f), n - i);
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

/** w −= rate · g. */
@inline
export function descend<T>(n: i32, w: usize, g: usize, rate: f64): void {
  const r = v128.splat<T>(<T>rate);
  for (let i = 0; i < n; i += lanes<T>(), w += 16, g += 16) storeRow<T>(w, v128.sub<T>(v128.load(w), v128.mul<T>(r, v128.load(g))), n - i);
}
