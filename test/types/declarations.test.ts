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
  const use = `import { FastModel, LSTM, Matrix, RandomGenerator, RecurrentLanguageModel, checkGradients } from "./node";
    const random = new RandomGenerator(1);
    const model = new RecurrentLanguageModel(3, 4, { random });
    const loss: number = new FastModel(model).pass([Int32Array.of(1)], [Int32Array.of(2)]).loss;
    const W: Matrix = model.parameters.W;
    const cell: Matrix = new LSTM(3, 4, { random }).zeroState().c;
    const verdict: string = checkGradients(model, [], [], { s0: W }).verdict;
    export { loss, W, cell, verdict };\n`;
  expect(complaints(use)).toEqual([]);
  expect(
    complaints(
      `import { Matrix } from "./node";\nexport const n: string = new Matrix(1, 1).rows;\n`,
    ),
  ).toEqual(["Type 'number' is not assignable to type 'string'."]);
});
