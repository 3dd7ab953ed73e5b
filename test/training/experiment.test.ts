// Experiments: the same bits in one thread, one worker and two; kept results are compared with new ones.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { host, setHost } from "../../lib/host/host";
import { installNodeHost } from "../../lib/host/node-host";
import { compareResults, type ExperimentDefinition, experiment, summarise } from "../../lib/index";
import {
  computeInTurn,
  experimentHost,
  readKept,
  setExperimentHost,
} from "../../lib/training/experiment-host";
import { experimentKey } from "../../lib/training/experiment-key";
import {
  computeInWorkers,
  installNodeExperiments,
  recompute,
} from "../../lib/training/node-experiments";
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

  it("say in full how a seed failed, in the midst of it, without a result or with a bad one", async () => {
    const failing = (run: ExperimentDefinition["run"]) =>
      computeInWorkers({ ...definition, run }, [7], { workers: 1 });
    const message = (why: string) =>
      new Error(
        `experiment small, seed 7: ${why} (a run may use its arguments only: take everything else from lib)`,
      );
    const late = () => {
      setTimeout(() => {
        throw new Error("too late");
      });
      return new Promise<never>(() => {});
    };
    await expect(failing(late)).rejects.toThrow(message("too late"));
    await expect(failing(() => undefined as never)).rejects.toThrow(message("nothing"));
    const infinite = () => ({ good: [1], bad: [1, Number.POSITIVE_INFINITY] });
    await expect(failing(infinite)).rejects.toThrow(
      message('"bad" has a number that is not finite'),
    );
  });

  it("in Node are computed by workers, kept in the data folder, and have keys", async () => {
    installNodeExperiments();
    const { compute, kept, key } = experimentHost();
    let done = 0;
    const results = await compute(definition, [2, 3], () => void done++);
    expect(results).toEqual(await computeInTurn(definition, [2, 3]));
    expect([done, kept, key]).toEqual([2, readKept, experimentKey]);
  });

  it("one after the other yield between seeds, and report each", async () => {
    const events: string[] = [];
    setHost({ ...host(), poll: async () => void events.push("poll") });
    const run = (_: unknown, seed: number) => {
      events.push(`seed ${seed}`);
      return { seed };
    };
    const results = await computeInTurn(
      { ...definition, run },
      [3, 1],
      () => void events.push("done"),
    );
    expect(results).toEqual({ 3: { seed: 3 }, 1: { seed: 1 } });
    expect(events).toEqual(["seed 3", "done", "poll", "seed 1", "done", "poll"]);
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

  it("show nothing when no seed is computed", async () => {
    keeping(await computeInTurn(definition, small.config.seeds));
    const shown: unknown[] = [];
    setHost({ ...host(), publish: (bundle) => void shown.push(bundle) });
    const { seeds } = await experiment(small, { live: 0, progress: "none" });
    expect(seeds).toEqual([1, 2, 3]);
    expect(shown).toEqual([]);
  });

  it("fill as many workers as they are given, and no more than there are seeds", async () => {
    const where = {
      ...definition,
      run: () => ({ thread: process.getBuiltinModule("node:worker_threads").threadId }),
    };
    const threads = async (workers: number) => {
      const results = await computeInWorkers(where, [1, 2, 3], { workers });
      return new Set(Object.values(results).map(({ thread }) => thread)).size;
    };
    expect(await threads(1)).toBe(1);
    expect(await threads(9)).toBe(3);
  });

  it("are kept in a file, with what differs from the one before", async () => {
    const folder = path.join(mkdtempSync(path.join(tmpdir(), "results-")), "new", "folder");
    const readData = async (name: string) => readFileSync(path.join(folder, path.basename(name)));
    setHost({ ...host(), readData });
    expect(await recompute(definition, folder)).toEqual(["nothing was kept before"]);
    const file = path.join(folder, "small.json");
    const text = readFileSync(file, "utf8");
    const kept = JSON.parse(text);
    expect(text).toBe(`${JSON.stringify(kept, null, 1)}\n`);
    expect(kept).toEqual({
      id: "small",
      key: await experimentKey(definition),
      config: small.config,
      results: await computeInTurn(definition, small.config.seeds),
    });
    expect(await recompute(definition, folder)).toEqual([]);
    const was = kept.results["2"].last;
    kept.results["2"].last = 7;
    writeFileSync(file, JSON.stringify(kept));
    expect(await recompute(definition, folder)).toEqual([`seed 2, last: kept 7, now ${was}`]);
    expect(readFileSync(file, "utf8")).toBe(text);
    rmSync(path.dirname(path.dirname(folder)), { recursive: true });
  });

  it("say in full what is wrong", async () => {
    const results = await computeInTurn(definition, small.config.seeds);
    const run = () => experiment("small", small.config, small.run);
    const command = "run npm run experiments -- small";
    setExperimentHost({ ...experimentHost(), kept: async () => undefined });
    await expect(run()).rejects.toThrow(
      new Error(`no results are kept for experiment small: ${command}`),
    );
    keeping(results, "old");
    await expect(run()).rejects.toThrow(
      new Error(
        "the kept results of experiment small are stale: its settings, its data or the numeric " +
          "code have changed since. Run npm run experiments -- small",
      ),
    );
    setExperimentHost({ ...experimentHost(), key: async () => undefined });
    await run(); // without a key that can be known, the numbers alone decide
    keeping({ ...results, 1: { last: 1, other: 2, losses: results[1].losses } });
    await expect(run()).rejects.toThrow(
      new Error(
        "experiment small gives other numbers than the kept ones: " +
          `seed 1, last: kept 1, now ${results[1].last}; seed 1, other: kept 2, now nothing. ` +
          "Run npm run experiments -- small, and find out why",
      ),
    );
  });

  it("have a band of one deviation, none for one seed; results of uneven length are refused", () => {
    const one = summarise([5], { 5: { a: 3, b: [1, 2] } });
    expect(one).toEqual({
      seeds: [5],
      results: { 5: { a: 3, b: [1, 2] } },
      mean: { a: 3, b: [1, 2] },
      low: { a: 3, b: [1, 2] },
      high: { a: 3, b: [1, 2] },
    });
    const three = summarise([1, 2, 3], { 1: { a: 1 }, 2: { a: 2 }, 3: { a: 6 } });
    expect([three.mean.a, three.low.a]).toEqual([3, 3 - Math.sqrt(7)]);
    const uneven = { 1: { a: 1, b: [1, 2] }, 2: { a: 1, b: [1, 2] }, 3: { a: 1, b: [1] } };
    expect(() => summarise([1, 2, 3], uneven)).toThrow(
      new RangeError('"b" has not as many numbers for every seed'),
    );
  });

  it("are read by names of small letters, digits and hyphens only", async () => {
    for (const id of ["../secret", "", "A", "small/", "small.json"]) {
      await expect(readKept(id)).rejects.toThrow(
        new RangeError(`the experiment's id "${id}" must be small letters, digits and hyphens`),
      );
    }
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
