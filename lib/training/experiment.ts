// Experiments over seeds: all results are kept in data/results, and a notebook recomputes only some
// seeds and compares bits, so that its table stands on runs longer than a reader waits for.
import { experimentMessages as messages } from "../messages";
import { LiveProgress } from "../plotting/live-progress";
// biome-ignore lint/suspicious/noImportCycles: closed only at run time: experiments get the library as notebooks see it
import { experimentHost } from "./experiment-host";

/** What one seed gives: named numbers, or curves of one length for all seeds. */
export type SeedResult = Readonly<Record<string, number | readonly number[]>>;

/** The library, as an experiment gets it. */
export type Library = typeof import("../index");

/**
 * Computes one seed. It is sent to worker threads as text, so it may use its arguments only: an arrow
 * function or function expression that takes everything from `lib`.
 */
export type ExperimentRun<Config> = (
  config: Config,
  seed: number,
  lib: Library,
) => SeedResult | Promise<SeedResult>;

/** Everything that decides the results, beside the numeric code. */
export interface ExperimentDefinition<Config = unknown> {
  /** Names the file data/results/id.json: small letters, digits and hyphens. */
  readonly id: string;
  /** Any JSON. */
  readonly config: Config & {
    readonly seeds: readonly number[];
    readonly data?: readonly string[];
  };
  readonly run: ExperimentRun<Config>;
}

/** What data/results/id.json holds. */
export interface KeptResults {
  readonly id: string;
  /** SHA-256 of config, data, run and the library's code that the run reaches. */
  readonly key: string;
  readonly config: unknown;
  readonly results: Readonly<Record<string, SeedResult>>;
}

/** For each name: the mean over seeds and a band of one standard deviation on either side. */
export interface ExperimentSummary {
  readonly seeds: readonly number[];
  readonly results: Readonly<Record<string, SeedResult>>;
  readonly mean: SeedResult;
  readonly low: SeedResult;
  readonly high: SeedResult;
}

/** How much a notebook computes anew, and under which name it shows that. */
export interface ExperimentOptions {
  /** How many seeds; default 1, the first. */
  readonly live?: number;
  readonly progress?: string;
}

/**
 * The kept results of an experiment, after the first `live` seeds have been computed anew and found
 * equal to the bit.
 * @param config JSON with `seeds`, and under `data` the files of the data folder that it reads
 * @throws Error naming the command to run when results are missing or stale, or differ from the live
 *   ones; Error from a run, with its seed
 */
export function experiment<Config>(
  definition: ExperimentDefinition<Config>,
  options?: ExperimentOptions,
): Promise<ExperimentSummary>;
export function experiment<Config>(
  id: string,
  config: ExperimentDefinition<Config>["config"],
  run: ExperimentRun<Config>,
  options?: ExperimentOptions,
): Promise<ExperimentSummary>;
export function experiment(
  first: ExperimentDefinition | string,
  second?: ExperimentDefinition["config"] | ExperimentOptions,
  run?: ExperimentDefinition["run"],
  options?: ExperimentOptions,
): Promise<ExperimentSummary> {
  if (typeof first !== "string") return compareLive(first, second as ExperimentOptions | undefined);
  const config = second as ExperimentDefinition["config"];
  return compareLive({ id: first, config, run: run! }, options);
}

async function compareLive(
  definition: ExperimentDefinition,
  { live = 1, progress }: ExperimentOptions = {},
): Promise<ExperimentSummary> {
  const { id, config } = definition;
  const outside = experimentHost();
  const [kept, key] = [await outside.kept(id), await outside.key(definition)];
  if (!kept) throw new Error(messages.missing({ id }));
  if (key !== undefined && kept.key !== key) throw new Error(messages.stale({ id }));
  const seeds = config.seeds.slice(0, live);
  const fresh = await computeShown(definition, seeds, progress);
  const differences = compareResults(kept.results, fresh);
  if (differences.length > 0) {
    throw new Error(messages.differs({ id, differences: differences.join("; ") }));
  }
  return summarise(config.seeds, kept.results);
}

async function computeShown(
  definition: ExperimentDefinition,
  seeds: readonly number[],
  label: string | undefined,
): Promise<Record<string, SeedResult>> {
  const { compute } = experimentHost();
  if (label === undefined || seeds.length === 0) return compute(definition, seeds);
  const display = new LiveProgress({ label, total: seeds.length, unit: "seeds" });
  let done = 0;
  try {
    return await compute(definition, seeds, () => display.update(++done));
  } finally {
    display.finish();
  }
}

/** Where `fresh` differs from `kept` in any bit, one sentence each. */
export function compareResults(
  kept: Readonly<Record<string, SeedResult>>,
  fresh: Readonly<Record<string, SeedResult>>,
): string[] {
  return Object.entries(fresh).flatMap(([seed, result]) => {
    const names = new Set([...Object.keys(result), ...Object.keys(kept[seed] ?? {})]);
    return [...names]
      .map((name) => ({
        name,
        was: JSON.stringify(kept[seed]?.[name]) ?? messages.nothing(),
        is: JSON.stringify(result[name]) ?? messages.nothing(),
      }))
      .filter(({ was, is }) => was !== is)
      .map((difference) => messages.difference({ seed, ...difference }));
  });
}

/** Mean and band (± one standard deviation, n − 1) over the seeds. @throws RangeError for uneven results */
export function summarise(
  seeds: readonly number[],
  results: Readonly<Record<string, SeedResult>>,
): ExperimentSummary {
  const all = seeds.map((seed) => results[String(seed)]);
  const parts = { mean: {}, low: {}, high: {} } as Record<
    "mean" | "low" | "high",
    Record<string, number | number[]>
  >;
  for (const name of Object.keys(all[0])) {
    const rows = all.map((result) => [result[name]].flat() as number[]);
    if (rows.some((row) => row.length !== rows[0].length)) {
      throw new RangeError(messages.uneven({ name }));
    }
    const columns = rows[0].map((_, i) => statistics(rows.map((row) => row[i])));
    const isCurve = Array.isArray(all[0][name]);
    for (const part of ["mean", "low", "high"] as const) {
      const values = columns.map((column) => column[part]);
      parts[part][name] = isCurve ? values : values[0];
    }
  }
  return { seeds, results, ...parts };
}

function statistics(values: readonly number[]) {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const squares = values.reduce((sum, x) => sum + (x - mean) * (x - mean), 0);
  const deviation = Math.sqrt(squares / Math.max(1, values.length - 1));
  return { mean, low: mean - deviation, high: mean + deviation };
}
