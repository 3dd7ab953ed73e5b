// What layers compute element by element, generic over f32 and f64: activations, the cells of LSTM and
// GRU, softmax with cross-entropy, masks, sums over rows, one-hot inputs.
import { log } from "../elementary";
import { expOf, sigmoidOf, tanhOf } from "./functions";
import { firstLane, lanes, maxLanes, storeRow, sumLanes } from "./vectors";

/** 0 tanh, 1 sigmoid, 2 relu, 3 identity. */
@inline
function activate<T>(kind: i32, x: v128): v128 {
  if (kind == 0) return tanhOf<T>(x);
  if (kind == 1) return sigmoidOf<T>(x);
  if (kind == 2) return v128.pmax<T>(v128.splat<T>(<T>0), x);
  return x;
}

/** f′(net) from s = f(net). */
@inline
function slope<T>(kind: i32, s: v128): v128 {
  const one = v128.splat<T>(<T>1);
  if (kind == 0) return v128.sub<T>(one, v128.mul<T>(s, s));
  if (kind == 1) return v128.mul<T>(s, v128.sub<T>(one, s));
  if (kind == 2) return v128.and(one, v128.gt<T>(s, v128.splat<T>(<T>0)));
  return one;
}

/** s = f(net), n elements. */
@inline
export function activation<T>(kind: i32, n: i32, net: usize, s: usize): void {
  for (let i = 0; i < n; i += lanes<T>(), net += 16, s += 16) storeRow<T>(s, activate<T>(kind, v128.load(net)), n - i);
}

/** delta = ds ⊙ f′(net), from s = f(net). */
@inline
export function activationBack<T>(kind: i32, n: i32, s: usize, ds: usize, delta: usize): void {
  for (let i = 0; i < n; i += lanes<T>(), s += 16, ds += 16, delta += 16) {
    storeRow<T>(delta, v128.mul<T>(v128.load(ds), slope<T>(kind, v128.load(s))), n - i);
  }
}

/** e^x of n elements. */
@inline
export function exponential<T>(n: i32, x: usize, y: usize): void {
  for (let i = 0; i < n; i += lanes<T>(), x += 16, y += 16) storeRow<T>(y, expOf<T>(v128.load(x)), n - i);
}

/** One LSTM step: gates[B × 4n] hold net of i, f, g, o and get their values; c, tanh(c), s follow. */
@inline
export function lstm<T>(B: i32, n: i32, gates: usize, cBefore: usize, c: usize, tanhC: usize, s: usize): void {
  const row = <usize>n * sizeof<T>();
  for (let b = 0; b < B; ++b) {
    for (let j = 0; j < n; j += lanes<T>()) {
      const at = <usize>j * sizeof<T>(), g = gates + at, left = n - j;
      const i = sigmoidOf<T>(v128.load(g)), f = sigmoidOf<T>(v128.load(g + row));
      const candidate = tanhOf<T>(v128.load(g + 2 * row)), o = sigmoidOf<T>(v128.load(g + 3 * row));
      const cell = v128.add<T>(v128.mul<T>(f, v128.load(cBefore + at)), v128.mul<T>(i, candidate));
      const shown = tanhOf<T>(cell);
      storeRow<T>(g, i, left); storeRow<T>(g + row, f, left);
      storeRow<T>(g + 2 * row, candidate, left); storeRow<T>(g + 3 * row, o, left);
      storeRow<T>(c + at, cell, left); storeRow<T>(tanhC + at, shown, left);
      storeRow<T>(s + at, v128.mul<T>(o, shown), left);
    }
    gates += 4 * row; cBefore += row; c += row; tanhC += row; s += row;
  }
}

/** Back through one LSTM step: delta[B × 4n], and dc, which comes as ∂E/∂c_t from later, goes as ∂E/∂c_{t−1}. */
@inline
export function lstmBack<T>(B: i32, n: i32, gates: usize, cBefore: usize, tanhC: usize, ds: usize, dc: usize, delta: usize): void {
  const row = <usize>n * sizeof<T>(), one = v128.splat<T>(<T>1);
  for (let b = 0; b < B; ++b) {
    for (let j = 0; j < n; j += lanes<T>()) {
      const at = <usize>j * sizeof<T>(), g = gates + at, out = delta + at, left = n - j;
      const i = v128.load(g), f = v128.load(g + row), candidate = v128.load(g + 2 * row), o = v128.load(g + 3 * row);
      const shown = v128.load(tanhC + at), d = v128.load(ds + at);
      const throughC = v128.mul<T>(d, v128.mul<T>(o, slope<T>(0, shown)));
      const dCell = v128.add<T>(v128.load(dc + at), throughC);
      storeRow<T>(out, v128.mul<T>(v128.mul<T>(dCell, candidate), slope<T>(1, i)), left);
      storeRow<T>(out + row, v128.mul<T>(v128.mul<T>(dCell, v128.load(cBefore + at)), slope<T>(1, f)), left);
      storeRow<T>(out + 2 * row, v128.mul<T>(v128.mul<T>(dCell, i), v128.sub<T>(one, v128.mul<T>(candidate, candidate))), left);
      storeRow<T>(out + 3 * row, v128.mul<T>(v128.mul<T>(d, shown), slope<T>(1, o)), left);
      storeRow<T>(dc + at, v128.mul<T>(dCell, f), left);
    }
    gates += 4 * row; cBefore += row; tanhC += row; ds += row; dc += row; delta += 4 * row;
  }
}

