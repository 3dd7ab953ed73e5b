// A thread of the pool: it puts the kernels on the memory it is given, and helps until the process ends.
import { workerData } from "node:worker_threads";
import { JobSlot } from "./job";
import { desksOf, kernelsOn, type SharedMemory } from "./shared-memory";

/** What the pool gives each thread. */
export interface ThreadData {
  readonly module: object;
  readonly memory: SharedMemory;
  readonly slot: SharedArrayBuffer;
  readonly scratch: number;
}

const { module, memory, slot, scratch } = workerData as ThreadData;
const { kernels } = kernelsOn(module, memory);
new JobSlot(slot).serve(desksOf(kernels, memory, scratch));
