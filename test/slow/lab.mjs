// `node test/slow/lab.mjs [01 05 … | others]`: these notebooks, or all, or all but the one of `npm test`, in JupyterLab,
// two at a time: restarted and run, compared with what is committed, figures drawn and under the pointer. The last
// line is "N passed, N failed". LAB_SCREENSHOTS names a folder for pictures.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { countReport } from "../setup/count-report.mjs";

const asked = process.argv.slice(2);
if (asked.join() !== "others" && asked.some((one) => !/^\d\d$/.test(one))) {
  console.error(
    `lab: ${asked.join(" ")}; name notebooks by their two digits, such as 01 05, or say others.`,
  );
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), "unrolled-lab-"));

/** Runs them; gives vitest's exit status and its report, null when there is none. */
function run() {
  const report = join(folder, "report.json");
  const vitest = ["node_modules/vitest/vitest.mjs", "run", "test/kernel/lab-notebooks.test.ts"];
  const options = ["--maxConcurrency=2", "--reporter=json", `--outputFile=${report}`];
  const { status } = spawnSync(process.execPath, [...vitest, ...options], {
    cwd: fileURLToPath(new URL("../..", import.meta.url)),
    env: { ...process.env, LAB_NOTEBOOKS: asked.join(" ") || "all" },
    stdio: ["ignore", "ignore", "inherit"],
  });
  return { status, report: existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : null };
}

try {
  const { status, report } = run();
  console.log("| In JupyterLab | Result | Seconds |\n|---|---|---|");
  for (const file of report?.testResults ?? []) {
    if (file.message) console.error(file.message); // it did not load, or its hooks failed
    for (const test of file.assertionResults) {
      const seconds = ((test.duration ?? 0) / 1000).toFixed(0);
      console.log(`| ${test.title} | ${test.status} | ${seconds} |`);
      for (const message of test.failureMessages) console.error(message);
    }
  }
  const { passed, failed, problems } = countReport(report, status);
  for (const problem of problems) console.log(`lab: ${problem}`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true });
}