/**
 * z and r of one GRU step from gates[B × 3n] (net of z, r and the input's part of h̃) and, with reset
 * "before", r ⊙ s_{t−1} to `under`.
 */
@inline
export function gruGates<T>(B: i32, n: i32, gates: usize, before: usize, under: usize, resetBefore: bool): void {
  const row = <usize>n * sizeof<T>();
  for (let b = 0; b < B; ++b) {
    for (let j = 0; j < n; j += lanes<T>()) {
      const at = <usize>j * sizeof<T>(), g = gates + at, left = n - j;
      const r = sigmoidOf<T>(v128.load(g + row));
      storeRow<T>(g, sigmoidOf<T>(v128.load(g)), left);
      storeRow<T>(g + row, r, left);
      if (resetBefore) storeRow<T>(under + at, v128.mul<T>(r, v128.load(before + at)), left);
    }
    gates += 3 * row; before += row; under += row;
  }
}

/** h̃ and s_t. With reset "after", `under` is W_h s_{t−1} + bias_Wh, which r lets through. */
@inline
export function gruMix<T>(B: i32, n: i32, gates: usize, before: usize, under: usize, s: usize, resetBefore: bool, keeps: bool): void {
  const row = <usize>n * sizeof<T>(), one = v128.splat<T>(<T>1);
  for (let b = 0; b < B; ++b) {
    for (let j = 0; j < n; j += lanes<T>()) {
      const at = <usize>j * sizeof<T>(), g = gates + at, left = n - j;
      let net = v128.load(g + 2 * row);
      if (!resetBefore) net = v128.add<T>(net, v128.mul<T>(v128.load(g + row), v128.load(under + at)));
      const h = tanhOf<T>(net);
      let keep = v128.load(g);
      if (!keeps) keep = v128.sub<T>(one, keep);
      const mixed = v128.add<T>(v128.mul<T>(keep, v128.load(before + at)), v128.mul<T>(v128.sub<T>(one, keep), h));
      storeRow<T>(g + 2 * row, h, left);
      storeRow<T>(s + at, mixed, left);
    }
    gates += 3 * row; before += row; under += row; s += row;
  }
}

/**
 * Back through the mix: δ_z and δ_h to delta[B × 3n], ds ⊙ keep to `direct`. With reset "after" also δ_r,
 * and δ_h ⊙ r to `dUnder`, what reaches W_h s_{t−1} + bias_Wh.
 */
@inline
export function gruMixBack<T>(B: i32, n: i32, gates: usize, before: usize, under: usize, ds: usize, delta: usize, dUnder: usize, direct: usize, resetBefore: bool, keeps: bool): void {
  const row = <usize>n * sizeof<T>(), one = v128.splat<T>(<T>1);
  for (let b = 0; b < B; ++b) {
    for (let j = 0; j < n; j += lanes<T>()) {
      const at = <usize>j * sizeof<T>(), g = gates + at, out = delta + at, left = n - j;
      const z = v128.load(g), r = v128.load(g + row), h = v128.load(g + 2 * row), d = v128.load(ds + at);
      const s = v128.load(before + at);
      const keep = keeps ? z : v128.sub<T>(one, z);
      const difference = keeps ? v128.sub<T>(s, h) : v128.sub<T>(h, s);
      const dh = v128.mul<T>(v128.mul<T>(d, v128.sub<T>(one, keep)), slope<T>(0, h));
      storeRow<T>(direct + at, v128.mul<T>(d, keep), left);
      storeRow<T>(out, v128.mul<T>(v128.mul<T>(d, difference), slope<T>(1, z)), left);
      storeRow<T>(out + 2 * row, dh, left);
      if (!resetBefore) {
        storeRow<T>(out + row, v128.mul<T>(v128.mul<T>(dh, v128.load(under + at)), slope<T>(1, r)), left);
        storeRow<T>(dUnder + at, v128.mul<T>(dh, r), left);
      }
    }
    gates += 3 * row; before += row; under += row; ds += row; delta += 3 * row; dUnder += row; direct += row;
  }
}

