// `npm run test:slow`: what takes minutes and is therefore not in `npm test`. Each part is a program of its own in test/slow/.
//
//   npm run test:slow                        all parts, in this order (two to three hours on two cores)
//   npm run test:slow -- same-bits repeat    these
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const PARTS = [
  "same-bits",
  "runners",
  "lab",
  "elsewhere",
  "first-cell",
  "long-runs",
  "sabotage",
  "faults",
  "fuzz",
  "repeat",
];

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !PARTS.includes(name));
if (unknown.length > 0) {
  console.error(`test:slow: no part ${unknown.join(", ")}; there are: ${PARTS.join(", ")}`);
  process.exit(2);
}
const lines = [];
for (const name of asked.length > 0 ? asked : PARTS) {
  console.log(`── ${name}`);
  const since = Date.now();
  const program = fileURLToPath(new URL(`slow/${name}.mjs`, import.meta.url));
  const { status } = spawnSync(process.execPath, [program], { stdio: "inherit" });
  const minutes = ((Date.now() - since) / 60_000).toFixed(1).padStart(6);
  lines.push(`${status === 0 ? "✓" : "✗"} ${name.padEnd(10)} ${minutes} min`);
  if (status !== 0) process.exitCode = 1;
}
console.log(`── in all\n${lines.join("\n")}`);
