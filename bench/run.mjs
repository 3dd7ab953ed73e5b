// Runs a bench: `npm run bench` the training step, `npm run bench -- kernel` another one. Flags go on to it.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

const here = import.meta.dirname;
const all = fs
  .readdirSync(here)
  .filter((name) => fs.existsSync(path.join(here, name, "run.mjs")))
  .sort();
const flags = process.argv.slice(2).filter((word) => word.startsWith("-"));
const wanted = process.argv.slice(2).filter((word) => !word.startsWith("-"));
const unknown = wanted.filter((name) => !all.includes(name));
if (unknown.length) {
  console.error(`bench: there is no bench "${unknown[0]}"; there are: ${all.join(", ")}`);
  process.exit(2);
}
for (const name of wanted.length ? wanted : ["training"]) {
  console.log(`bench: ${name}`);
  const { status } = spawnSync(process.execPath, [path.join(here, name, "run.mjs"), ...flags], {
    stdio: "inherit",
  });
  if (status !== 0) process.exitCode = 1;
}
