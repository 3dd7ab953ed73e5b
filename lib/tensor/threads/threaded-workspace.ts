// A workspace like any other, whose larger kernels run on several threads, with the same bits as on one.
import { availableParallelism } from "node:os";
import { threadMessages } from "../../messages";
import type { Kernels, Precision } from "../kernels";
import type { OpenBlas } from "../native/open-blas";
import { Workspace } from "../workspace";
import { Choice } from "./choice";
import { desksOf, kernelsOn, newSharedMemory, sharedModule } from "./shared-memory";
import { type SplitName, splitNames, splits } from "./split";
import { ThreadPool } from "./thread-pool";

const PAGE = 65536;
/** Waking a thread costs some 20 µs, as much as so many multiplications and additions. */
const WORTH = 2 ** 20;
/** A product whose sums are so many times as long as C is high and wide is cut along its sums. */
const DEEP = 8;

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
  const threads = requireThreads(options.threads ?? availableParallelism());
  spread(workspace, threads, options);
  return workspace;
}

/** @throws RangeError unless threads is a whole number ≥ 1 */
export function requireThreads(threads: number): number {
  if (Number.isInteger(threads) && threads >= 1) return threads;
  throw new RangeError(threadMessages.badCount({ value: String(threads) }));
}

/** Pools by workspace: only tests ask. */
const pools = new WeakMap<Workspace, ThreadPool>();

/** @internal Pieces that other threads than the caller's have computed. */
export function piecesHelped(workspace: Workspace): number {
  return pools.get(workspace)?.helped ?? 0;
}

/**
 * Moves a workspace that nobody has used yet to a memory that threads share, and its kernels to a pool.
 * @param how whether to cut `always`; `blas` computes the products of each thread
 * @returns whether there is more than one thread, so that it was done
 */
export function spread(
  workspace: Workspace,
  threads: number,
  { always = false, blas }: { always?: boolean; blas?: OpenBlas } = {},
): boolean {
  const others = (always ? threads : Math.min(threads, availableParallelism())) - 1;
  if (others < 1) return false;
  const memory = newSharedMemory(workspace.bytes / PAGE);
  const { buffer } = memory;
  Object.assign(workspace, {
    f32: new Float32Array(buffer),
    f64: new Float64Array(buffer),
    i32: new Int32Array(buffer),
    u8: new Uint8Array(buffer),
  });
  const { kernels, scratchBytes } = kernelsOn(sharedModule(), memory, blas);
  const scratches = Array.from({ length: others }, () =>
    workspace.allocate(scratchBytes, "scratch of a thread"),
  );
  const desk = desksOf(kernels, memory, workspace.scratch);
  const pool = new ThreadPool(memory, scratches, desk, blas?.library);
  pools.set(workspace, pool);
  const spreading = {
    workspace,
    pool,
    worth: always ? 0 : WORTH,
    always,
    deep: blas !== undefined,
  };
  const spreadOut = {
    f32: onThreads(kernels.f32, 4, spreading),
    f64: onThreads(kernels.f64, 8, spreading),
  };
  workspace.kernels = (precision: Precision) => spreadOut[precision];
  const beginStep = workspace.beginStep.bind(workspace);
  workspace.beginStep = () => {
    pool.settle(); // the step before may have been interrupted
    return beginStep();
  };
  return true;
}

interface Spreading {
  readonly workspace: Workspace;
  readonly pool: ThreadPool;
  readonly worth: number;
  readonly always: boolean;
  /** Whether long sums may be cut, which rounds them otherwise. */
  readonly deep: boolean;
}

type Plain = (...args: number[]) => unknown;

