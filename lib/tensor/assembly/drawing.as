// Drawing an index from logits, where they lie, generic over f32 and f64.
import { expOf } from "./functions";
import { largest } from "./layers";
import { lanes, storeRow } from "./vectors";

/** z = e^{(z − top) / temperature}; returns their sum, added up one after the other in f64. */
@inline
export function temper<T>(n: i32, z: usize, temperature: f64): f64 {
  // Below 1e-37 an f32 would be 0; any two logits that differ are as far apart there.
  const top = v128.splat<T>(largest<T>(n, z)), t = v128.splat<T>(<T>max(temperature, sizeof<T>() == 4 ? 1e-37 : 0));
  for (let i = 0; i < n; i += lanes<T>()) {
    const p = z + <usize>i * sizeof<T>();
    storeRow<T>(p, expOf<T>(v128.div<T>(v128.sub<T>(v128.load(p), top), t)), n - i);
  }
  let sum: f64 = 0;
  for (let i = 0; i < n; ++i, z += sizeof<T>()) sum += <f64>load<T>(z);
  return sum;
}

/** The first index at which the weights' sum exceeds u; the largest one's if rounding leaves none. */
@inline
export function pick<T>(n: i32, w: usize, u: f64): i32 {
  for (let i = 0; i < n; ++i) {
    u -= <f64>load<T>(w + <usize>i * sizeof<T>());
    if (u < 0) return i;
  }
  return likeliest<T>(n, w);
}

/** The index of the largest number, the first of equals. */
@inline
export function likeliest<T>(n: i32, w: usize): i32 {
  let best = 0;
  for (let i = 1; i < n; ++i) {
    if (load<T>(w + <usize>i * sizeof<T>()) > load<T>(w + <usize>best * sizeof<T>())) best = i;
  }
  return best;
}