/** With reset "before": δ_r and r's part of `direct` from dProduct = ∂E/∂(r ⊙ s_{t−1}). */
@inline
export function gruResetBack<T>(B: i32, n: i32, gates: usize, before: usize, dProduct: usize, delta: usize, direct: usize): void {
  const row = <usize>n * sizeof<T>();
  for (let b = 0; b < B; ++b) {
    for (let j = 0; j < n; j += lanes<T>()) {
      const at = <usize>j * sizeof<T>(), left = n - j;
      const r = v128.load(gates + row + at), d = v128.load(dProduct + at);
      storeRow<T>(delta + row + at, v128.mul<T>(v128.mul<T>(d, v128.load(before + at)), slope<T>(1, r)), left);
      storeRow<T>(direct + at, v128.add<T>(v128.load(direct + at), v128.mul<T>(d, r)), left);
    }
    gates += 3 * row; before += row; dProduct += row; delta += 3 * row; direct += row;
  }
}

/** Each row of z becomes its softmax; returns nothing of the loss. */
@inline
export function softmax<T>(rows: i32, n: i32, z: usize): void {
  for (let i = 0; i < rows; ++i, z += <usize>n * sizeof<T>()) {
    const top = largest<T>(n, z);
    scaleRow<T>(n, z, <T>1 / expRow<T>(n, z, top));
  }
}

/**
 * Each row of logits z becomes (softmax − one-hot(label)) / count, 0 where the label is −1.
 * @returns the sum of −ln softmax[label] by log-sum-exp
 */
@inline
export function crossEntropy<T>(rows: i32, n: i32, z: usize, labels: usize, count: f64): f64 {
  let loss: f64 = 0;
  for (let i = 0; i < rows; ++i, z += <usize>n * sizeof<T>()) {
    const label = load<i32>(labels + 4 * <usize>i);
    if (label < 0) {
      memory.fill(z, 0, <usize>n * sizeof<T>());
      continue;
    }
    const at = z + <usize>label * sizeof<T>();
    const top = largest<T>(n, z), own = <f64>load<T>(at);
    const sum = expRow<T>(n, z, top);
    loss += log(<f64>sum) + (<f64>top - own);
    scaleRow<T>(n, z, <T>(1 / (<f64>sum * count)));
    store<T>(at, load<T>(at) - <T>(1 / count)); // 0 where the softmax is 1
  }
  return loss;
}

@inline
export function largest<T>(n: i32, z: usize): T {
  let j = 0, top = <T>-Infinity;
  if (n >= lanes<T>()) {
    let a = v128.load(z), b = a, c = a, d = a; // four, since each waits for the one before
    for (; j + 4 * lanes<T>() <= n; j += 4 * lanes<T>()) {
      const p = z + <usize>j * sizeof<T>();
      a = v128.pmax<T>(a, v128.load(p)); b = v128.pmax<T>(b, v128.load(p, 16));
      c = v128.pmax<T>(c, v128.load(p, 32)); d = v128.pmax<T>(d, v128.load(p, 48));
    }
    for (; j + lanes<T>() <= n; j += lanes<T>()) a = v128.pmax<T>(a, v128.load(z + <usize>j * sizeof<T>()));
    top = maxLanes<T>(v128.pmax<T>(v128.pmax<T>(a, b), v128.pmax<T>(c, d)));
  }
  for (; j < n; ++j) top = max(top, load<T>(z + <usize>j * sizeof<T>()));
  return top;
}

/** z = e^{z − top}; returns their sum. */
@inline
function expRow<T>(n: i32, z: usize, top: T): T {
  const t = v128.splat<T>(top);
  let sums = v128.splat<T>(<T>0), j = 0;
  for (; j + 2 * lanes<T>() <= n; j += 2 * lanes<T>()) { // two at a time share the loads of the constants
    const p = z + <usize>j * sizeof<T>();
    const e = expOf<T>(v128.sub<T>(v128.load(p), t)), f = expOf<T>(v128.sub<T>(v128.load(p, 16), t));
    v128.store(p, e);
    v128.store(p, f, 16);
    sums = v128.add<T>(v128.add<T>(sums, e), f);
  }
  for (; j + lanes<T>() <= n; j += lanes<T>()) {
    const p = z + <usize>j * sizeof<T>(), e = expOf<T>(v128.sub<T>(v128.load(p), t));
    v128.store(p, e);
    sums = v128.add<T>(sums, e);
  }
  let sum = sumLanes<T>(sums);
  for (; j < n; ++j) {
    const p = z + <usize>j * sizeof<T>(), e = firstLane<T>(expOf<T>(v128.splat<T>(load<T>(p) - top)));
    store<T>(p, e);
    sum += e;
  }
  return sum;
}

