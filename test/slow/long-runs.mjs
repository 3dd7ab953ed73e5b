// Long runs: two trainings of 100,000 steps whose memory does not grow, and a session of 2,000 random cells on one kernel.
//
//   node test/slow/long-runs.mjs
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const CELLS = "2000";
const programs = {
  "100,000 steps of training, with one thread and with two": [
    "bench/steady/run.mjs",
    "--steps=100000",
  ],
  [`${CELLS} random cells on one kernel`]: [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--retry=0",
    "test/kernel/soak.test.ts",
  ],
};
for (const [what, args] of Object.entries(programs)) {
  const since = Date.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    env: { ...process.env, SOAK_CELLS: CELLS },
    encoding: "utf8",
  });
  const seconds = ((Date.now() - since) / 1000).toFixed(0);
  console.log(`${status === 0 ? "✓" : "✗"} ${what}, ${seconds} s`);
  if (status !== 0 || args[0].startsWith("bench")) console.log(`${stdout}${stderr}`);
  if (status !== 0) process.exitCode = 1;
}
