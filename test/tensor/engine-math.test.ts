// The lint rule that keeps the engines' own functions out of numeric code, tried on a copy of the
// configuration, since it goes by where a file lies.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const biome = createRequire(import.meta.url).resolve("@biomejs/biome/bin/biome");
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "unrolled-lint-"));
  for (const file of ["biome.json", "lib/tensor/engine-math.grit"]) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    copyFileSync(join(root, file), join(folder, file));
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function lint(path: string, code: string): { status: number | null; text: string } {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), code);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [biome, "lint", "--vcs-enabled=false", path],
    { cwd: folder, encoding: "utf8" },
  );
  return { status, text: stdout + stderr };
}

it("lint refuses Math.exp and its like in numeric code, and nothing that is exact", () => {
  const names = ["exp", "log", "tanh", "pow", "sin", "random"];
  const uses = names.map((name) => `export const ${name} = Math.${name}(1, 2);\n`).join("");
  const { status, text } = lint("lib/layers/new.ts", uses);
  expect(text.split("Engines compute this differently")).toHaveLength(names.length + 1);
  expect(status).not.toBe(0);
  const exact = "export const y = Math.sqrt(2) + Math.abs(-1) + Math.floor(1.5);\n";
  expect(lint("lib/layers/exact.ts", exact)).toMatchObject({ status: 0 });
});
