// Experiments: the same bits in one thread, one worker and two; kept results are compared with new ones.
import { beforeEach, describe, expect, it } from "vitest";
import { host, setHost } from "../../lib/host/host";
import { installNodeHost } from "../../lib/host/node-host";
import { compareResults, type ExperimentDefinition, experiment, summarise } from "../../lib/index";
import { computeInTurn, readKept, setExperimentHost } from "../../lib/training/experiment-host";
import { computeInWorkers } from "../../lib/training/node-experiments";
import { small } from "./small-experiment";

beforeEach(() => installNodeHost());

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
    expect(await computeInWorkers(definition, seeds, { workers: 1 })).toEqual(inTurn);
    expect(await computeInWorkers(definition, seeds, { workers: 2 })).toEqual(inTurn);
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
    await expect(computeInWorkers(failing, [7], { workers: 1 })).rejects.toThrow(
      /seed 7: outside is not defined/,
    );
    const bad = { ...definition, run: () => ({ x: Number.NaN }) };
    await expect(computeInWorkers(bad, [7], { workers: 1 })).rejects.toThrow(
      'seed 7: "x" has a number',
    );
  });

  it("take a definition as one, and show how many seeds are done", async () => {
    const results = await computeInTurn(definition, small.config.seeds);
    keeping(results);
    const shown: string[] = [];
    setHost({ ...host(), publish: (bundle) => void shown.push(String(bundle["text/plain"])) });
    const summary = await experiment(small, { live: 2, progress: "two seeds again" });
    expect(summary).toEqual(await experiment("small", small.config, small.run));
    expect(shown.at(0)).toBe("two seeds again: 0 of 2 seeds");
    expect(shown.at(-1)).toBe("two seeds again: done, 2 of 2 seeds");
    keeping({ ...results, 2: results[1] });
    await experiment(small);
    await expect(experiment(small, { live: 2 })).rejects.toThrow("seed 2, last: kept");
  });

  it("are read by names of small letters, digits and hyphens only", async () => {
    for (const id of ["../secret", "", "A"]) await expect(readKept(id)).rejects.toThrow(RangeError);
    expect(await readKept("none-of-that-name")).toBeUndefined();
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
});
