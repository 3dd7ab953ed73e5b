// Set-up killed again and again, alone or with the processes that it started: the next one repairs what was left.
import { strict as assert } from "node:assert";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { killAtRandom } from "./killing.mjs";

/** So many kills one upon another, before a set-up may end. */
const IN_A_ROW = 5;

/** What a row of kills finds missing: each step of the set-up is met by enough of them. */
const BUILT = ["build", "lib/dist", "lib/tensor/dist", "kernel/dist"];
const MISSING = [["node_modules", ".venv", ...BUILT], [".venv", ...BUILT], BUILT];

function clear(checkout, names) {
  for (const name of names)
    rmSync(checkout.path(name), { recursive: true, force: true, maxRetries: 3 });
}

/** How long a set-up takes here, ms, where these are missing. */
function duration(checkout, names) {
  clear(checkout, names);
  const start = performance.now();
  checkout.setUp();
  return performance.now() - start;
}

/** The command in which the kill fell, by set-up's own notes. */
function killedIn(checkout) {
  if (!existsSync(checkout.path("build/setup.child"))) return "between commands";
  const last = readFileSync(checkout.path("build/setup.log"), "utf8")
    .match(/^\$ .*$/gm)
    ?.at(-1);
  return ["ci --ignore-scripts", "-m venv", "pip install", "build.mjs"].find((part) =>
    last?.includes(part),
  );
}

export async function setUp(checkout, times) {
  const where = {};
  let [kills, ends, repaired] = [0, 0, 0];
  const longest = MISSING.map((names) => duration(checkout, names));
  for (let row = 0; kills < times; row++) {
    const kind = row % MISSING.length;
    clear(checkout, MISSING[kind]);
    for (let inRow = 0; inRow < IN_A_ROW && kills < times; inRow++) {
      const options = { cwd: checkout.root, longest: longest[kind], group: kills % 2 === 0 };
      if (!(await killAtRandom(process.execPath, ["setup.mjs"], options))) {
        ends++; // nothing is left to be killed
        break;
      }
      kills++;
      const moment = killedIn(checkout);
      where[moment] = (where[moment] ?? 0) + 1;
    }
    checkout.setUp();
    const { status, output } = await checkout.run("npm", ["test", "--", "types", "notebooks=03"]);
    assert.equal(status, 0, `after a kill and a set-up:\n${output}`);
    assert.equal(checkout.changes(), "");
    repaired++;
    console.log(`  setUp: ${kills} kills, ${repaired} repairs`);
  }
  const moments = Object.entries(where).map(([name, count]) => `${count} in ${name}`);
  return `${kills} kills, up to ${IN_A_ROW} in a row (${moments.join(", ")}), ${ends} set-ups came to their end; ${repaired} repairs, each seen by running the types and a notebook`;
}
