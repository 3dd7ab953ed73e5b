// Set-up killed again and again, alone or with the processes that it started: the next one repairs what was left.
import { strict as assert } from "node:assert";
import { rmSync } from "node:fs";
import { killAtRandom } from "./killing.mjs";

/** So many kills one upon another, before a set-up may end. */
const IN_A_ROW = 5;

export async function setUp(checkout, times) {
  let repaired = 0;
  for (let kill = 0; kill < times; kill++) {
    if (kill % IN_A_ROW === 0)
      for (const made of ["node_modules", ".venv", "build", "lib/dist", "kernel/dist"])
        rmSync(checkout.path(made), { recursive: true, force: true, maxRetries: 3 });
    const options = { cwd: checkout.root, longest: 40_000, group: kill % 2 === 0 };
    await killAtRandom(process.execPath, ["setup.mjs"], options);
    if (kill % IN_A_ROW < IN_A_ROW - 1 && kill < times - 1) continue;
    checkout.setUp();
    const { status, output } = await checkout.run("npm", ["test", "--", "types", "notebooks=03"]);
    assert.equal(status, 0, `after a kill and a set-up:\n${output}`);
    assert.equal(checkout.changes(), "");
    repaired++;
  }
  return `${times} kills, up to ${IN_A_ROW} in a row; ${repaired} repairs, each seen by running the types and a notebook`;
}
