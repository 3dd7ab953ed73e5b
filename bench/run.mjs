// Runs the benches: every bench/*/run.mjs, or those named on the command line. Each writes its section of README.md.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

const here = import.meta.dirname;
const all = fs
  .readdirSync(here)
  .filter((name) => fs.existsSync(path.join(here, name, "run.mjs")))
  .sort();
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !all.includes(name));
if (unknown.length) {
  console.error(`bench: there is no bench "${unknown[0]}"; there are: ${all.join(", ")}`);
  process.exit(2);
}
for (const name of wanted.length ? wanted : all) {
  console.log(`bench: ${name}`);
  const { status } = spawnSync(process.execPath, [path.join(here, name, "run.mjs")], {
    stdio: "inherit",
  });
  if (status !== 0) process.exitCode = 1;
}
