// What experiments ask of the program they run in. Without Node: one seed after the other, and no key,
// since there is no source to hash.
import { host } from "../host/host";
import { experimentMessages as messages } from "../messages";
import type { ExperimentDefinition, KeptResults, SeedResult } from "./experiment";

export interface ExperimentHost {
  kept(id: string): Promise<KeptResults | undefined>;
  /** The hash that kept results must have, or undefined where it cannot be known. */
  key(definition: ExperimentDefinition): Promise<string | undefined>;
  compute(
    definition: ExperimentDefinition,
    seeds: readonly number[],
    /** Called after each seed. */
    onSeed?: () => void,
  ): Promise<Record<string, SeedResult>>;
}

/** Reads what is kept through the library's host. */
export async function readKept(id: string): Promise<KeptResults | undefined> {
  if (!/^[a-z0-9-]+$/.test(id)) throw new RangeError(messages.badId({ id }));
  let bytes: Uint8Array;
  try {
    bytes = await host().readData(`results/${id}.json`);
  } catch {
    return undefined;
  }
  return JSON.parse(new TextDecoder().decode(bytes));
}

/** One seed after the other, in this thread. */
export async function computeInTurn(
  { config, run }: ExperimentDefinition,
  seeds: readonly number[],
  onSeed?: () => void,
): Promise<Record<string, SeedResult>> {
  // biome-ignore lint/suspicious/noImportCycles: closed only at run time: experiments get the library as notebooks see it
  const lib = await import("../index");
  const results: Record<string, SeedResult> = {};
  for (const seed of seeds) {
    results[seed] = await run(config, seed, lib);
    onSeed?.();
    await host().poll();
  }
  return results;
}

let current: ExperimentHost = {
  kept: readKept,
  key: async () => undefined,
  compute: computeInTurn,
};

export function setExperimentHost(next: ExperimentHost): void {
  current = next;
}

export function experimentHost(): ExperimentHost {
  return current;
}
