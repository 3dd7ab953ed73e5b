// Experiments: which code and settings their results hang on, and that what is kept is that of the present code.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runInThisContext } from "node:vm";
import { beforeEach, describe, expect, it } from "vitest";
import { installNodeHost } from "../../lib/host/node-host";
import { type ExperimentDefinition, experiments } from "../../lib/index";
import { readKept } from "../../lib/training/experiment-host";
import { experimentKey, reachedCode, root } from "../../lib/training/experiment-key";
import { small } from "./small-experiment";

beforeEach(() => installNodeHost());

const definition = small as ExperimentDefinition;

describe("experiments", () => {
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
