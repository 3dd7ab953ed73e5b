// jupyter_kernel_test, the Jupyter project's own tests of kernels: all of them run, and all of them pass.
import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";

const PYTHON = resolve(import.meta.dirname, "../../.venv/bin/python");

it("passes every test of jupyter_kernel_test, none skipped", { timeout: 120_000 }, () => {
  const run = spawnSync(PYTHON, [join(import.meta.dirname, "conformance.py")], {
    encoding: "utf8",
  });
  const lines = run.stderr.split("\n");
  const results = lines.filter((l) => /\.\.\. |^(ok|FAIL|ERROR)$/.test(l));
  expect(run.stderr).toMatch(/^Ran 1[3-9] tests/m);
  expect(results.filter((l) => /skipped/.test(l))).toEqual([]);
  expect(run.status, run.stderr).toBe(0);
  expect(lines.filter((l) => /(\.\.\. |^)ok$/.test(l)).length).toBeGreaterThanOrEqual(13);
});
