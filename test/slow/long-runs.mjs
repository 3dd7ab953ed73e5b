// Long runs: a training of 100,000 steps whose memory does not grow, and a session of 2,000 random cells on one kernel.
//
//   node test/slow/long-runs.mjs [--steps 100000] [--cells 2000]
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = fileURLToPath(new URL("../..", import.meta.url));
const { values } = parseArgs({
  options: {
    steps: { type: "string", default: "100000" },
    cells: { type: "string", default: "2000" },
  },
});
const programs = {
  training: ["--expose-gc", "test/slow/long-runs/training.mjs", values.steps],
  session: ["node_modules/vitest/vitest.mjs", "run", "--retry=0", "test/kernel/soak.test.ts"],
};
for (const [name, args] of Object.entries(programs)) {
  const since = Date.now();
  const env = { ...process.env, SOAK_CELLS: values.cells };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    env,
    encoding: "utf8",
  });
  const said = name === "training" ? stdout.trim() : `${values.cells} random cells on one kernel`;
  const seconds = ((Date.now() - since) / 1000).toFixed(0);
  console.log(status === 0 ? `✓ ${name}: ${said}; ${seconds} s` : `✗ ${name}: ${stdout}${stderr}`);
  if (status !== 0) process.exitCode = 1;
}
