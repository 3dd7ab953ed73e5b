// A workspace like any other, whose larger kernels run on several threads, with the same bits as on one.
import { availableParallelism } from "node:os";
import { threadMessages } from "../../messages";
import type { Kernels, Precision } from "../kernels";
import { sharedWorkspace, Workspace } from "../workspace";
import { Choice } from "./choice";
import { desksOf, kernelsOn, newSharedMemory, sharedModule } from "./shared-memory";
import { type SplitName, splitNames, splits } from "./split";
import { ThreadPool } from "./thread-pool";

const PAGE = 65536;
/** Waking a thread costs some 20 µs, as much as so many multiplications and additions. */
const WORTH = 2 ** 20;

/** For `new FastModel(model, { workspace: threadedWorkspace() })`. */
export interface ThreadOptions {
  /** Size of the memory; default that of `Workspace`. */
  mebibytes?: number;
  /** Threads, the caller's own with them; default and at most one a core. */
  threads?: number;
  /** @internal For tests: cuts all that can be cut, whether it pays or not, for more threads than cores too. */
  always?: boolean;
}

/** A workspace whose larger kernels run on several threads. @throws RangeError unless threads is a whole number ≥ 1 */
export function threadedWorkspace(options: ThreadOptions = {}): Workspace {
  const workspace = new Workspace(options.mebibytes);
  const threads = options.threads ?? availableParallelism();
  if (!(Number.isInteger(threads) && threads >= 1)) {
    throw new RangeError(threadMessages.badCount({ value: String(threads) }));
  }
  spread(workspace, threads, options.always ?? false);
  return workspace;
}

/**
 * What UNROLLED_THREADS asks of the workspace that models share; unset or 1: nothing.
 * @returns the threads asked for; undefined if unset
 */
export function useThreads(value: string | undefined): number | undefined {
  if (value === undefined || value === "") return undefined;
  const threads = Number(value);
  if (!(Number.isInteger(threads) && threads >= 1)) {
    console.warn(threadMessages.badSetting({ value }));
    return 1;
  }
  if (threads > 1) spread(sharedWorkspace(), threads, false);
  return threads;
}

/** Pools by workspace: only tests ask. */
const pools = new WeakMap<Workspace, ThreadPool>();

/** @internal Pieces that other threads than the caller's have computed. */
export function piecesHelped(workspace: Workspace): number {
  return pools.get(workspace)?.helped ?? 0;
}

/** Moves a workspace that nobody has used yet to a memory that threads share, and its kernels to a pool. */
function spread(workspace: Workspace, threads: number, always: boolean): void {
  const others = (always ? threads : Math.min(threads, availableParallelism())) - 1;
  if (others < 1) return;
  const memory = newSharedMemory(workspace.bytes / PAGE);
  const { buffer } = memory;
  Object.assign(workspace, {
    f32: new Float32Array(buffer),
    f64: new Float64Array(buffer),
    i32: new Int32Array(buffer),
    u8: new Uint8Array(buffer),
  });
  const { kernels, scratchBytes } = kernelsOn(sharedModule(), memory);
  const scratches = Array.from({ length: others }, () =>
    workspace.allocate(scratchBytes, "scratch of a thread"),
  );
  const pool = new ThreadPool(memory, scratches, desksOf(kernels, memory, workspace.scratch));
  pools.set(workspace, pool);
  const worth = always ? 0 : WORTH;
  const spreadOut = {
    f32: onThreads(kernels.f32, 4, { workspace, pool, worth, always }),
    f64: onThreads(kernels.f64, 8, { workspace, pool, worth, always }),
  };
  workspace.kernels = (precision: Precision) => spreadOut[precision];
  const beginStep = workspace.beginStep.bind(workspace);
  workspace.beginStep = () => {
    pool.settle(); // the step before may have been interrupted
    return beginStep();
  };
}

interface Spreading {
  readonly workspace: Workspace;
  readonly pool: ThreadPool;
  readonly worth: number;
  readonly always: boolean;
}

type Plain = (...args: number[]) => void;

/** The kernels, those that can be cut by the pool where it pays. */
function onThreads(plain: Kernels, bytes: 4 | 8, spreading: Spreading): Kernels {
  const { workspace } = spreading;
  const kernels: Record<string, unknown> = { ...plain };
  for (const name of splitNames) {
    if (name === "crossEntropyRows") continue;
    kernels[name] = choosing(name, plain[name] as unknown as Plain, bytes, spreading);
  }
  let losses = 0;
  const alone: Plain = (rows, n, z, labels, count) => {
    losses = plain.crossEntropy(rows, n, z, labels, count);
  };
  const summing: Plain = (rows, n, z, labels, count, at) => {
    spreading.pool.run("crossEntropyRows", bytes, [rows, n, z, labels, count, at]);
    losses = 0;
    for (let row = 0; row < rows; row++) losses += workspace.f64[at / 8 + row]; // in the kernel's order
  };
  const entropy = choosing("crossEntropyRows", alone, bytes, spreading, summing);
  kernels.crossEntropy = (rows: number, n: number, z: number, labels: number, count: number) => {
    const at = workspace.borrow(8 * rows, "losses of the rows");
    entropy(rows, n, z, labels, count, at);
    return losses;
  };
  return kernels as unknown as Kernels;
}

/** A kernel that is computed alone or together, whichever was quicker of late for this much work. */
function choosing(
  name: SplitName,
  alone: Plain,
  bytes: 4 | 8,
  { pool, worth, always }: Spreading,
  together: Plain = (...args) => pool.run(name, bytes, args.map(Number)),
): Plain {
  const choices = new Map<number, Choice>();
  return (...args) => {
    const work = splits[name].work(args);
    if (work < worth || !pool.canCut(name, args)) {
      alone(...args);
      return;
    }
    if (always) {
      together(...args);
      return;
    }
    const kind = 31 * work + args[0];
    const choice = choices.get(kind) ?? new Choice();
    choices.set(kind, choice);
    const pays = choice.decide();
    const start = performance.now();
    (pays ? together : alone)(...args);
    choice.record(pays, performance.now() - start);
  };
}
