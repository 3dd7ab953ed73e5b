// Compares Jupyter kernels on this machine: stock tslab, Deno's, ipykernel and ours. Deno and ipykernel are installed
// into an environment of their own that is removed afterwards. Writes the section "kernel" of bench/README.md.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { writeSection } from "../section.mjs";
import { section } from "./table.mjs";

const here = import.meta.dirname;
const root = path.resolve(here, "../..");
const PACKAGES = [
  "deno==2.9.8",
  "ipykernel==7.4.0",
  "jupyter_client==8.10.0",
  "jupyter_kernel_test==0.7.0",
  "psutil==7.2.2",
];

/** Runs a command; throws with its output when it fails. */
function run(command, args, options = {}) {
  const result = spawnSync(command, args, { encoding: "utf8", maxBuffer: 1 << 28, ...options });
  if (result.status !== 0)
    throw new Error(`${command} ${args.join(" ")} failed:\n${result.stdout}${result.stderr}`);
  return result.stdout;
}

/** An environment with the other kernels, in `folder`. */
function makeEnvironment(folder) {
  run(path.join(root, ".venv/bin/python"), ["-m", "venv", folder]);
  const python = path.join(folder, "bin/python");
  run(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...PACKAGES]);
  const kernels = path.join(folder, "share/jupyter/kernels");
  for (const name of ["tslab", "tslab-stock"])
    fs.cpSync(path.join(root, ".venv/share/jupyter/kernels", name), path.join(kernels, name), {
      recursive: true,
    });
  const deno = path.join(folder, "bin/deno");
  const argv = [deno, "jupyter", "--kernel", "--conn", "{connection_file}"];
  fs.mkdirSync(path.join(kernels, "deno"));
  fs.writeFileSync(
    path.join(kernels, "deno/kernel.json"),
    JSON.stringify({ argv, display_name: "Deno", language: "typescript" }),
  );
  return python;
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "bench-kernel-"));
try {
  console.log("  installing Deno and ipykernel …");
  const python = makeEnvironment(folder);
  const results = {};
  for (const name of ["tslab-stock", "deno", "python3", "tslab"]) {
    console.log(`  ${name} …`);
    // Jupyter finds the kernels of this environment only; Deno keeps its cache here too.
    const env = {
      ...process.env,
      BENCH_FOLDER: folder,
      DENO_DIR: path.join(folder, "deno"),
      DENO_NO_UPDATE_CHECK: "1",
      NO_COLOR: "1",
      JUPYTER_DATA_DIR: path.join(folder, "data"),
      IPYTHONDIR: path.join(folder, "ipython"),
    };
    results[name] = JSON.parse(run(python, [path.join(here, "measure.py"), name], { env }));
  }
  writeSection("kernel", section(results, { node: process.version, packages: PACKAGES }));
} finally {
  fs.rmSync(folder, { recursive: true, force: true });
}
