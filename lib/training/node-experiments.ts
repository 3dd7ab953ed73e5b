// Experiments in Node: seeds side by side in worker threads, keys from the sources, results kept on disk.
import { mkdir } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { experimentMessages as messages } from "../messages";
import { writeAtomically } from "./checkpoint-file";
import {
  compareResults,
  type ExperimentDefinition,
  type KeptResults,
  type SeedResult,
} from "./experiment";
import { readKept, setExperimentHost } from "./experiment-host";
import { experimentKey, root } from "./experiment-key";

/** Kept bits are those of the default tier, whatever the caller trains on; seeds fill the cores already. */
const DEFAULT_TIER = { ...process.env, UNROLLED_BACKEND: "wasm", UNROLLED_THREADS: "1" };

/** Runs one seed after another, each as it is asked for. */
const WORKER = `
const { parentPort, workerData } = require("node:worker_threads");
const lib = require(workerData.library);
const run = (0, eval)("(" + workerData.source + ")");
parentPort.on("message", async (seed) => {
  try {
    parentPort.postMessage({ seed, result: await run(workerData.config, seed, lib) });
  } catch (error) {
    parentPort.postMessage({ seed, error: String(error && error.message) });
  }
});`;

/** All seeds, as many side by side as `workers`. @throws Error with the seed, when a run fails */
export async function computeInWorkers(
  { id, config, run }: ExperimentDefinition,
  seeds: readonly number[],
  { workers = availableParallelism(), onSeed }: { workers?: number; onSeed?: () => void } = {},
): Promise<Record<string, SeedResult>> {
  const workerData = {
    library: join(root, "lib", "dist", "node.cjs"),
    source: run.toString(),
    config,
  };
  const waiting = [...seeds];
  const results = new Map<number, SeedResult>();
  const work = async () => {
    const worker = new Worker(WORKER, { eval: true, workerData, env: DEFAULT_TIER });
    try {
      for (let seed = waiting.shift(); seed !== undefined; seed = waiting.shift()) {
        results.set(seed, await ask(worker, id, seed));
        onSeed?.();
      }
    } finally {
      waiting.length = 0; // when one seed fails the others need not start
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(workers, seeds.length) }, work));
  return Object.fromEntries(seeds.map((seed) => [seed, results.get(seed)!]));
}

function ask(worker: Worker, id: string, seed: number): Promise<SeedResult> {
  return new Promise((resolve, reject) => {
    const fail = (error: string) => reject(new Error(messages.failed({ id, seed, error })));
    worker.once("error", (error) => fail(error.message));
    worker.once("message", ({ result, error }: { result?: SeedResult; error?: string }) => {
      worker.removeAllListeners("error");
      if (error !== undefined || result === undefined) return fail(error ?? messages.nothing());
      const bad = Object.entries(result).find(([, value]) =>
        [value].flat().some((x) => !Number.isFinite(x)),
      );
      if (bad) return fail(messages.notFiniteResult({ name: bad[0] }));
      resolve(result);
    });
    worker.postMessage(seed);
  });
}

/** Computes all seeds, keeps them, and says what differs from what was kept before. */
export async function recompute(
  definition: ExperimentDefinition,
  folder = join(root, "data", "results"),
): Promise<string[]> {
  const { id, config } = definition;
  const before = await readKept(id);
  const key = await experimentKey(definition);
  const results = await computeInWorkers(definition, config.seeds);
  const kept: KeptResults = { id, key, config, results };
  await mkdir(folder, { recursive: true });
  await writeAtomically(join(folder, `${id}.json`), `${JSON.stringify(kept, null, 1)}\n`);
  return before ? compareResults(before.results, results) : [messages.first()];
}

/** Makes experiments use worker threads and keys. */
export function installNodeExperiments(): void {
  setExperimentHost({
    kept: readKept,
    key: experimentKey,
    compute: (definition, seeds, onSeed) => computeInWorkers(definition, seeds, { onSeed }),
  });
}
