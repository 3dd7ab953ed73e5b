// A thread of the pool: it puts the kernels on the memory it is given, and helps until the process ends.
import { workerData } from "node:worker_threads";
import { loadOpenBlas } from "../native/open-blas";
import { JobSlot } from "./job";
import { desksOf, kernelsOn, type SharedMemory } from "./shared-memory";

/** What the pool gives each thread. */
export interface ThreadData {
  readonly module: object;
  readonly memory: SharedMemory;
  readonly slot: SharedArrayBuffer;
  readonly scratch: number;
  /** OpenBLAS's file, if it computes the products. */
  readonly library?: string;
}

const { module, memory, slot, scratch, library } = workerData as ThreadData;
const blas = library === undefined ? undefined : loadOpenBlas(library);
const { kernels } = kernelsOn(module, memory, blas);
new JobSlot(slot).serve(desksOf(kernels, memory, scratch));
