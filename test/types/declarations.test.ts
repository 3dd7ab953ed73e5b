// lib's declarations have to be readable for the TypeScript 5.0 of stock tslab, none of them skipped.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";

const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL("../..", import.meta.url));
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "unrolled-types-"));
  const tsc = require.resolve("typescript/bin/tsc");
  const emit = spawnSync(process.execPath, [tsc, "-p", "lib/tsconfig.json", "--outDir", folder], {
    cwd: root,
    encoding: "utf8",
  });
  expect(emit.stdout).toBe("");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What TypeScript 5.0 says about a program that imports the library. */
function complaints(source: string): string[] {
  const ts = require("@tslab/typescript-for-tslab");
  expect(ts.version).toMatch(/^5\.0\./);
  const file = join(folder, "consumer.ts");
  writeFileSync(file, source);
  const program = ts.createProgram([file], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.CommonJS,
    moduleResolution: ts.ModuleResolutionKind.Node10 ?? ts.ModuleResolutionKind.NodeJs,
    strict: true,
    skipLibCheck: false,
    noEmit: true,
    types: [],
  });
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }: { messageText: unknown }) =>
      ts.flattenDiagnosticMessageText(messageText, " "),
    );
}

it("TypeScript 5.0 reads every declaration", () => {
  const use = `import { Adam, FastModel, LSTM, Matrix, RandomGenerator, RecurrentLanguageModel, StreamBatches, TrainingRun, checkGradients, evaluateModel, experiment, experiments, fit } from "./node";
    const random = new RandomGenerator(1);
    const model = new RecurrentLanguageModel(3, 4, { random });
    const fast = new FastModel(model);
    const loss: number = fast.pass([Int32Array.of(1)], [Int32Array.of(2)]).loss;
    const W: Matrix = model.parameters.W;
    const cell: Matrix = new LSTM(3, 4, { random }).zeroState().c;
    const verdict: string = checkGradients(model, [], [], { s0: W }).verdict;
    const data = new StreamBatches(Int32Array.of(0, 1, 2), { batchSize: 1, length: 2 });
    const options = { steps: 1, optimiser: new Adam(1), random, progress: "a run" };
    export const losses: Promise<readonly number[]> = fit(fast, data, options).then((r) => r.losses);
    export const run = new TrainingRun(model, data, options).model.layer.W;
    export const perplexity: Promise<number> = evaluateModel(fast, data).then((r) => r.perplexity);
    export const seeds: Promise<readonly number[]> = experiment(experiments.echo, { live: 0, progress: "echo" }).then((r) => r.seeds);
    export { loss, W, cell, verdict };\n`;
  expect(complaints(use)).toEqual([]);
  expect(
    complaints(
      `import { Matrix } from "./node";\nexport const n: string = new Matrix(1, 1).rows;\n`,
    ),
  ).toEqual(["Type 'number' is not assignable to type 'string'."]);
});