/** The kernels, those that can be cut by the pool where it pays. */
function onThreads(plain: Kernels, bytes: 4 | 8, spreading: Spreading): Kernels {
  const kernels: Record<string, unknown> = { ...plain };
  for (const name of splitNames) {
    if (name === "crossEntropyRows" || name === "deepProduct") continue;
    kernels[name] = choosing(name, plain[name] as unknown as Plain, bytes, spreading);
  }
  kernels.crossEntropy = entropyOnThreads(plain, bytes, spreading);
  if (spreading.deep) {
    kernels.product = deepOnThreads(plain, kernels.product as Plain, bytes, spreading);
  }
  return kernels as unknown as Kernels;
}

/** The loss of all rows: each row's by itself, added up in the kernel's order. */
function entropyOnThreads(plain: Kernels, bytes: 4 | 8, spreading: Spreading): Plain {
  const { workspace, pool } = spreading;
  let losses = 0;
  const alone: Plain = (rows, n, z, labels, count) => {
    losses = plain.crossEntropy(rows, n, z, labels, count);
  };
  const summing: Plain = (rows, n, z, labels, count, at) => {
    pool.run("crossEntropyRows", bytes, [rows, n, z, labels, count, at]);
    losses = 0;
    for (let row = 0; row < rows; row++) losses += workspace.f64[at / 8 + row];
  };
  const entropy = choosing("crossEntropyRows", alone, bytes, spreading, summing);
  return (rows, n, z, labels, count) => {
    const at = workspace.borrow(8 * rows, "losses of the rows");
    entropy(rows, n, z, labels, count, at);
    return losses;
  };
}

/** Products, those with long sums cut along the sums: cut by rows, each thread would copy the whole of B. */
function deepOnThreads(plain: Kernels, flat: Plain, bytes: 4 | 8, spreading: Spreading): Plain {
  const { workspace, pool } = spreading;
  const alone = plain.product as unknown as Plain;
  const adding: Plain = (...args) => {
    const [m, n] = args;
    const parts = pool.piecesOf("deepProduct", args) - 1;
    const at = workspace.borrow(parts * m * n * bytes, "parts of a product");
    pool.run("deepProduct", bytes, [...args.slice(0, 12).map(Number), at]);
    for (let i = 0; i < parts; i++) plain.add(m * n, at + i * m * n * bytes, args[9]);
  };
  const deep = choosing("deepProduct", alone, bytes, spreading, adding);
  return (m, n, k, a, rsa, csa, b, rsb, csb, c, ldc, add, scratch) => {
    const whole = ldc === n; // the rows of C lie without gaps
    const long = k >= DEEP * Math.max(m, n) && pool.canCut("deepProduct", [m, n, k]);
    const way = whole && long ? deep : flat;
    way(m, n, k, a, rsa, csa, b, rsb, csb, c, ldc, add, scratch);
  };
}

/** A kernel that is computed alone or together, whichever was quicker of late for this much work. */
function choosing(
  name: SplitName,
  alone: Plain,
  bytes: 4 | 8,
  { pool, worth, always }: Spreading,
  together: Plain = (...args) => pool.run(name, bytes, args.map(Number)),
): Plain {
  const { work } = splits[name];
  const choices = new Map<number, Choice>();
  const large = (args: number[]) => {
    if (always) {
      together(...args);
      return;
    }
    const kind = 31 * work(args[0], args[1], args[2]) + args[0];
    const choice = choices.get(kind) ?? new Choice();
    choices.set(kind, choice);
    const pays = choice.decide();
    const start = performance.now();
    (pays ? together : alone)(...args);
    choice.record(pays, performance.now() - start);
  };
  // Small calls are many, and are spared a list of their arguments: so all thirteen by name.
  return (a, b, c, d, e, f, g, h, i, j, k, l, m) => {
    if (work(a, b, c) < worth) {
      alone(a, b, c, d, e, f, g, h, i, j, k, l, m);
      return;
    }
    const args = [a, b, c, d, e, f, g, h, i, j, k, l, m].filter((value) => value !== undefined);
    if (pool.canCut(name, args)) large(args);
    else alone(...args);
  };
}
