// Running code so that it can be stopped. Whatever comes from a cell is called inside a frame: a script that a SIGINT
// ends. What follows from it before the event loop turns (its microtasks) runs in the same frame, so that a loop behind
// an await can be stopped too. Nothing of the kernel itself runs in a frame.
import { getHeapStatistics, setFlagsFromString } from "node:v8";
import vm from "node:vm";
import { Interrupted } from "../portable/executor";
import { emptyAsyncStack } from "./async-stack";
import type { Channels } from "./channels";
import type { Sigint } from "./sigint";

/** The name of the script that enters a frame; stack frames in it are not shown. */
export const ENTRY_FILE = "kernel-entry";

/** Thrown into a cell that fills the heap. */
export class OutOfMemory extends Error {
  override readonly name = "OutOfMemory";
  constructor() {
    const limit = Math.round(getHeapStatistics().heap_size_limit / 2 ** 20);
    super(
      `the cell was stopped because the notebook's values nearly fill the ${limit} MB that JavaScript may use: set variables that hold much to undefined, or restart the kernel`,
    );
  }
}

type FrameChannels = Pick<Channels, "enterFrame" | "leaveFrame" | "takeOutOfMemory">;

const ENTRY = Symbol.for("unrolled.kernel.entry");
const entry = new vm.Script(`globalThis[Symbol.for("unrolled.kernel.entry")]()`, {
  filename: ENTRY_FILE,
});
/** Runs what `process.nextTick` and microtasks wait with, as Node does between callbacks. */
const drain = (process as unknown as { _tickCallback(): void })._tickCallback;

/** The first Node whose compiler unrolls loops, and takes the check for signals out of some that fill the memory. */
const UNROLLS_SINCE = 22;

export class Frames {
  /** Whether the running code is in a frame. */
  inside = false;
  private work: () => void = () => {};

  constructor(
    private readonly channels: FrameChannels,
    private readonly sigint: Pick<Sigint, "take">,
  ) {
    Reflect.set(globalThis, ENTRY, () => this.body());
    if (Number.parseInt(process.versions.node, 10) >= UNROLLS_SINCE)
      setFlagsFromString("--no-turboshaft-loop-unrolling");
  }

  /** Calls `work` in a frame. Throws what it throws, or what it was stopped for. */
  enter(work: () => void): void {
    if (this.inside) {
      work();
      return;
    }
    this.inside = true;
    this.work = work;
    try {
      entry.runInThisContext({ breakOnSigint: true });
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      if (code !== "ERR_SCRIPT_EXECUTION_INTERRUPTED") throw error;
      emptyAsyncStack();
      this.channels.leaveFrame(true);
      throw this.channels.takeOutOfMemory() ? new OutOfMemory() : new Interrupted();
    } finally {
      this.inside = false;
      this.work = () => {};
    }
  }

  private body(): void {
    this.channels.enterFrame();
    try {
      if (this.sigint.take()) throw new Interrupted(); // it came just before the frame
      this.work();
      drain();
    } finally {
      // Not reached by code that is stopped.
      this.channels.leaveFrame(false);
    }
  }
}
