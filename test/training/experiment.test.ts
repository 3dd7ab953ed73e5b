// Experiments: the same bits in one thread, one worker and two; what is kept is checked.
import { runInThisContext } from "node:vm";
import { beforeEach, describe, expect, it } from "vitest";
import { installNodeHost } from "../../lib/host/node-host";
import {
  compareResults,
  type ExperimentDefinition,
  experiment,
  experiments,
  summarise,
} from "../../lib/index";
import { computeInTurn, readKept, setExperimentHost } from "../../lib/training/experiment-host";
import { computeInWorkers, experimentKey } from "../../lib/training/node-experiments";

beforeEach(() => installNodeHost());

const small: ExperimentDefinition<{ steps: number }> = {
  id: "small",
  config: { seeds: [1, 2, 3], steps: 20 },
  run: async ({ steps }, seed, lib) => {
    const random = new lib.RandomGenerator(seed);
    const model = new lib.RecurrentLanguageModel(3, 4, { random });
    const losses: number[] = [];
    const ids = Int32Array.from({ length: 100 }, (_, i) => [0, 0, 1, 2][i % 4]);
    await lib.fit(model, new lib.StreamBatches(ids, { batchSize: 2, length: 5 }), {
      steps,
      random,
      optimiser: new lib.Adam(0.01),
      onStep: ({ loss }) => void losses.push(loss),
    });
    return { last: losses[steps - 1], losses };
  },
};
const definition = small as ExperimentDefinition;

/** A host that has kept `results` under `key`. */
function keeping(results: Awaited<ReturnType<typeof computeInTurn>>, key = "k"): void {
  setExperimentHost({
    kept: async (id) => (id === "small" ? { id, key, config: small.config, results } : undefined),
    key: async () => "k",
    compute: computeInTurn,
  });
}

describe("experiments", () => {
  it("give the same bits in this thread, in one worker and in two", async () => {
    const { seeds } = small.config;
    const inTurn = await computeInTurn(definition, seeds);
    expect(Object.keys(inTurn)).toEqual(["1", "2", "3"]);
    expect(inTurn["1"]).not.toEqual(inTurn["2"]);
    expect(await computeInWorkers(definition, seeds, 1)).toEqual(inTurn);
    expect(await computeInWorkers(definition, seeds, 2)).toEqual(inTurn);
  });

  it("recompute a seed and give mean, band and each seed", async () => {
    const results = await computeInTurn(definition, small.config.seeds);
    keeping(results);
    const summary = await experiment("small", small.config, small.run);
    expect(summary.results).toEqual(results);
    const last = small.config.seeds.map((seed) => results[seed].last as number);
    expect(summary.mean.last).toBeCloseTo((last[0] + last[1] + last[2]) / 3, 14);
    expect(summary.mean.losses).toHaveLength(20);
    expect(summary.low.last).toBeLessThan(Math.min(...last.slice().sort().slice(1)));
  });

  it("name the command when results are missing, stale or different", async () => {
    const results = await computeInTurn(definition, small.config.seeds);
    keeping(results, "old");
    const run = () => experiment("small", small.config, small.run);
    await expect(run()).rejects.toThrow(/stale.*npm run experiments -- small/);
    keeping({ ...results, 1: { ...results[1], last: (results[1].last as number) + 2 ** -52 } });
    await expect(run()).rejects.toThrow("seed 1, last: kept");
    const other = experiment("other", small.config, small.run);
    await expect(other).rejects.toThrow("npm run experiments -- other");
  });

  it("say which seed failed, and why", async () => {
    const outside = 3;
    const failing = { ...definition, run: () => ({ x: outside }) };
    await expect(computeInWorkers(failing, [7], 1)).rejects.toThrow(
      /seed 7: outside is not defined/,
    );
    const bad = { ...definition, run: () => ({ x: Number.NaN }) };
    await expect(computeInWorkers(bad, [7], 1)).rejects.toThrow('seed 7: "x" has a number');
  });

  it("have keys that hang on config and run, not on spaces and comments", async () => {
    const key = await experimentKey(definition);
    const withRun = (source: string) =>
      experimentKey({ ...definition, run: runInThisContext(`(${source})`) });
    const source = small.run.toString();
    expect(await withRun(source.replace("{", "{ // said\n   "))).toBe(key);
    expect(await withRun(source.replace("Adam", "SGD"))).not.toBe(key);
    const config = { seeds: [1], data: ["corpora.json"] };
    expect(await experimentKey({ ...definition, config })).not.toBe(key);
  });

  it("compare and summarise by hand", () => {
    expect(compareResults({ 1: { a: 1 } }, { 1: { a: 1 } })).toEqual([]);
    expect(compareResults({}, { 1: { a: 1 } })).toEqual(["seed 1, a: kept nothing, now 1"]);
    const { mean, low, high } = summarise([1, 2], { 1: { a: [1, 5] }, 2: { a: [3, 5] } });
    expect([mean.a, low.a, high.a]).toEqual([
      [2, 5],
      [2 - Math.SQRT2, 5],
      [2 + Math.SQRT2, 5],
    ]);
  });

  it.each(Object.values(experiments))("$id is kept, with its present settings", async (one) => {
    const kept = await readKept(one.id);
    expect(Object.keys(kept?.results ?? {})).toEqual(one.config.seeds.map(String));
    expect(kept?.config).toEqual(one.config);
  });
});
