// The short form of `npm run bench`: all of ours run the benchmark's sizes and agree. It measures no times.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "unrolled-bench-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

it("the tiers of the library agree on each size", () => {
  const output = execFileSync(process.execPath, ["bench/run.mjs", "--quick"], {
    cwd: root,
    encoding: "utf8",
  });
  expect(output).toMatch(/^\d+ passed, 0 failed$/m);
  expect(Number(/(\d+) passed/.exec(output)?.[1])).toBeGreaterThanOrEqual(5);
});

it("a size can be told by its name, and the exponent of a power law is found", async () => {
  const { sizeOf, SIZES } = await import("../../bench/training/problem.mjs");
  expect(sizeOf("V500-H64-T16-B8")).toMatchObject({ V: 500, H: 64, T: 16, B: 8, optimiser: "sgd" });
  expect(sizeOf("S3")).toBe(SIZES.S3);
  const { exponent } = await import("../../bench/growth/exponent.mjs");
  expect(exponent([1, 2, 4, 32], [3, 12, 48, 3072])).toBeCloseTo(2, 12);
});

it("fails when one of ours computes other losses, or none", () => {
  cpSync(join(root, "bench"), join(scratch, "bench"), { recursive: true });
  symlinkSync(join(root, "lib"), join(scratch, "lib"));
  const file = join(scratch, "bench/training/contenders.mjs");
  const wrong = readFileSync(file, "utf8").replace(
    "export const OURS = [",
    `export const OURS = [{ name: "first", ours: true, ...node("ours.mjs") }, { name: "wrong", ours: true, ...node("wrong.mjs") },`,
  );
  writeFileSync(file, wrong);
  const ours = readFileSync(join(scratch, "bench/training/ours.mjs"), "utf8");
  const spoilt = ours
    .replace("loss = pass.loss;", "loss = pass.loss * 1.001;")
    .replace("surprises(model, [0, ...ids])", "missing()");
  expect(spoilt).not.toBe(ours);
  writeFileSync(join(scratch, "bench/training/wrong.mjs"), spoilt);
  const { status, stdout } = spawnSync(process.execPath, ["bench/run.mjs", "--quick"], {
    cwd: scratch,
    encoding: "utf8",
  });
  expect(status).toBe(1);
  expect(stdout).toMatch(/wrong, S2: its losses differ by 7\.6e-3/);
  expect(stdout).toMatch(/wrong, G: missing is not defined/);
});
