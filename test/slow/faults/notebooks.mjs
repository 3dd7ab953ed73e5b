// The runner killed again and again while it executes and saves notebooks: each file is the old one or the new one, no
// kernel stays behind, and the next run makes everything right.
import { strict as assert } from "node:assert";
import { killAtRandom, leftOver } from "./killing.mjs";

const NAMES = ["02", "03"];
const FILES = ["notebooks/02-basic-rnn.ipynb", "notebooks/03-bidirectional-rnn.ipynb"];

export async function notebooks(checkout, times) {
  const python = checkout.path(".venv/bin/python");
  const run = ["-m", "book.runner", "--force", ...NAMES];
  const saved = FILES.map((file) => checkout.read(file));
  // Lines of output are six spaces in.
  const old = saved.map((text) => text.replaceAll('\n      "✓ ', '\n      "old ✓ '));
  const start = performance.now();
  checkout.command(python, run);
  const longest = performance.now() - start;
  let [kills, ends, renewed] = [0, 0, 0];
  while (kills < times) {
    for (const [i, file] of FILES.entries()) checkout.write(file, old[i]);
    // Every other time the processes that it started are killed with it.
    const options = { cwd: checkout.root, longest, group: kills % 2 === 0 };
    if (await killAtRandom(python, run, options)) kills++;
    else ends++;
    assert.deepEqual(await leftOver(checkout), [], "processes stay behind");
    for (const [i, file] of FILES.entries()) {
      const text = checkout.read(file);
      assert(text === old[i] || text === saved[i], `${file} is neither the old nor the new one`);
      if (text === saved[i]) renewed++;
    }
    checkout.command("git", ["clean", "-fdq"]);
  }
  checkout.command(python, run);
  assert.equal(checkout.changes(), "", "after a whole run something differs from the commit");
  return `${kills} kills, ${ends} runs came to their end; of ${2 * (kills + ends)} files ${renewed} were saved before, the others stayed as they were; the next run restored the committed bytes`;
}
