// The bits of a double, as ../double-words.ts gives them, in WebAssembly's own instructions.

export const POSITIVE_INFINITY: f64 = Infinity;
export const NOT_A_NUMBER: f64 = NaN;

@inline export function toInt(x: f64): i32 {
  return <i32>x;
}

@inline export function highWord(x: f64): i32 {
  return <i32>(reinterpret<i64>(x) >> 32);
}

@inline export function withHighWord(x: f64, high: i32): f64 {
  return reinterpret<f64>((reinterpret<i64>(x) & 0xffffffff) | (<i64>high << 32));
}

@inline export function withoutLowWord(x: f64): f64 {
  return reinterpret<f64>(reinterpret<i64>(x) & ~0xffffffff);
}
