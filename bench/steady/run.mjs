// Whether a training loop takes memory as it goes: `npm run bench -- steady`, with one thread and with two. It fails
// when a step takes anything of the workspace, or when the process grows between a tenth of the steps and all. Writes
// the section "steady" of bench/README.md, unless fewer steps are asked for:
//
//   npm run bench -- steady --steps=5000
import { spawnSync } from "node:child_process";
import path from "node:path";
import { table, writeSection } from "../section.mjs";
import { environment } from "../training/contenders.mjs";

const STEPS = /^--steps=([1-9]\d*)$/;
const asked = process.argv.slice(2).find((flag) => STEPS.test(flag));
const steps = asked ? STEPS.exec(asked)[1] : "100000";
const program = path.join(import.meta.dirname, "loop.mjs");
const rows = [];
for (const threads of ["1", "2"]) {
  console.log(`  threads: ${threads}`);
  const { status, stdout } = spawnSync(process.execPath, ["--expose-gc", program, steps], {
    stdio: ["ignore", "pipe", "inherit"],
    encoding: "utf8",
    env: environment({ UNROLLED_THREADS: threads }),
  });
  process.stdout.write(stdout);
  if (status !== 0) process.exitCode = 1;
  rows.push([
    threads,
    ...stdout
      .trim()
      .split("\n")
      .at(-1)
      .split(", ")
      .map((part) => part.split(": ")[1]),
  ]);
}
if (!asked) {
  const head = ["threads", "blocks taken", "process", "JavaScript objects", "collected, a step"];
  writeSection(
    "steady",
    `## Memory of a long training\n\n\`npm run bench -- steady\`, ${Number(steps).toLocaleString("en")} steps of a small net (V = 65, H = 50, T = 10) and ${Number(steps) / 200} of a larger one (V = 1000, H = 64, T = 8, B = 40) beside it, Node ${process.version}: what was taken after the first tenth. The numbers of a step lie in memory that is taken once; what is collected are the few objects that hand them over.\n\n${table([head, ...rows])}`,
  );
}
