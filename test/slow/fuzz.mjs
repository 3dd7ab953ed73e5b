// `node test/slow/fuzz.mjs [cases]`: the fuzz tests with 10,000 cases each, or so many, and a table.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const cases = process.argv[2] ?? "10000";
if (!/^[1-9]\d{0,8}$/.test(cases)) {
  console.error(`fuzz: ${cases} cases; give a whole number from 1, such as 10000.`);
  process.exit(2);
}
const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "unrolled-fuzz-"));
try {
  const report = join(folder, "report.json");
  const { status } = spawnSync(
    process.execPath,
    [
      "node_modules/vitest/vitest.mjs",
      "run",
      "test/fuzz",
      "--testTimeout=3000000",
      "--reporter=json",
      `--outputFile=${report}`,
    ],
    {
      cwd: root,
      env: { ...process.env, FUZZ_CASES: cases },
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  const { testResults } = JSON.parse(readFileSync(report, "utf8"));
  console.log(`| Fuzzed, ${cases} cases each | Result | Seconds |\n|---|---|---|`);
  for (const test of testResults.flatMap((file) => file.assertionResults)) {
    console.log(`| ${test.title} | ${test.status} | ${(test.duration / 1000).toFixed(0)} |`);
    for (const message of test.failureMessages) console.error(message);
  }
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true });
}
