// `npm run experiments [-- id …]`: recomputes experiments, keeps the results in data/results, and says
// what differs from before. Exit status: 0 the same bits, 1 something differs or failed, 2 unknown id.
import { experiments, recompute } from "../lib/dist/node.mjs";

const definitions = new Map(Object.values(experiments).map((one) => [one.id, one]));
const asked = process.argv.slice(2);
const unknown = asked.find((id) => !definitions.has(id));
if (unknown !== undefined) {
  const known = [...definitions.keys()].join(", ");
  console.error(`there is no experiment ${unknown}; there are ${known}`);
  process.exit(2);
}
for (const id of asked.length > 0 ? asked : definitions.keys()) {
  const differences = await recompute(definitions.get(id));
  if (differences.length === 0) console.log(`${id}: the same bits as before`);
  for (const difference of differences) console.log(`${id}: ${difference}`);
  if (differences.length > 0) process.exitCode = 1;
}
