// What the kernel's two threads say to each other, and the memory they share.
import type { MessagePort } from "node:worker_threads";
import type { Connection } from "./wire";

/** What the main thread posts to the control thread. Headers, contents and metadata are JSON already. */
export type ToThread =
  | {
      readonly kind: "publish";
      readonly type: string;
      readonly parent: string;
      readonly content: string;
      readonly metadata: string;
    }
  | {
      readonly kind: "stream";
      readonly name: StreamName;
      readonly parent: string;
      readonly text: string;
    }
  | { readonly kind: "control" | "shell" | "stdin"; readonly frames: readonly Uint8Array[] }
  | { readonly kind: "close" };

/**
 * What the control thread posts to the main thread. `number` counts the messages that it must see soon: those of the
 * control channel, and interrupts on the shell channel (0 for what else comes there).
 */
export type FromThread =
  | { readonly kind: "ready" }
  | { readonly kind: "outOfMemory" }
  | {
      readonly kind: "control" | "shell";
      readonly frames: readonly Uint8Array[];
      readonly number: number;
    }
  | { readonly kind: "log"; readonly text: string };

export type StreamName = "stdout" | "stderr";

export interface ThreadData {
  readonly connection: Connection;
  /** 32-bit integers, see `Shared`. */
  readonly shared: SharedArrayBuffer;
  /** Where the answers to input requests go. */
  readonly answers: MessagePort;
  /** The main thread's heap limit, bytes. */
  readonly heapLimit: number;
}

/** Places in the shared memory. */
export const Shared = {
  /** The number of the last message that the main thread has seen of those it must see soon. */
  seen: 0,
  /** What the main thread is doing, one of `Phase`. */
  phase: 1,
  /** UTF-16 units of output that the main thread has posted and zeromq has not taken yet. */
  unsent: 2,
  /** Counts the messages that came on the stdin channel. */
  answers: 3,
  /** 1 when the main thread is being stopped because its heap is nearly full. */
  outOfMemory: 4,
} as const;

export const SHARED_BYTES = 4 * Object.keys(Shared).length;

export const Phase = {
  /** No cell runs. */
  idle: 0,
  /** A cell runs, and waits for something or has work done by the kernel. */
  running: 1,
  /** In a cell's code, which a SIGINT ends (see interrupt.ts). */
  inFrame: 2,
  /** In a cell's code, and the SIGINT is under way. */
  stopping: 3,
} as const;
