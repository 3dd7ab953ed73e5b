// Stops the main thread before its heap is full: Node would end the process, without a word to the reader.
// Runs in the control thread. Asking for the size of the heap goes through the inspector, so it is only asked when the
// process as a whole is large.
import { Session } from "node:inspector";

/** The part of the heap limit at which a cell is stopped. */
const TOO_FULL = 0.85;
/** What a cell after a stopped one may add: it may be the one that gives memory back. */
const ROOM = 0.06;
/** The part beyond which every cell is stopped. */
const FULL = 0.95;
/** The part of it, for the whole process, at which the heap's size is asked. */
const SUSPICIOUS = 0.6;
const EVERY_MS = 50;
/** An answer that takes longer than this may not come before the heap is full. */
const ANSWER_MS = 300;
/** What of the limit that V8 tells may be meant for young values only, bytes: 48 MB in Node 20, 192 MB in Node 24. */
const YOUNG = 192 * 2 ** 20;

/**
 * Calls `stop` when the main thread's heap is nearly full while `isRunning`.
 * @param total the heap limit that V8 tells, bytes
 * @param cell names the running cell
 */
export function watchMemory(
  total: number,
  isRunning: () => boolean,
  cell: () => string,
  stop: () => void,
): void {
  const limit = total - YOUNG;
  const heap = new HeapSize();
  let stopped: { cell: string; used: number } | undefined;
  const bound = (): number =>
    stopped && stopped.cell !== cell()
      ? Math.min(limit * FULL, stopped.used + limit * ROOM)
      : limit * TOO_FULL;
  const judge = (used: number, most: number) => {
    if (used <= limit * TOO_FULL) stopped = undefined;
    if (used <= most || !isRunning()) return;
    stopped = { cell: cell(), used };
    stop();
  };
  const timer = setInterval(() => {
    if (!isRunning() || process.memoryUsage.rss() < limit * SUSPICIOUS) return;
    if (heap.unanswered()) judge(heap.estimate(), limit * FULL);
    else heap.ask((used) => judge(used, bound()));
  }, EVERY_MS);
  timer.unref();
}

/** The size of the main thread's heap, bytes: asked, or, where it does not answer in time, estimated. */
class HeapSize {
  private askedAt: number | undefined;
  /** What of the process was not heap when it answered last. */
  private rest = process.memoryUsage.rss();

  unanswered(): boolean {
    return this.askedAt !== undefined && performance.now() - this.askedAt > ANSWER_MS;
  }

  estimate(): number {
    return process.memoryUsage.rss() - this.rest;
  }

  ask(hear: (used: number) => void): void {
    if (this.askedAt !== undefined) return;
    this.askedAt = performance.now();
    heapUsed().then(
      (used) => {
        this.askedAt = undefined;
        this.rest = process.memoryUsage.rss() - used;
        hear(used);
      },
      () => {
        this.askedAt = undefined;
      },
    );
  }
}

/** Bytes used in the main thread's heap. */
function heapUsed(): Promise<number> {
  const session = new Session();
  session.connectToMainThread();
  return new Promise((resolve, reject) => {
    session.post("Runtime.getHeapUsage", (error: Error | null, usage?: object) => {
      session.disconnect();
      if (error) reject(error);
      else resolve((usage as { usedSize: number }).usedSize);
    });
  });
}
