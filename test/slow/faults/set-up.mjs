// Set-up killed again and again, alone or with the processes that it started: the next one repairs what was left.
import { strict as assert } from "node:assert";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { killAtRandom } from "./killing.mjs";

/** So many kills one upon another, before a set-up may end. */
const IN_A_ROW = 5;

/** What a row of kills finds missing, and the longest time, ms, that a set-up is given before its kill: each step gets its share. */
const BUILT = ["build", "lib/dist", "kernel/dist"];
const MISSING = [
  { names: ["node_modules", ".venv", ...BUILT], longest: 40_000 },
  { names: [".venv", ...BUILT], longest: 60_000 },
  { names: BUILT, longest: 15_000 },
];

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
  let repaired = 0;
  for (let kill = 0; kill < times; kill++) {
    const { names, longest } = MISSING[Math.floor(kill / IN_A_ROW) % MISSING.length];
    if (kill % IN_A_ROW === 0)
      for (const name of names)
        rmSync(checkout.path(name), { recursive: true, force: true, maxRetries: 3 });
    const options = { cwd: checkout.root, longest, group: kill % 2 === 0 };
    const killed = await killAtRandom(process.execPath, ["setup.mjs"], options);
    const moment = killed ? killedIn(checkout) : "after its end";
    where[moment] = (where[moment] ?? 0) + 1;
    if (kill % IN_A_ROW < IN_A_ROW - 1 && kill < times - 1) continue;
    checkout.setUp();
    const { status, output } = await checkout.run("npm", ["test", "--", "types", "notebooks=03"]);
    assert.equal(status, 0, `after a kill and a set-up:\n${output}`);
    assert.equal(checkout.changes(), "");
    repaired++;
    console.log(`  setUp: ${kill + 1} kills, ${repaired} repairs`);
  }
  const moments = Object.entries(where).map(([name, count]) => `${count} in ${name}`);
  return `${times} kills, up to ${IN_A_ROW} in a row (${moments.join(", ")}); ${repaired} repairs, each seen by running the types and a notebook`;
}
