// Two threads beside one: `npm run bench -- threads`. First on the machine as it is, then beside as many busy loops as
// there are cores, where two threads may take at most 1.1 times as long. Prints the ratios and keeps nothing.
import { spawn } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { compare } from "../training/compare.mjs";
import { OURS } from "../training/contenders.mjs";
import { writeProblem } from "../training/problem.mjs";

const lib = createRequire(import.meta.url)("../../lib/dist/node.cjs");
const LIMIT = 1.1;
const sizes = ["S1", "S2", "S3", "L2"];
const entries = OURS.filter(({ name }) => /^Unrolled, \d thread/.test(name));

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "bench-threads-"));
const busy = [];
try {
  for (const size of sizes) writeProblem(lib, size, folder);
  await measure("as it is");
  for (let i = 0; i < os.availableParallelism(); i++)
    busy.push(spawn(process.execPath, ["-e", "for (;;);"]));
  const ratios = await measure(`beside ${busy.length} busy loops`);
  if (ratios.some((ratio) => ratio > LIMIT)) process.exitCode = 1;
} finally {
  for (const loop of busy) loop.kill("SIGKILL");
  fs.rmSync(folder, { recursive: true, force: true });
}

/** The time of two threads over that of one, for each size. */
async function measure(how) {
  const { results } = await compare(entries, {
    ...{ sizes, folder, rounds: 15, turn: 0.4, until: Number.POSITIVE_INFINITY, say: () => {} },
  });
  const [one, two] = results.map((result) => sizes.map((size) => result.sizes[size].seconds));
  const ratios = sizes.map((_, i) => two[i] / one[i]);
  const shown = sizes.map((size, i) => `${size} ${ratios[i].toFixed(2)}`).join(", ");
  console.log(`  ${how} (load ${os.loadavg()[0].toFixed(1)}), two threads over one: ${shown}`);
  return ratios;
}
