// A WebAssembly memory that threads share, with the kernels on it. Only for Node: a browser gives such a memory only
// to pages that are isolated from others.
import { sharedKernelsBase64 } from "../dist/shared-kernels";
import type { Kernels, Precision } from "../kernels";
import { withProductsOf } from "../native/native-products";
import type { OpenBlas } from "../native/open-blas";
import type { Desk } from "./split";

type Exports = Record<string, (...values: number[]) => number>;
export type SharedMemory = { readonly buffer: SharedArrayBuffer };

// The part of WebAssembly's interface that is used here; the library compiles without a browser's types.
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Memory: new (limits: { initial: number; maximum: number; shared: true }) => SharedMemory;
  Instance: new (module: object, imports: object) => { readonly exports: Exports };
};

let compiled: object | undefined;

/** The kernels' module, compiled once; other threads are given it. */
export function sharedModule(): object {
  compiled ??= new WebAssembly.Module(Buffer.from(sharedKernelsBase64, "base64"));
  return compiled;
}

/** @param pages size in pages of 64 KiB, which never changes */
export function newSharedMemory(pages: number): SharedMemory {
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
}

/** The kernels on a memory, products by `blas` if given, and the bytes of scratch memory that a thread needs. */
export function kernelsOn(
  module: object,
  memory: SharedMemory,
  blas?: OpenBlas,
): { kernels: Record<Precision, Kernels>; scratchBytes: number } {
  const { exports } = new WebAssembly.Instance(module, { env: { memory, abort } });
  const inPrecision = (bits: string) =>
    Object.fromEntries(
      Object.entries(exports)
        .filter(([name]) => name.endsWith(bits))
        .map(([name, kernel]) => [name.slice(0, -2), kernel]),
    ) as unknown as Kernels;
  const plain = { f32: inPrecision("32"), f64: inPrecision("64") };
  const kernels = blas ? withProductsOf(blas, plain, new Uint8Array(memory.buffer)) : plain;
  return { kernels, scratchBytes: exports.scratchBytes() };
}

/** What a thread computes with, by the bytes of a number. */
export function desksOf(
  kernels: Record<Precision, Kernels>,
  memory: SharedMemory,
  scratch: number,
): (bytes: number) => Desk {
  const f64 = new Float64Array(memory.buffer);
  const single: Desk = { kernels: kernels.f32, bytes: 4, scratch, f64 };
  const double: Desk = { kernels: kernels.f64, bytes: 8, scratch, f64 };
  return (bytes) => (bytes === 4 ? single : double);
}

function abort(): never {
  throw new Error("a kernel stopped: this is a fault of the library.");
}
