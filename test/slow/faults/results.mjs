// An experiment killed again and again while it keeps its results: the file is the old one or the new one, never half.
import { strict as assert } from "node:assert";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { killAtRandom } from "./killing.mjs";

export async function results(checkout, times) {
  const folder = checkout.path("build/kills-results");
  mkdirSync(folder, { recursive: true });
  const program = join(folder, "keep.mjs");
  const library = pathToFileURL(checkout.path("lib/dist/node.mjs")).href;
  // As long as it is let: results of some megabytes, kept over and over.
  writeFileSync(
    program,
    `import { recompute } from ${JSON.stringify(library)};
const run = (config, seed) => ({ curve: Array.from({ length: 50_000 }, (_, i) => Math.sin(seed * i)) });
for (;;) await recompute({ id: "kept", config: { seeds: [1, 2] }, run }, ${JSON.stringify(folder)});`,
  );
  const file = join(folder, "kept.json");
  let [duringWriting, first] = [0, undefined];
  for (let kill = 0; kill < times; kill++) {
    const killed = await killAtRandom(process.execPath, [program], {
      cwd: checkout.root,
      longest: 3000,
    });
    assert(killed, "the program ended by itself");
    const names = readdirSync(folder);
    for (const name of names.filter((n) => n.endsWith(".tmp"))) {
      duringWriting++;
      rmSync(join(folder, name));
    }
    if (!names.includes("kept.json")) continue;
    const text = readFileSync(file, "utf8");
    assert.equal(JSON.parse(text).results["2"].curve.length, 50_000);
    first ??= text;
    assert.equal(text, first, "the same experiment gave other results");
  }
  assert(first, "no result was ever kept: give the program longer");
  return `${times} kills, ${duringWriting} of them in the middle of writing; every file whole`;
}
