// What the fast layers share: where their numbers lie, how a step's input comes in, and the interface
// through which a model runs them. The equations are those of the readable layers, all gates at once.
import type { Kernels, Precision } from "../../tensor/kernels";
import type { Tensor } from "../../tensor/tensor";
import type { Workspace } from "../../tensor/workspace";

/** The size of one run: T steps of a batch of B; `mask` points to T×B bytes, or is 0. */
export interface RunSize {
  readonly steps: number;
  readonly batch: number;
  readonly mask: number;
}

/** A run's input: T×B ids (i32), or T×B rows of m numbers. */
export interface FastInput {
  readonly kind: "ids" | "dense";
  readonly at: number;
}

/** A learned matrix and its gradient. */
export interface FastParameter {
  readonly value: Tensor;
  readonly gradient: Tensor;
}

/** A part of a state, such as s or c: pointers to B×n numbers, of the newest run. */
export interface StatePart {
  readonly size: number;
  readonly start: () => number;
  readonly last: () => number;
  readonly gradient: () => number;
}

/** Where a layer computes. */
export interface Place {
  readonly workspace: Workspace;
  readonly precision: Precision;
  readonly kernels: Kernels;
  /** Bytes of one number. */
  readonly bytes: 4 | 8;
}

/** A layer that runs on the kernels. One run at a time: forward, then backward. */
export interface FastLayer {
  readonly inputSize: number;
  readonly outputSize: number;
  /** The parts of its state, in the order of the readable layer's. */
  readonly stateParts: readonly StatePart[];
  /** Takes memory for a run; afterwards each part's `start` can be written. */
  begin(size: RunSize): void;
  /** May be called again with new starts and input. @returns pointer to T×B rows of outputSize numbers */
  forward(input: FastInput): number;
  /** Where ∂E/∂output is to be written, T×B rows, once forward has run. */
  dOutputs(): number;
  /** Gradients of the parameters, of each part's start and, unless dx is 0, of the input. */
  backward(dx: number): void;
}

/** Numbers borrowed for one step. */
export function borrowNumbers(place: Place, count: number, what: string): number {
  return place.workspace.borrow(count * place.bytes, what);
}

/** Zero `count` numbers at `at`. */
export function clear({ workspace, bytes }: Place, at: number, count: number): void {
  workspace.u8.fill(0, at, at + count * bytes);
}
