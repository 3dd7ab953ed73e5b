// The native tier: a workspace like any other, but OpenBLAS computes its larger products. The numbers stay in
// the same memory; all other kernels stay on WebAssembly. Its bits depend on the processor.
import { nativeMessages } from "../../messages";
import type { Kernels, Precision } from "../kernels";
import { sharedWorkspace, Workspace } from "../workspace";
import { type Gemm, loadOpenBlas, type OpenBlas } from "./open-blas";

/** Below so many multiplications a call costs more than it saves. */
const WORTH = 16_384;
const ROW_MAJOR = 101;
const PLAIN = 111;
const TRANSPOSED = 112;

/** For `new FastModel(model, { workspace: openBlasWorkspace() })`. */
export interface NativeOptions {
  /** Size of the memory; default that of `Workspace`. */
  mebibytes?: number;
  /** OpenBLAS's threads, of the whole process; default its own choice, one a core. */
  threads?: number;
  /** The library's file; default: .venv's, then the system's. */
  library?: string;
}

/** The workspace's kernels from now on: products by OpenBLAS, all else as before. */
function install(blas: OpenBlas, workspace: Workspace): void {
  const base = blas.addressOf(workspace.u8); // the memory neither grows nor moves
  const kernels = (precision: Precision, gemm: Gemm): Kernels => {
    const plain = workspace.kernels(precision);
    return { ...plain, product: productOf(plain.product, gemm, base) };
  };
  const native = { f32: kernels("f32", blas.sgemm), f64: kernels("f64", blas.dgemm) };
  workspace.kernels = (precision) => native[precision];
}

/** `product` by `gemm`, or by `small` where a call does not pay. Pointers are bytes above `base`. */
function productOf(small: Kernels["product"], gemm: Gemm, base: number): Kernels["product"] {
  return (m, n, k, a, rsa, csa, b, rsb, csb, c, ldc, add, scratch) => {
    const readable = addressable(k, rsa, csa) && addressable(n, rsb, csb);
    if (m === 1 || n === 1 || m * n * k < WORTH || !readable) {
      small(m, n, k, a, rsa, csa, b, rsb, csb, c, ldc, add, scratch);
      return;
    }
    const [ta, tb] = [csa === 1 ? PLAIN : TRANSPOSED, csb === 1 ? PLAIN : TRANSPOSED];
    const [lda, ldb] = [csa === 1 ? rsa : csa, csb === 1 ? rsb : csb];
    const [pa, pb, pc] = [base + a, base + b, base + c];
    gemm(ROW_MAJOR, ta, tb, m, n, k, 1, pa, lda, pb, ldb, add ? 1 : 0, pc, ldc);
  };
}

/** Whether rows or columns lie in one piece, as BLAS needs it. */
function addressable(columns: number, rowStride: number, columnStride: number): boolean {
  return columnStride === 1 ? rowStride >= columns : rowStride === 1;
}

/**
 * A workspace whose products OpenBLAS computes. Where there is no OpenBLAS it says so in one line and
 * gives a plain workspace.
 */
export function openBlasWorkspace(options: NativeOptions = {}): Workspace {
  const workspace = new Workspace(options.mebibytes);
  accelerate(workspace, options);
  return workspace;
}

function accelerate(workspace: Workspace, { threads, library }: NativeOptions): void {
  let blas: OpenBlas;
  try {
    blas = loadOpenBlas(library);
  } catch (error) {
    console.warn((error as Error).message);
    return;
  }
  if (threads !== undefined) blas.setThreads(threads);
  install(blas, workspace);
}

/**
 * What UNROLLED_BACKEND asks of the workspace that models share; unset or "wasm": nothing.
 * @param threads OpenBLAS's threads; left out, its own choice
 */
export function useBackend(name: string | undefined, threads?: number): void {
  if (name === undefined || name === "" || name === "wasm") return;
  if (name === "openblas") accelerate(sharedWorkspace(), { threads });
  else console.warn(nativeMessages.unknownBackend({ name }));
}
