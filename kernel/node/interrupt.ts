// Running code so that it can be stopped. The synchronous part of a cell runs in a script that a SIGINT ends; what runs
// later, in callbacks, is ended through the inspector by the control thread.
import { getHeapStatistics } from "node:v8";
import vm from "node:vm";
import { Interrupted } from "../portable/executor";
import type { Channels } from "./channels";
import { Phase } from "./thread-messages";

/** The name of the script that enters a cell; frames in it are not shown. */
export const ENTRY_FILE = "kernel-entry";

type Flags = Pick<Channels, "setPhase" | "takeOutOfMemory">;

const ENTRY = Symbol.for("unrolled.kernel.entry");
const entry = new vm.Script(`globalThis[Symbol.for("unrolled.kernel.entry")]()`, {
  filename: ENTRY_FILE,
});

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

/** Calls `run`; a SIGINT meanwhile makes it throw `Interrupted`, or `OutOfMemory` when that is why it was sent. */
export function runInterruptibly(run: () => unknown, channels: Flags): unknown {
  Reflect.set(globalThis, ENTRY, run);
  channels.setPhase(Phase.synchronous);
  try {
    return entry.runInThisContext({ breakOnSigint: true });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code !== "ERR_SCRIPT_EXECUTION_INTERRUPTED") throw error;
    throw channels.takeOutOfMemory() ? new OutOfMemory() : new Interrupted();
  } finally {
    channels.setPhase(Phase.asynchronous);
    Reflect.deleteProperty(globalThis, ENTRY);
  }
}

/**
 * Lets the inspector end a callback. Node 20 aborts the process when a callback that uses async context (as our output
 * does) is ended from outside; `node --no-force-async-hooks-checks` turns that check off, and this does the same from
 * within, since Jupyter's kernelspec may be started by others with other arguments.
 */
export function allowTermination(): void {
  const { binding } = process as unknown as { binding?: (name: string) => AsyncWrap };
  try {
    const hooks = binding?.call(process, "async_wrap");
    if (hooks?.async_hook_fields) hooks.async_hook_fields[hooks.constants.kCheck] = 0;
  } catch {
    // A Node without this: interrupts in callbacks may then end the kernel, nothing else changes.
  }
}

interface AsyncWrap {
  readonly async_hook_fields?: Uint32Array;
  readonly constants: { readonly kCheck: number };
}
