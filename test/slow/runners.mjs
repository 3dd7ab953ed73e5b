// Other programs that execute notebooks, on all eight: the kernel of stock tslab, papermill and nbmake. Each run, brought to the
// form in which notebooks are saved, has the committed bytes.
//
//   node test/slow/runners.mjs [stock] [papermill] [nbmake]
import { strict as assert } from "node:assert";
import { readdirSync } from "node:fs";
import { Checkout } from "./checkout.mjs";

const checkout = new Checkout();
const cwd = checkout.path("notebooks");
const program = (name) => checkout.path(`.venv/bin/${name}`);

/** Runs a program that executes a notebook in its place, on every notebook; gives how many. */
function inPlace(name, argsOf) {
  const files = readdirSync(cwd).filter((file) => file.endsWith(".ipynb"));
  for (const file of files) checkout.command(program(name), argsOf(file), { cwd });
  checkout.command(program("python"), ["test/slow/normalise.py", ...files]);
  assert.equal(checkout.changes(), "", "other bytes than the committed ones");
  return files.length;
}

const runners = {
  async stock() {
    const { status, output } = await checkout.run("npm", ["test", "--", "stock", "stock=others"]);
    assert.equal(status, 0, output);
    return Number(/(\d+) passed, 0 failed\s*$/.exec(output)[1]);
  },
  papermill: () => inPlace("papermill", (file) => ["--no-progress-bar", file, file]),
  nbmake: () =>
    inPlace("pytest", (file) => [
      ...["--nbmake", "--overwrite", "--nbmake-timeout=300", "-p", "no:cacheprovider", file],
    ]),
};

const asked = process.argv.slice(2);
try {
  checkout.setUp();
  for (const name of asked.length > 0 ? asked : Object.keys(runners)) {
    try {
      console.log(`✓ ${name}: ${await runners[name]()} notebooks, the committed bytes`);
    } catch (error) {
      process.exitCode = 1;
      console.log(`✗ ${name}: ${error.message}`);
    }
    checkout.restore();
  }
} finally {
  checkout.remove();
}
