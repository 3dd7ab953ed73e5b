// The one memory that fast numbers live in. From below: blocks that stay until they are given back. From
// above: an arena for the numbers of one step, all released when the next step begins. The memory never
// grows, so no view of it is ever cut off.
import { workspaceMessages } from "../messages";
import {
  instantiateKernels,
  type KernelFunctions,
  type KernelInstance,
  type Kernels,
  type Precision,
} from "./kernels";

const PAGE = 65536;
const ALIGNMENT = 64;
const MEBIBYTE = 2 ** 20;
/** Constants of the kernels lie below; vectors may be read past the last number, so some is left above. */
const FIRST_FREE = 8192;
const GUARD = 64;
const USUAL_MEBIBYTES = 256;

/** How much memory is in use, and how often more was taken: constant while a training loop runs. */
export interface WorkspaceUse {
  readonly bytes: number;
  readonly blockBytes: number;
  /** The most that one step's arena has held. */
  readonly arenaPeak: number;
  /** Blocks and arena peaks taken so far. */
  readonly allocations: number;
}

/** A memory of fixed size with the kernels on it. */
export class Workspace {
  readonly bytes: number;
  /** The whole memory as numbers of each kind; a pointer p is element p / size. */
  readonly f32: Float32Array;
  readonly f64: Float64Array;
  readonly i32: Int32Array;
  readonly u8: Uint8Array;
  /** Scratch memory for `product`. */
  readonly scratch: number;
  private readonly instance: KernelInstance;
  private readonly spare = new Map<number, number[]>();
  private top = FIRST_FREE;
  private bottom: number;
  private blockBytes = 0;
  private arenaPeak = 0;
  private allocations = 0;
  private currentStep = 0;

  /**
   * @param mebibytes its size; memory that is never touched costs nothing
   * @throws RangeError for a size that is no whole number from 4 to 4096, or that the machine refuses
   */
  constructor(mebibytes = USUAL_MEBIBYTES) {
    if (!(Number.isInteger(mebibytes) && mebibytes >= 4 && mebibytes <= 4096)) {
      throw new RangeError(workspaceMessages.badSize({ mebibytes }));
    }
    this.bytes = mebibytes * MEBIBYTE;
    this.instance = instantiateKernels(this.bytes / PAGE);
    const { buffer } = this.instance;
    this.f32 = new Float32Array(buffer);
    this.f64 = new Float64Array(buffer);
    this.i32 = new Int32Array(buffer);
    this.u8 = new Uint8Array(buffer);
    this.bottom = this.bytes - GUARD;
    this.scratch = this.allocate(this.instance.scratchBytes, "scratch");
  }

  /** The kernels on this memory. They check nothing: a wrong pointer overwrites others’ numbers. */
  kernels(precision: Precision): Kernels {
    return this.instance.kernels[precision];
  }

  /** The elementary functions, computed by the kernels. */
  get functions(): KernelFunctions {
    return this.instance.functions;
  }

  /** A block of zeros that stays until `release`. @throws RangeError when memory runs out, with the numbers */
  allocate(bytes: number, what: string): number {
    const size = aligned(bytes);
    const used = this.spare.get(size)?.pop();
    if (used === undefined) this.requireFree(size, what);
    const at = used ?? this.top;
    if (used === undefined) this.top += size;
    this.allocations++;
    this.blockBytes += size;
    this.u8.fill(0, at, at + size); // the arena may have been here
    return at;
  }

  /** Gives a block back. What was a view of it shows the next owner's numbers. */
  release(at: number, bytes: number): void {
    const size = aligned(bytes);
    this.blockBytes -= size;
    const spare = this.spare.get(size);
    if (spare) spare.push(at);
    else this.spare.set(size, [at]);
  }

  /** Begins a step: all that was borrowed is released. @returns the step's number, for `requireStep` */
  beginStep(): number {
    this.bottom = this.bytes - GUARD;
    this.currentStep++;
    return this.currentStep;
  }

  /** Memory for this step, its content undefined. @throws RangeError when memory runs out, with the numbers */
  borrow(bytes: number, what: string): number {
    const size = aligned(bytes);
    this.requireFree(size, what);
    this.bottom -= size;
    const held = this.bytes - GUARD - this.bottom;
    if (held > this.arenaPeak) {
      this.arenaPeak = held;
      this.allocations++;
    }
    return this.bottom;
  }

  /** Whether no other step has begun since. */
  isCurrent(step: number): boolean {
    return step === this.currentStep;
  }

  /** @throws Error if another step has begun since, so that its numbers are gone */
  requireStep(step: number, what: string): void {
    if (step !== this.currentStep) throw new Error(workspaceMessages.stepEnded({ what }));
  }

  /** What is in use now. */
  get use(): WorkspaceUse {
    const { bytes, blockBytes, arenaPeak, allocations } = this;
    return { bytes, blockBytes, arenaPeak, allocations };
  }

  private requireFree(size: number, what: string): void {
    const free = this.bottom - this.top;
    if (size > free) {
      throw new RangeError(
        workspaceMessages.full({ what, asked: size, free: Math.max(0, free), bytes: this.bytes }),
      );
    }
  }
}

let shared: Workspace | undefined;

/** The workspace that all fast models share unless they are given another; made when first used. */
export function sharedWorkspace(): Workspace {
  shared ??= new Workspace();
  return shared;
}

function aligned(bytes: number): number {
  return Math.ceil(Math.max(1, bytes) / ALIGNMENT) * ALIGNMENT;
}
