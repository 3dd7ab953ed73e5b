// How long a reader waits: for each notebook the time from the start of its kernel to the first figure and to the
// end, and the most memory that the kernel has had. `npm run bench -- workbook` writes the section "workbook" of
// bench/README.md; `-- workbook --only=02` measures those whose names begin so, and keeps nothing.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { table, writeSection } from "../section.mjs";

const root = path.resolve(import.meta.dirname, "../..");
const folder = path.join(root, "notebooks");
const only = process.argv.find((flag) => flag.startsWith("--only="))?.slice("--only=".length);
const names = fs
  .readdirSync(folder)
  .filter((name) => name.endsWith(".ipynb") && name.startsWith(only ?? ""))
  .sort();

const since = Date.now();
const results = names.map((name) => ({ name, ...measure(name) }));
const whole = (Date.now() - since) / 1000;
const seconds = (value) => (value === null ? "–" : `${value.toFixed(1)} s`);
const mebibytes = (value) => (value === null ? "–" : `${Math.round(value / 2 ** 20)} MiB`);
const most = Math.max(...results.map(({ peak }) => peak ?? 0)) || null;
const text = table([
  ["", "first figure", "all cells", "memory at its peak"],
  ...results.map(({ name, first, all, peak }) => [
    ...[name.replace(".ipynb", ""), seconds(first), seconds(all), mebibytes(peak)],
  ]),
  ["one after the other", "", seconds(whole), mebibytes(most)],
]);
console.log(text);
if (only === undefined) {
  writeSection(
    "workbook",
    `## The workbook\n\n\`npm run bench -- workbook\`, Node ${process.version}, ${os.availableParallelism()} cores (${os.cpus()[0].model.trim()}). Seconds count from the start of the kernel; the first figure is the first that a reader sees drawn. \`npm run notebooks\` runs notebooks side by side.\n\n${text}`,
  );
}

/** @throws Error with what the notebook or its kernel said */
function measure(name) {
  console.log(`  ${name} …`);
  const python = path.join(root, ".venv/bin/python");
  const program = path.join(import.meta.dirname, "measure.py");
  const { status, stdout, stderr } = spawnSync(
    python,
    [program, path.join(folder, name), "tslab"],
    {
      encoding: "utf8",
    },
  );
  if (status !== 0) throw new Error(`${name}: ${stderr.trim().split("\n").at(-1)}`);
  return JSON.parse(stdout);
}
