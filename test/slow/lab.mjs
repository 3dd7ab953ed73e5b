// `node test/slow/lab.mjs [01 05 …]`: these notebooks, or all, in JupyterLab one after the other: restarted and run,
// compared with what is committed, figures drawn and under the pointer. LAB_SCREENSHOTS names a folder for pictures.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const asked = process.argv.slice(2);
if (asked.some((one) => !/^\d\d$/.test(one))) {
  console.error(`lab: ${asked.join(" ")}; name notebooks by their two digits, such as 01 05.`);
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), "unrolled-lab-"));
try {
  const report = join(folder, "report.json");
  const vitest = ["node_modules/vitest/vitest.mjs", "run", "test/kernel/lab-notebooks.test.ts"];
  const { status } = spawnSync(
    process.execPath,
    [...vitest, "--reporter=json", `--outputFile=${report}`],
    {
      cwd: fileURLToPath(new URL("../..", import.meta.url)),
      env: { ...process.env, LAB_NOTEBOOKS: asked.join(" ") || "all" },
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  const { testResults } = JSON.parse(readFileSync(report, "utf8"));
  console.log("| In JupyterLab | Result | Seconds |\n|---|---|---|");
  for (const test of testResults.flatMap((file) => file.assertionResults)) {
    console.log(`| ${test.title} | ${test.status} | ${((test.duration ?? 0) / 1000).toFixed(0)} |`);
    for (const message of test.failureMessages) console.error(message);
  }
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true });
}
