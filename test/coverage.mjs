// `npm run coverage`: how much of lib/ and kernel/ the unit tests run in their own process, by lines and branches.
// Fails below 95 % of lib's branches.
//
// Left out, since it runs in another process or thread only: the experiments, whose seeds workers run from their
// text, helper threads, and kernels in WebAssembly. For the same reason little of kernel/node is seen: most of its
// tests speak to it as Jupyter does.
// Report to look at: build/coverage/index.html.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ENOUGH = 95;
const root = fileURLToPath(new URL("..", import.meta.url));
const out = "build/coverage";

const WITHOUT = [
  "book",
  "kernel",
  "slow",
  "setup",
  "fixtures",
  "mutants",
  "runner",
  "bench",
  "types",
];
const folders = readdirSync(`${root}/test`, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !WITHOUT.includes(entry.name))
  .map((entry) => `test/${entry.name}`);
const options = {
  include: ["lib/**/*.ts", "kernel/**/*.ts"],
  exclude: [
    "**/dist/**",
    "test/**",
    "lib/experiments/**",
    "lib/tensor/assembly/**",
    "lib/tensor/threads/thread.ts",
  ],
  reporter: ["html", "json-summary"],
};

rmSync(`${root}/${out}`, { recursive: true, force: true });
const { status } = spawnSync(
  process.execPath,
  [
    "node_modules/vitest/vitest.mjs",
    "run",
    ...folders,
    "test/kernel/portable",
    "test/kernel/node",
    "--coverage.enabled",
    "--coverage.reportOnFailure",
    `--coverage.reportsDirectory=${out}`,
    ...Object.entries(options).flatMap(([name, values]) =>
      values.map((value) => `--coverage.${name}=${value}`),
    ),
  ],
  { cwd: root, stdio: "inherit" },
);

/** Counts of the rooms of lib/ and kernel/. */
const rooms = new Map();
const summary = JSON.parse(readFileSync(`${root}/${out}/coverage-summary.json`, "utf8"));
for (const [file, { lines, branches }] of Object.entries(summary)) {
  const [, house, room] = file.slice(root.length - 1).split("/");
  if (file === "total") continue;
  for (const name of [house, `${house}/${room.endsWith(".ts") ? "" : room}`]) {
    const counts = rooms.get(name) ?? { lines: 0, ofLines: 0, branches: 0, ofBranches: 0 };
    counts.lines += lines.covered;
    counts.ofLines += lines.total;
    counts.branches += branches.covered;
    counts.ofBranches += branches.total;
    rooms.set(name, counts);
  }
}
const percent = (a, b) => (b === 0 ? "–" : `${((100 * a) / b).toFixed(1)} %`).padStart(8);
console.log("room                   lines  branches");
for (const [name, { lines, ofLines, branches, ofBranches }] of [...rooms].sort()) {
  console.log(
    `${name.padEnd(20)}${percent(lines, ofLines)}  ${percent(branches, ofBranches)}  (${branches} of ${ofBranches})`,
  );
}
const { branches, ofBranches } = rooms.get("lib");
const enough = branches >= (ENOUGH / 100) * ofBranches;
if (!enough) console.log(`coverage: less than ${ENOUGH} % of lib's branches`);
process.exitCode = status !== 0 || !enough ? 1 : 0;
