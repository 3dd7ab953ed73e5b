// The kernels' module: every generic kernel twice, as name32 (f32) and name64 (f64), and the elementary
// functions of f64. Pointers are bytes in the one memory; callers check shapes.
import * as elementary from "../elementary";
import { SCRATCH } from "./products";
import * as products from "./products";
import * as layers from "./layers";
import * as updates from "./updates";
import * as drawing from "./drawing";

export function scratchBytes(): usize {
  return SCRATCH;
}

export function exp(x: f64): f64 { return elementary.exp(x); }
export function log(x: f64): f64 { return elementary.log(x); }
export function tanh(x: f64): f64 { return elementary.tanh(x); }
export function sigmoid(x: f64): f64 { return elementary.sigmoid(x); }
export function sin(x: f64): f64 { return elementary.sin(x); }
export function cos(x: f64): f64 { return elementary.cos(x); }
export function pow(x: f64, y: f64): f64 { return elementary.pow(x, y); }

export function product32(m: i32, n: i32, k: i32, a: usize, rsa: usize, csa: usize, b: usize, rsb: usize, csb: usize, c: usize, ldc: usize, add: bool, scratch: usize): void { products.product<f32>(m, n, k, a, rsa, csa, b, rsb, csb, c, ldc, add, scratch); }
export function product64(m: i32, n: i32, k: i32, a: usize, rsa: usize, csa: usize, b: usize, rsb: usize, csb: usize, c: usize, ldc: usize, add: bool, scratch: usize): void { products.product<f64>(m, n, k, a, rsa, csa, b, rsb, csb, c, ldc, add, scratch); }
export function transpose32(m: i32, n: i32, a: usize, out: usize): void { products.transpose<f32>(m, n, a, out); }
export function transpose64(m: i32, n: i32, a: usize, out: usize): void { products.transpose<f64>(m, n, a, out); }
export function rowTimesMatrix32(k: i32, n: i32, x: usize, w: usize, ldw: usize, y: usize): void { products.rowTimesMatrix<f32>(k, n, x, w, ldw, y); }
export function rowTimesMatrix64(k: i32, n: i32, x: usize, w: usize, ldw: usize, y: usize): void { products.rowTimesMatrix<f64>(k, n, x, w, ldw, y); }
export function matrixTimesColumn32(m: i32, n: i32, a: usize, lda: usize, x: usize, y: usize): void { products.matrixTimesColumn<f32>(m, n, a, lda, x, y); }
export function matrixTimesColumn64(m: i32, n: i32, a: usize, lda: usize, x: usize, y: usize): void { products.matrixTimesColumn<f64>(m, n, a, lda, x, y); }
export function activation32(kind: i32, n: i32, net: usize, s: usize): void { layers.activation<f32>(kind, n, net, s); }
export function activation64(kind: i32, n: i32, net: usize, s: usize): void { layers.activation<f64>(kind, n, net, s); }
export function activationBack32(kind: i32, n: i32, s: usize, ds: usize, delta: usize): void { layers.activationBack<f32>(kind, n, s, ds, delta); }
export function activationBack64(kind: i32, n: i32, s: usize, ds: usize, delta: usize): void { layers.activationBack<f64>(kind, n, s, ds, delta); }
export function exponential32(n: i32, x: usize, y: usize): void { layers.exponential<f32>(n, x, y); }
export function exponential64(n: i32, x: usize, y: usize): void { layers.exponential<f64>(n, x, y); }
export function lstm32(B: i32, n: i32, gates: usize, cBefore: usize, c: usize, tanhC: usize, s: usize): void { layers.lstm<f32>(B, n, gates, cBefore, c, tanhC, s); }
export function lstm64(B: i32, n: i32, gates: usize, cBefore: usize, c: usize, tanhC: usize, s: usize): void { layers.lstm<f64>(B, n, gates, cBefore, c, tanhC, s); }
export function lstmBack32(B: i32, n: i32, gates: usize, cBefore: usize, tanhC: usize, ds: usize, dc: usize, delta: usize): void { layers.lstmBack<f32>(B, n, gates, cBefore, tanhC, ds, dc, delta); }
export function lstmBack64(B: i32, n: i32, gates: usize, cBefore: usize, tanhC: usize, ds: usize, dc: usize, delta: usize): void { layers.lstmBack<f64>(B, n, gates, cBefore, tanhC, ds, dc, delta); }
export function gruGates32(B: i32, n: i32, gates: usize, before: usize, under: usize, resetBefore: bool): void { layers.gruGates<f32>(B, n, gates, before, under, resetBefore); }
export function gruGates64(B: i32, n: i32, gates: usize, before: usize, under: usize, resetBefore: bool): void { layers.gruGates<f64>(B, n, gates, before, under, resetBefore); }
export function gruMix32(B: i32, n: i32, gates: usize, before: usize, under: usize, s: usize, resetBefore: bool, keeps: bool): void { layers.gruMix<f32>(B, n, gates, before, under, s, resetBefore, keeps); }
export function gruMix64(B: i32, n: i32, gates: usize, before: usize, under: usize, s: usize, resetBefore: bool, keeps: bool): void { layers.gruMix<f64>(B, n, gates, before, under, s, resetBefore, keeps); }
export function gruMixBack32(B: i32, n: i32, gates: usize, before: usize, under: usize, ds: usize, delta: usize, dUnder: usize, direct: usize, resetBefore: bool, keeps: bool): void { layers.gruMixBack<f32>(B, n, gates, before, under, ds, delta, dUnder, direct, resetBefore, keeps); }
export function gruMixBack64(B: i32, n: i32, gates: usize, before: usize, under: usize, ds: usize, delta: usize, dUnder: usize, direct: usize, resetBefore: bool, keeps: bool): void { layers.gruMixBack<f64>(B, n, gates, before, under, ds, delta, dUnder, direct, resetBefore, keeps); }
export function gruResetBack32(B: i32, n: i32, gates: usize, before: usize, dProduct: usize, delta: usize, direct: usize): void { layers.gruResetBack<f32>(B, n, gates, before, dProduct, delta, direct); }
export function gruResetBack64(B: i32, n: i32, gates: usize, before: usize, dProduct: usize, delta: usize, direct: usize): void { layers.gruResetBack<f64>(B, n, gates, before, dProduct, delta, direct); }
export function softmax32(rows: i32, n: i32, z: usize): void { layers.softmax<f32>(rows, n, z); }
export function softmax64(rows: i32, n: i32, z: usize): void { layers.softmax<f64>(rows, n, z); }
export function crossEntropy32(rows: i32, n: i32, z: usize, labels: usize, count: f64): f64 { return layers.crossEntropy<f32>(rows, n, z, labels, count); }
export function crossEntropy64(rows: i32, n: i32, z: usize, labels: usize, count: f64): f64 { return layers.crossEntropy<f64>(rows, n, z, labels, count); }
export function temper32(n: i32, z: usize, temperature: f64): f64 { return drawing.temper<f32>(n, z, temperature); }
export function temper64(n: i32, z: usize, temperature: f64): f64 { return drawing.temper<f64>(n, z, temperature); }
export function pick32(n: i32, w: usize, u: f64): i32 { return drawing.pick<f32>(n, w, u); }
export function pick64(n: i32, w: usize, u: f64): i32 { return drawing.pick<f64>(n, w, u); }
export function likeliest32(n: i32, w: usize): i32 { return drawing.likeliest<f32>(n, w); }
export function likeliest64(n: i32, w: usize): i32 { return drawing.likeliest<f64>(n, w); }
export function add32(n: i32, x: usize, z: usize): void { layers.add<f32>(n, x, z); }
export function add64(n: i32, x: usize, z: usize): void { layers.add<f64>(n, x, z); }
export function fillRows32(rows: i32, n: i32, bias: usize, out: usize): void { layers.fillRows<f32>(rows, n, bias, out); }
export function fillRows64(rows: i32, n: i32, bias: usize, out: usize): void { layers.fillRows<f64>(rows, n, bias, out); }
export function sumRows32(rows: i32, n: i32, x: usize, ld: i32, out: usize): void { layers.sumRows<f32>(rows, n, x, ld, out); }
export function sumRows64(rows: i32, n: i32, x: usize, ld: i32, out: usize): void { layers.sumRows<f64>(rows, n, x, ld, out); }
export function addColumns32(rows: i32, n: i32, m: i32, ids: usize, U: usize, net: usize): void { layers.addColumns<f32>(rows, n, m, ids, U, net); }
export function addColumns64(rows: i32, n: i32, m: i32, ids: usize, U: usize, net: usize): void { layers.addColumns<f64>(rows, n, m, ids, U, net); }
export function addToColumns32(rows: i32, n: i32, m: i32, ids: usize, delta: usize, dU: usize): void { layers.addToColumns<f32>(rows, n, m, ids, delta, dU); }
export function addToColumns64(rows: i32, n: i32, m: i32, ids: usize, delta: usize, dU: usize): void { layers.addToColumns<f64>(rows, n, m, ids, delta, dU); }
export function carryPadded32(B: i32, n: i32, mask: usize, from: usize, to: usize): void { layers.carryPadded<f32>(B, n, mask, from, to); }
export function carryPadded64(B: i32, n: i32, mask: usize, from: usize, to: usize): void { layers.carryPadded<f64>(B, n, mask, from, to); }
export function addPadded32(B: i32, n: i32, mask: usize, from: usize, to: usize): void { layers.addPadded<f32>(B, n, mask, from, to); }
export function addPadded64(B: i32, n: i32, mask: usize, from: usize, to: usize): void { layers.addPadded<f64>(B, n, mask, from, to); }
export function copyColumns32(rows: i32, n: i32, from: usize, ldFrom: i32, to: usize, ldTo: i32): void { layers.copyColumns<f32>(rows, n, from, ldFrom, to, ldTo); }
export function copyColumns64(rows: i32, n: i32, from: usize, ldFrom: i32, to: usize, ldTo: i32): void { layers.copyColumns<f64>(rows, n, from, ldFrom, to, ldTo); }
export function sumOfSquares32(n: i32, g: usize): f64 { return updates.sumOfSquares<f32>(n, g); }
export function sumOfSquares64(n: i32, g: usize): f64 { return updates.sumOfSquares<f64>(n, g); }
export function scale32(n: i32, g: usize, factor: f64): void { updates.scale<f32>(n, g, factor); }
export function scale64(n: i32, g: usize, factor: f64): void { updates.scale<f64>(n, g, factor); }
export function clip32(n: i32, g: usize, limit: f64): f64 { return updates.clip<f32>(n, g, limit); }
export function clip64(n: i32, g: usize, limit: f64): f64 { return updates.clip<f64>(n, g, limit); }
export function descend32(n: i32, w: usize, g: usize, rate: f64): void { updates.descend<f32>(n, w, g, rate); }
export function descend64(n: i32, w: usize, g: usize, rate: f64): void { updates.descend<f64>(n, w, g, rate); }
export function momentum32(n: i32, w: usize, g: usize, v: usize, rate: f64, mu: f64, nesterov: bool): void { updates.momentum<f32>(n, w, g, v, rate, mu, nesterov); }
export function momentum64(n: i32, w: usize, g: usize, v: usize, rate: f64, mu: f64, nesterov: bool): void { updates.momentum<f64>(n, w, g, v, rate, mu, nesterov); }
export function adagrad32(n: i32, w: usize, g: usize, sums: usize, rate: f64): void { updates.adagrad<f32>(n, w, g, sums, rate); }
export function adagrad64(n: i32, w: usize, g: usize, sums: usize, rate: f64): void { updates.adagrad<f64>(n, w, g, sums, rate); }
export function rmsprop32(n: i32, w: usize, g: usize, q: usize, rate: f64, decay: f64): void { updates.rmsprop<f32>(n, w, g, q, rate, decay); }
export function rmsprop64(n: i32, w: usize, g: usize, q: usize, rate: f64, decay: f64): void { updates.rmsprop<f64>(n, w, g, q, rate, decay); }
export function adam32(n: i32, w: usize, g: usize, m: usize, v: usize, keep: f64, beta1: f64, beta2: f64, rate: f64, root: f64, epsilon: f64): void { updates.adam<f32>(n, w, g, m, v, keep, beta1, beta2, rate, root, epsilon); }
export function adam64(n: i32, w: usize, g: usize, m: usize, v: usize, keep: f64, beta1: f64, beta2: f64, rate: f64, root: f64, epsilon: f64): void { updates.adam<f64>(n, w, g, m, v, keep, beta1, beta2, rate, root, epsilon); }
