// `node test/slow/elsewhere.mjs [binder] [container]`: the steps of .binder/ and .devcontainer/, each in a clean clone,
// as far as they go without their images: Node and Python are this machine's. In the end Jupyter must name our kernel
// and run a cell on it.
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Checkout } from "./checkout.mjs";

const CELL = { id: "one", cell_type: "code", metadata: {}, execution_count: null, outputs: [] };

/** Asks a Jupyter for its kernels, and runs a cell on ours; gives what it found. */
function tried(checkout, programs) {
  const jupyter = (...args) => checkout.command(join(programs, "jupyter"), args);
  const { kernelspecs } = JSON.parse(jupyter("kernelspec", "list", "--json"));
  const ours = kernelspecs.tslab;
  if (!ours) throw new Error(`Jupyter knows ${Object.keys(kernelspecs)} and not tslab`);
  const file = checkout.path("notebooks/elsewhere.ipynb");
  const source =
    'import { Matrix } from "../lib"; console.log("runs", new Matrix(2, 3).data.length);';
  const metadata = { kernelspec: { name: "tslab", display_name: "", language: "typescript" } };
  const notebook = { cells: [{ ...CELL, source }], metadata, nbformat: 4, nbformat_minor: 5 };
  writeFileSync(file, JSON.stringify(notebook));
  jupyter("execute", "--inplace", file);
  if (!checkout.read("notebooks/elsewhere.ipynb").includes("runs 6"))
    throw new Error("the cell printed something else");
  return `${ours.spec.display_name}, in ${ours.resource_dir.replace(checkout.folder, "…")}`;
}

/** repo2docker's order: the environment, then postBuild in the repository's folder. It adds JupyterLab by itself. */
function binder(checkout) {
  const prefix = join(checkout.folder, "environment");
  const packages = [...checkout.read(".binder/environment.yml").matchAll(/^ {6}- (\S+)$/gm)];
  const lab = /^jupyterlab==\S+$/m.exec(checkout.read("requirements.in"))[0];
  checkout.command("python3", ["-m", "venv", prefix]);
  const pip = ["-m", "pip", "install", "-q", "--disable-pip-version-check"];
  checkout.command(join(prefix, "bin/python"), [...pip, lab, ...packages.map(([, name]) => name)]);
  const { CONDA_PREFIX: _, ...env } = process.env;
  const options = { env: { ...env, NB_PYTHON_PREFIX: prefix } };
  checkout.command(checkout.path(".binder/postBuild"), [], options);
  const extensions = join(prefix, "share/jupyter/labextensions");
  for (const wanted of [/plotly/, ...readdirSync(checkout.path("book/lab-extensions"))]) {
    if (!readdirSync(extensions).some((name) => name.match(wanted)))
      throw new Error(`no extension ${wanted} in ${extensions}`);
  }
  return tried(checkout, join(prefix, "bin"));
}

function container(checkout) {
  const { postCreateCommand } = JSON.parse(checkout.read(".devcontainer/devcontainer.json"));
  checkout.command("sh", ["-c", postCreateCommand]);
  return tried(checkout, checkout.path(".venv/bin"));
}

const parts = { binder, container };
const asked = process.argv.slice(2);
for (const name of asked.length > 0 ? asked : Object.keys(parts)) {
  const checkout = new Checkout();
  try {
    // No kernel of the machine's own may stand in for the one that is installed.
    process.env.JUPYTER_DATA_DIR = join(checkout.folder, "data");
    mkdirSync(process.env.JUPYTER_DATA_DIR);
    console.log(`✓ ${name}: ${parts[name](checkout)}`);
  } catch (error) {
    process.exitCode = 1;
    console.log(`✗ ${name}: ${error.message}`);
  } finally {
    checkout.remove();
  }
}
