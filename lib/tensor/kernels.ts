// The WebAssembly kernels: the module is compiled once, and instantiated at once on a memory. Pointers are
// bytes, strides elements, `add` adds to the result; what each computes is written in assembly/*.as.
import { kernelsBase64 } from "./dist/kernels";

/** The kernels in one precision. Callers have checked shapes: a wrong pointer overwrites others' numbers. */
export interface Kernels {
  product(
    m: number,
    n: number,
    k: number,
    a: number,
    rsa: number,
    csa: number,
    b: number,
    rsb: number,
    csb: number,
    c: number,
    ldc: number,
    add: boolean,
    scratch: number,
  ): void;
  transpose(m: number, n: number, a: number, out: number): void;
  rowTimesMatrix(k: number, n: number, x: number, w: number, ldw: number, y: number): void;
  matrixTimesColumn(m: number, n: number, a: number, lda: number, x: number, y: number): void;
  activation(kind: number, n: number, net: number, s: number): void;
  activationBack(kind: number, n: number, s: number, ds: number, delta: number): void;
  exponential(n: number, x: number, y: number): void;
  lstm(
    B: number,
    n: number,
    gates: number,
    cBefore: number,
    c: number,
    tanhC: number,
    s: number,
  ): void;
  lstmBack(
    B: number,
    n: number,
    gates: number,
    cBefore: number,
    tanhC: number,
    ds: number,
    dc: number,
    delta: number,
  ): void;
  gruGates(
    B: number,
    n: number,
    gates: number,
    before: number,
    under: number,
    resetBefore: boolean,
  ): void;
  gruMix(
    B: number,
    n: number,
    gates: number,
    before: number,
    under: number,
    s: number,
    resetBefore: boolean,
    keeps: boolean,
  ): void;
  gruMixBack(
    B: number,
    n: number,
    gates: number,
    before: number,
    under: number,
    ds: number,
    delta: number,
    dUnder: number,
    direct: number,
    resetBefore: boolean,
    keeps: boolean,
  ): void;
  gruResetBack(
    B: number,
    n: number,
    gates: number,
    before: number,
    dProduct: number,
    delta: number,
    direct: number,
  ): void;
  softmax(rows: number, n: number, z: number): void;
  crossEntropy(rows: number, n: number, z: number, labels: number, count: number): number;
  temper(n: number, z: number, temperature: number): number;
  pick(n: number, w: number, u: number): number;
  likeliest(n: number, w: number): number;
  add(n: number, x: number, z: number): void;
  fillRows(rows: number, n: number, bias: number, out: number): void;
  sumRows(rows: number, n: number, x: number, ld: number, out: number): void;
  addColumns(rows: number, n: number, m: number, ids: number, U: number, net: number): void;
  addToColumns(rows: number, n: number, m: number, ids: number, delta: number, dU: number): void;
  carryPadded(B: number, n: number, mask: number, from: number, to: number): void;
  addPadded(B: number, n: number, mask: number, from: number, to: number): void;
  copyColumns(
    rows: number,
    n: number,
    from: number,
    ldFrom: number,
    to: number,
    ldTo: number,
  ): void;
  sumOfSquares(n: number, g: number): number;
  scale(n: number, g: number, factor: number): void;
  /** Gives Σ g² of before. */
  clip(n: number, g: number, limit: number): number;
  descend(n: number, w: number, g: number, rate: number): void;
  momentum(
    n: number,
    w: number,
    g: number,
    v: number,
    rate: number,
    mu: number,
    nesterov: boolean,
  ): void;
  adagrad(n: number, w: number, g: number, sums: number, rate: number): void;
  rmsprop(n: number, w: number, g: number, q: number, rate: number, decay: number): void;
  adam(
    n: number,
    w: number,
    g: number,
    m: number,
    v: number,
    keep: number,
    beta1: number,
    beta2: number,
    rate: number,
    root: number,
    epsilon: number,
  ): void;
}

/** The elementary functions as the kernels compute them: the same source as elementary.ts. */
export interface KernelFunctions {
  exp(x: number): number;
  log(x: number): number;
  tanh(x: number): number;
  sigmoid(x: number): number;
  sin(x: number): number;
  cos(x: number): number;
  pow(x: number, y: number): number;
}

/** "f32" for training, "f64" for checking. */
export type Precision = "f32" | "f64";

/** A memory with the kernels on it. */
export interface KernelInstance {
  readonly buffer: ArrayBuffer;
  readonly kernels: Record<Precision, Kernels>;
  readonly functions: KernelFunctions;
  /** Bytes that `product` needs for its scratch memory. */
  readonly scratchBytes: number;
}

type Exports = Record<string, (...values: number[]) => number>;

// The part of WebAssembly's interface that is used here; the library compiles without a browser's types.
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Memory: new (limits: { initial: number; maximum: number }) => { readonly buffer: ArrayBuffer };
  Instance: new (module: object, imports: object) => { readonly exports: Exports };
};

const PAGE = 65536;
let compiled: object | undefined;

/**
 * Kernels on a new memory that never grows, so that views of it stay valid.
 * @param pages its size in pages of 64 KiB
 * @throws RangeError if the machine does not give that much memory
 */
export function instantiateKernels(pages: number): KernelInstance {
  compiled ??= new WebAssembly.Module(decodeBase64(kernelsBase64));
  const memory = newMemory(pages);
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory, abort } });
  return {
    buffer: memory.buffer,
    kernels: { f32: inPrecision(exports, "32"), f64: inPrecision(exports, "64") },
    functions: exports as unknown as KernelFunctions,
    scratchBytes: exports.scratchBytes(),
  };
}

function newMemory(pages: number): { readonly buffer: ArrayBuffer } {
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages });
  } catch {
    throw new RangeError(
      `${pages * PAGE} bytes of WebAssembly memory are not to be had; give a smaller workspace.`,
    );
  }
}

function inPrecision(exports: Exports, bits: "32" | "64"): Kernels {
  const names = Object.keys(exports).filter((name) => name.endsWith(bits));
  return Object.fromEntries(
    names.map((name) => [name.slice(0, -2), exports[name]]),
  ) as unknown as Kernels;
}

function abort(): never {
  throw new Error("a kernel stopped: this is a fault of the library.");
}

function decodeBase64(text: string): Uint8Array {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}
