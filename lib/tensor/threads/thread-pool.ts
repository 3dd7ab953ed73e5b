// The threads of one memory: started by the first job, asleep between jobs, never a reason for the process to stay.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { threadMessages } from "../../messages";
import { JobSlot, MOST_PIECES } from "./job";
import { type SharedMemory, sharedModule } from "./shared-memory";
import { type Arguments, type Desk, type SplitName, splitNames, splits } from "./split";
import type { ThreadData } from "./thread";

/** More pieces than threads, so that a thread which comes late or is slow leaves some to the others. */
const PIECES_A_THREAD = 4;
/** A piece takes milliseconds; a thread that is that late will not come. */
const LATE = 60;

/** lib/tensor/threads as source, lib/dist once bundled. */
const here = typeof __dirname === "string" ? __dirname : dirname(fileURLToPath(import.meta.url));
const bundled = join(here, "thread.cjs");
const program = existsSync(bundled) ? bundled : join(here, "..", "..", "dist", "thread.cjs");

export class ThreadPool {
  private readonly slot = new JobSlot();
  private started = false;
  private unfinished = false;

  /**
   * @param scratches scratch memory for each thread beside the caller's own
   * @param desk what the caller computes its pieces with
   * @param library OpenBLAS's file, if it computes the products
   */
  constructor(
    private readonly memory: SharedMemory,
    private readonly scratches: readonly number[],
    private readonly desk: (bytes: number) => Desk,
    private readonly library?: string,
  ) {}

  /** Pieces that were computed by other threads than the caller's. */
  get helped(): number {
    return this.slot.helped;
  }

  /** Whether a call can be cut at all. */
  canCut(name: SplitName, args: Arguments): boolean {
    return splits[name].pieces(args) > 1;
  }

  /** Into how many pieces `run` cuts a call. */
  piecesOf(name: SplitName, args: Arguments): number {
    const most = PIECES_A_THREAD * (this.scratches.length + 1);
    return Math.min(most, MOST_PIECES, splits[name].pieces(args));
  }

  /** Computes a kernel's call, side by side with the threads. @throws Error if one of them does not finish */
  run(name: SplitName, bytes: number, args: Arguments): void {
    if (!this.started) this.start();
    this.settle();
    this.unfinished = true;
    this.slot.open(splitNames.indexOf(name), bytes, args, this.piecesOf(name, args));
    this.slot.work(this.desk);
    if (!this.slot.finish(LATE)) throw new Error(threadMessages.late({ seconds: LATE }));
    this.unfinished = false;
  }

  /** After an interrupt in the middle of a job: waits until no thread writes to the memory any more. */
  settle(): void {
    if (!this.unfinished) return;
    if (!this.slot.abandon(LATE)) throw new Error(threadMessages.late({ seconds: LATE }));
    this.unfinished = false;
  }

  private start(): void {
    this.started = true;
    for (const scratch of this.scratches) {
      const { memory, library } = this;
      const slot = this.slot.memory;
      const workerData: ThreadData = { module: sharedModule(), memory, slot, scratch, library };
      const worker = new Worker(program, { workerData, execArgv: [] });
      worker.on("error", (error) => console.warn(threadMessages.failed({ error: error.message })));
      worker.unref();
    }
  }
}