@inline
function scaleRow<T>(n: i32, z: usize, factor: T): void {
  const f = v128.splat<T>(factor);
  for (; n >= 4 * lanes<T>(); n -= 4 * lanes<T>(), z += 64) {
    v128.store(z, v128.mul<T>(v128.load(z), f)); v128.store(z, v128.mul<T>(v128.load(z, 16), f), 16);
    v128.store(z, v128.mul<T>(v128.load(z, 32), f), 32); v128.store(z, v128.mul<T>(v128.load(z, 48), f), 48);
  }
  for (; n > 0; n -= lanes<T>(), z += 16) storeRow<T>(z, v128.mul<T>(v128.load(z), f), n);
}

/** z += x, n elements. */
@inline
export function add<T>(n: i32, x: usize, z: usize): void {
  for (let i = 0; i < n; i += lanes<T>(), x += 16, z += 16) storeRow<T>(z, v128.add<T>(v128.load(z), v128.load(x)), n - i);
}

/** Each of `rows` rows of out becomes the row `bias`. */
@inline
export function fillRows<T>(rows: i32, n: i32, bias: usize, out: usize): void {
  const bytes = <usize>n * sizeof<T>();
  for (let i = 0; i < rows; ++i, out += bytes) memory.copy(out, bias, bytes);
}

/** out[n] = the sum of the rows of x[rows × ld], its first n columns. */
@inline
export function sumRows<T>(rows: i32, n: i32, x: usize, ld: i32, out: usize): void {
  memory.fill(out, 0, <usize>n * sizeof<T>());
  const row = <usize>ld * sizeof<T>();
  for (; rows >= 4; rows -= 4, x += 4 * row) addFourRows<T>(n, x, row, out);
  for (; rows > 0; --rows, x += row) add<T>(n, x, out);
}

/** z += four rows of x, one after the other: z is read and written once. */
@inline
function addFourRows<T>(n: i32, x: usize, row: usize, z: usize): void {
  const x1 = x + row, x2 = x1 + row, x3 = x2 + row;
  for (let i = 0, o: usize = 0; i < n; i += lanes<T>(), o += 16) {
    const first = v128.add<T>(v128.add<T>(v128.load(z + o), v128.load(x + o)), v128.load(x1 + o));
    storeRow<T>(z + o, v128.add<T>(v128.add<T>(first, v128.load(x2 + o)), v128.load(x3 + o)), n - i);
  }
}

/** net[rows × n] += the columns of U[n × m] that the ids name. */
@inline
export function addColumns<T>(rows: i32, n: i32, m: i32, ids: usize, U: usize, net: usize): void {
  for (let b = 0; b < rows; ++b) {
    let u = U + <usize>load<i32>(ids + 4 * <usize>b) * sizeof<T>();
    for (let i = 0; i < n; ++i, net += sizeof<T>(), u += <usize>m * sizeof<T>()) store<T>(net, load<T>(net) + load<T>(u));
  }
}

/** The columns of dU[n × m] that the ids name += the rows of delta[rows × n]. */
@inline
export function addToColumns<T>(rows: i32, n: i32, m: i32, ids: usize, delta: usize, dU: usize): void {
  for (let b = 0; b < rows; ++b) {
    let u = dU + <usize>load<i32>(ids + 4 * <usize>b) * sizeof<T>();
    for (let i = 0; i < n; ++i, delta += sizeof<T>(), u += <usize>m * sizeof<T>()) store<T>(u, load<T>(u) + load<T>(delta));
  }
}

/** Rows of `to` at padding (mask 0) become those of `from`, or 0 if `from` is 0. */
@inline
export function carryPadded<T>(B: i32, n: i32, mask: usize, from: usize, to: usize): void {
  const bytes = <usize>n * sizeof<T>();
  for (let b = 0; b < B; ++b) {
    if (load<u8>(mask + <usize>b)) continue;
    if (from) memory.copy(to + <usize>b * bytes, from + <usize>b * bytes, bytes);
    else memory.fill(to + <usize>b * bytes, 0, bytes);
  }
}

/** Rows of `to` at padding += those of `from`. */
@inline
export function addPadded<T>(B: i32, n: i32, mask: usize, from: usize, to: usize): void {
  const bytes = <usize>n * sizeof<T>();
  for (let b = 0; b < B; ++b) if (!load<u8>(mask + <usize>b)) add<T>(n, from + <usize>b * bytes, to + <usize>b * bytes);
}

/** Copies `rows` rows of n elements between matrices of other widths. */
@inline
export function copyColumns<T>(rows: i32, n: i32, from: usize, ldFrom: i32, to: usize, ldTo: i32): void {
  for (let i = 0; i < rows; ++i, from += <usize>ldFrom * sizeof<T>(), to += <usize>ldTo * sizeof<T>()) memory.copy(to, from, <usize>n * sizeof<T>());
}
