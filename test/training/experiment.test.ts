// Experiments: the same bits in one thread, one worker and two; what is kept is checked.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runInThisContext } from "node:vm";
import { beforeEach, describe, expect, it } from "vitest";
import { host, setHost } from "../../lib/host/host";
import { installNodeHost } from "../../lib/host/node-host";
import {
  compareResults,
  type ExperimentDefinition,
  experiment,
  experiments,
  summarise,
} from "../../lib/index";
import { computeInTurn, readKept, setExperimentHost } from "../../lib/training/experiment-host";
import { experimentKey, reachedCode, root } from "../../lib/training/experiment-key";
import { computeInWorkers } from "../../lib/training/node-experiments";

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

  it("have keys that hang on the code that the run reaches, and on no other", () => {
    const library = mkdtempSync(path.join(tmpdir(), "library-"));
    cpSync(path.join(root, "lib"), library, { recursive: true });
    const reached = () => reachedCode(["FastModel", "RecurrentLayer", "Adam", "fit"], library);
    const before = reached();
    const changes = (file: string, from: string, to: string) => {
      const name = path.join(library, file);
      const text = readFileSync(name, "utf8");
      expect(text).toContain(from);
      writeFileSync(name, text.replace(from, to));
      const after = reached();
      writeFileSync(name, text);
      return after !== before;
    };
    expect(before).not.toContain("KneserNey");
    expect(before).not.toContain(`/${path.basename(library)}`); // nor on where it is run
    expect(
      changes("language/kneser-ney.ts", "export class", "export const more = 1;\nexport class"),
    ).toBe(false);
    expect(
      changes("layers/lstm.ts", "export class LSTM", "/** More words. */\nexport class LSTM"),
    ).toBe(false);
    expect(changes("training/rmsprop.ts", "1e-8", "1e-7")).toBe(false);
    expect(
      changes("index.ts", "export { show }", 'export * from "./plotting/new";\nexport { show }'),
    ).toBe(false);
    expect(
      changes(
        "index.ts",
        "export { show }",
        'export { more } from "./plotting/new";\nexport { show }',
      ),
    ).toBe(false);
    expect(changes("plotting/live-progress.ts", "MOST_MESSAGES = 80", "MOST_MESSAGES = 70")).toBe(
      false,
    );
    expect(changes("messages/training.ts", "training stopped", "training ended")).toBe(false);
    expect(changes("training/adam.ts", "const size =", "const size = 2 *")).toBe(true);
    expect(changes("training/training-run.ts", "this.index++", "this.index += 2")).toBe(true);
    expect(changes("tensor/dist/kernels.ts", "AGFzb", "AGFzc")).toBe(true);
    rmSync(library, { recursive: true });
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

  it("all are kept for the present code", () => {
    // In the built library: here, the test runner has changed the text of each run, which its key hashes.
    const code = `
      import { experiment, experiments } from "./lib/dist/node.mjs";
      for (const one of Object.values(experiments)) await experiment(one, { live: 0 }).catch((e) => console.log(e.message));`;
    const args = ["--input-type=module", "--eval", code];
    expect(spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" })).toMatchObject({
      stdout: "",
      stderr: "",
      status: 0,
    });
  });
});
