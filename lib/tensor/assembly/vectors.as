// SIMD helpers, generic over f32 and f64: lanes, sums across a vector, stores of part of a vector.

@inline export function lanes<T>(): i32 {
  return <i32>(16 / sizeof<T>());
}

/** The first `count` lanes of v to p; the memory behind them stays as it is. */
@inline export function storeFirst<T>(p: usize, v: v128, count: i32): void {
  if (sizeof<T>() == 8) {
    store<f64>(p, f64x2.extract_lane(v, 0));
    return;
  }
  store<f32>(p, f32x4.extract_lane(v, 0));
  if (count > 1) store<f32>(p, f32x4.extract_lane(v, 1), 4);
  if (count > 2) store<f32>(p, f32x4.extract_lane(v, 2), 8);
}

/** v to p where `left` elements remain of the row: all lanes, or the first ones. */
@inline export function storeRow<T>(p: usize, v: v128, left: i32): void {
  if (left >= lanes<T>()) v128.store(p, v);
  else storeFirst<T>(p, v, left);
}

/** The sum of all lanes, in order. */
@inline export function sumLanes<T>(v: v128): T {
  if (sizeof<T>() == 4) {
    return <T>(
      (f32x4.extract_lane(v, 0) +
        f32x4.extract_lane(v, 1) +
        f32x4.extract_lane(v, 2) +
        f32x4.extract_lane(v, 3))
    );
  }
  return <T>(f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1));
}

@inline export function maxLanes<T>(v: v128): T {
  if (sizeof<T>() == 4) {
    return <T>(
      max(
        max(f32x4.extract_lane(v, 0), f32x4.extract_lane(v, 1)),
        max(f32x4.extract_lane(v, 2), f32x4.extract_lane(v, 3)),
      )
    );
  }
  return <T>max(f64x2.extract_lane(v, 0), f64x2.extract_lane(v, 1));
}

@inline export function firstLane<T>(v: v128): T {
  if (sizeof<T>() == 4) return <T>f32x4.extract_lane(v, 0);
  return <T>f64x2.extract_lane(v, 0);
}
