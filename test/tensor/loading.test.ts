// The library loads at once, kernels included, as a CommonJS and as an ES module.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, expect, it } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "unrolled-loading-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const use = `
  const model = new lib.RecurrentLanguageModel(3, 4, { random: new lib.RandomGenerator(1) });
  const pass = new lib.FastModel(model).pass([Int32Array.of(1)], [Int32Array.of(2)]);
  console.log(pass.loss);`;

async function run(format: "cjs" | "esm"): Promise<string> {
  const outfile = join(folder, `lib.${format === "cjs" ? "cjs" : "mjs"}`);
  await build({
    entryPoints: [fileURLToPath(new URL("../../lib/index.ts", import.meta.url))],
    bundle: true,
    format,
    outfile,
    logLevel: "silent",
  });
  const load =
    format === "cjs"
      ? `const lib = require(${JSON.stringify(outfile)});`
      : `import * as lib from ${JSON.stringify(outfile)};`;
  const type = format === "cjs" ? "commonjs" : "module";
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [`--input-type=${type}`, "-e", load + use],
    { encoding: "utf8" },
  );
  expect(stderr).toBe("");
  return stdout;
}

it("by require and by import, with the same numbers and without awaiting anything", async () => {
  const required = await run("cjs");
  expect(Number(required)).toBeGreaterThan(0.1);
  expect(await run("esm")).toBe(required);
});
