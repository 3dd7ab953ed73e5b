// The fast part of the tests twenty times, each time in another order and without a second try: none depends on another,
// none fails now and then.
//
//   node test/slow/repeat.mjs [--times 20] [--first 1] [folder of tests …]      the orders of 20 seeds from 1
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = fileURLToPath(new URL("../..", import.meta.url));
// All but those that draw pages, run whole notebooks or set up checkouts.
const FAST =
  "checking command exercises fuzz host kernel/node kernel/portable language layers plotting random runner tensor training";

const { values, positionals } = parseArgs({
  options: {
    times: { type: "string", default: "20" },
    first: { type: "string", default: "1" },
  },
  allowPositionals: true,
});
const parts = positionals.length > 0 ? positionals : FAST.split(" ").map((name) => `test/${name}`);
const folder = mkdtempSync(join(tmpdir(), "repeat-"));
const failures = new Map();
let tests = 0;

/** One run in the order of that seed; counts its tests and keeps the names of those that fail. */
function once(seed) {
  const report = join(folder, `${seed}.json`);
  const order = ["--sequence.shuffle.files", "--sequence.shuffle.tests", `--sequence.seed=${seed}`];
  const json = ["--reporter=json", `--outputFile=${report}`];
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const args = [vitest, "run", "--retry=0", ...order, ...json, ...parts];
  const env = { ...process.env, CI: "" }; // there, the slow files come first
  const { status } = spawnSync(process.execPath, args, { cwd: root, env, stdio: "ignore" });
  const { testResults } = JSON.parse(readFileSync(report, "utf8"));
  const results = testResults.flatMap((file) => file.assertionResults);
  tests = results.filter((result) => result.status === "passed").length;
  const bad = results.filter((result) => result.status === "failed");
  if (status !== 0 && bad.length === 0) bad.push({ fullName: "(a file that does not load)" });
  for (const { fullName } of bad) failures.set(fullName, [...(failures.get(fullName) ?? []), seed]);
  console.log(
    `${bad.length === 0 ? "✓" : "✗"} order ${seed}: ${tests} passed, ${bad.length} failed`,
  );
  for (const { fullName, failureMessages = [] } of bad)
    console.log(`    ${fullName}: ${failureMessages[0]?.slice(0, 300) ?? ""}`);
}

try {
  const first = Number(values.first);
  for (let seed = first; seed < first + Number(values.times); seed++) once(seed);
} finally {
  rmSync(folder, { recursive: true });
}
for (const [name, seeds] of failures) console.log(`✗ ${name}: in the orders ${seeds.join(", ")}`);
console.log(`${values.times} runs of ${tests} tests: ${failures.size} failed in any of them`);
process.exitCode = failures.size > 0 || tests === 0 ? 1 : 0;
