// `npm run experiments [-- id …]`: recomputes experiments, keeps the results in data/results, and says
// what differs from before. Exit status: 0 the same bits, 1 something differs or failed, 2 unknown id.
import { experiments, recompute } from "../lib/dist/node.mjs";

const asked = process.argv.slice(2);
const known = Object.keys(experiments);
const unknown = asked.find((id) => !known.includes(id));
if (unknown !== undefined) {
  console.error(`there is no experiment ${unknown}; there are ${known.join(", ")}`);
  process.exit(2);
}
for (const id of asked.length > 0 ? asked : known) {
  const differences = await recompute(experiments[id]);
  if (differences.length === 0) console.log(`${id}: the same bits as before`);
  for (const difference of differences) console.log(`${id}: ${difference}`);
  if (differences.length > 0) process.exitCode = 1;
}
