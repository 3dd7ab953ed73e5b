// Two set-ups and two runs of the notebooks at the same time in one checkout: both end well, and nothing is changed.
import { strict as assert } from "node:assert";
import { rmSync } from "node:fs";

export async function atOnce(checkout) {
  rmSync(checkout.path("build/stamps"), { recursive: true, force: true });
  rmSync(checkout.path(".venv"), { recursive: true, force: true });
  const twice = async (program, ...args) => {
    const both = await Promise.all([checkout.run(program, args), checkout.run(program, args)]);
    for (const { status, output } of both) assert.equal(status, 0, output);
    return both.map(({ output }) => output);
  };
  const outputs = await twice(process.execPath, "setup.mjs");
  const waited = outputs.filter((text) => text.includes("waiting for another set-up")).length;
  assert.equal(waited, 1, outputs.join("\n"));
  await twice(checkout.path(".venv/bin/python"), "-m", "book.runner", "--force", "02", "03");
  assert.equal(checkout.changes(), "");
  return "two set-ups (one waited) and two runs of two notebooks, all well; the tree is as committed";
}
