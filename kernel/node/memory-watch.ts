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

/**
 * Calls `stop` when the main thread's heap is nearly full while `isRunning`.
 * @param cell names the running cell
 */
export function watchMemory(
  limit: number,
  isRunning: () => boolean,
  cell: () => string,
  stop: () => void,
): void {
  let asking = false;
  let stopped: { cell: string; used: number } | undefined;
  const bound = (): number =>
    stopped && stopped.cell !== cell()
      ? Math.min(limit * FULL, stopped.used + limit * ROOM)
      : limit * TOO_FULL;
  const timer = setInterval(() => {
    if (asking || !isRunning() || process.memoryUsage.rss() < limit * SUSPICIOUS) return;
    asking = true;
    heapUsed().then(
      (used) => {
        asking = false;
        if (used <= limit * TOO_FULL) stopped = undefined;
        if (used <= bound() || !isRunning()) return;
        stopped = { cell: cell(), used };
        stop();
      },
      () => {
        asking = false;
      },
    );
  }, EVERY_MS);
  timer.unref();
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
