// Runs once before the first test, whoever begins them: what the tests need is set up and built as the sources are now.
// Otherwise a test that runs one of the house's commands would build beneath the others, and they would read old files.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

export default function currentBuild(): void {
  const options = { cwd: root, encoding: "utf8" } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["setup.mjs"], options);
  // Not thrown: the tests that read sources only are of use while the build fails.
  if (status !== 0)
    console.error(`${stdout}${stderr}\nThe tests go on; those that need the build will fail.`);
}
