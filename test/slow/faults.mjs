// Kills, full disks and two at once, in a checkout of its own: what must survive them does. Each part says what it saw.
//
//   node test/slow/faults.mjs [--times 50] [checkpoints] [results] [notebooks] [setUp] [disk] [atOnce] [clock]
import { parseArgs } from "node:util";
import { Checkout } from "./checkout.mjs";
import { atOnce } from "./faults/at-once.mjs";
import { checkpoints } from "./faults/checkpoints.mjs";
import { clock } from "./faults/clock.mjs";
import { disk } from "./faults/disk.mjs";
import { notebooks } from "./faults/notebooks.mjs";
import { results } from "./faults/results.mjs";
import { setUp } from "./faults/set-up.mjs";

const parts = { checkpoints, results, notebooks, disk, atOnce, clock, setUp };
const { values, positionals } = parseArgs({
  options: { times: { type: "string", default: "50" } },
  allowPositionals: true,
});
const names = positionals.length > 0 ? positionals : Object.keys(parts);
let failed = 0;
const checkout = new Checkout();
try {
  checkout.setUp();
  for (const name of names) {
    try {
      console.log(`✓ ${name}: ${await parts[name](checkout, Number(values.times))}`);
    } catch (error) {
      failed++;
      console.log(`✗ ${name}: ${error.message}`);
    }
    checkout.restore();
  }
} finally {
  checkout.remove();
}
process.exitCode = failed > 0 ? 1 : 0;
