// The native tier: a workspace like any other, but OpenBLAS computes its larger products. The numbers stay in
// the same memory; all other kernels stay on WebAssembly. Its bits depend on the processor. On several threads each
// of the pool's computes its pieces with an OpenBLAS of one thread: OpenBLAS's own threads would leave the rest of a
// step to one core, and take that core's time while they wait.
import { availableParallelism } from "node:os";
import { requireThreads, spread } from "../threads/threaded-workspace";
import { Workspace } from "../workspace";
import { withProductsOf } from "./native-products";
import { loadOpenBlas, type OpenBlas } from "./open-blas";

/** For `new FastModel(model, { workspace: openBlasWorkspace() })`. */
export interface NativeOptions {
  /** Size of the memory; default that of `Workspace`. */
  mebibytes?: number;
  /** Threads, the caller's own with them; default and at most one a core. */
  threads?: number;
  /** The library's file; default: .venv's, then the system's. */
  library?: string;
  /** @internal For tests: cuts all that can be cut, whether it pays or not, for more threads than cores too. */
  always?: boolean;
}

/**
 * A workspace whose products OpenBLAS computes, on several threads. Where there is no OpenBLAS it says so in one
 * line, and only the threads are left.
 * @throws RangeError unless threads is a whole number ≥ 1
 */
export function openBlasWorkspace(options: NativeOptions = {}): Workspace {
  const threads = requireThreads(options.threads ?? availableParallelism());
  const workspace = new Workspace(options.mebibytes);
  accelerate(workspace, threads, options);
  return workspace;
}

/** Gives a workspace that nobody has used yet OpenBLAS and threads; without the library only threads. */
export function accelerate(
  workspace: Workspace,
  threads: number,
  options: NativeOptions = {},
): void {
  const blas = found(options.library);
  if (spread(workspace, threads, { blas, always: options.always }) || !blas) return;
  const kernels = { f32: workspace.kernels("f32"), f64: workspace.kernels("f64") };
  const native = withProductsOf(blas, kernels, workspace.u8);
  workspace.kernels = (precision) => native[precision];
}

function found(library?: string): OpenBlas | undefined {
  try {
    return loadOpenBlas(library);
  } catch (error) {
    console.warn((error as Error).message);
    return undefined;
  }
}
