// `npm run lab`, after set-up: JupyterLab on the notebooks, and the library rebuilt as you edit it.
//
//   npm run lab -- [options of JupyterLab, such as --no-browser --port 9000]
//
// Both children get process groups of their own, so that Ctrl-C reaches only this program: it then
// asks JupyterLab to stop (which ends its kernels) and stops the build. A second Ctrl-C is rude.
import { spawn, spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { SAVED_PAGE, SETTINGS } from "./lab-options.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const PATIENCE_MS = 10000;

function start(command, args) {
  const stdio = ["ignore", "inherit", "inherit"];
  // The kernels of this environment come before any that the user has elsewhere.
  const own = { JUPYTER_PREFER_ENV_PATH: "1", UNROLLED_NODE: process.execPath };
  const env = { ...process.env, ...own };
  return spawn(command, args, { cwd: root, stdio, env, detached: true });
}

function signal(child, name, group = false) {
  if (child.exitCode !== null || child.signalCode !== null || !child.pid) return;
  try {
    process.kill(group ? -child.pid : child.pid, name);
  } catch (error) {
    if (error.code !== "ESRCH") throw error; // it has just ended
  }
}

// JupyterLab shows no SVG of a notebook that it does not trust; these are the reader's own checkout.
const notebooks = readdirSync(new URL("../notebooks/", import.meta.url))
  .filter((name) => name.endsWith(".ipynb"))
  .map((name) => `notebooks/${name}`);
const trust = spawnSync(".venv/bin/python", ["-m", "nbformat.sign", ...notebooks], { cwd: root });
if (trust.status !== 0)
  console.error("lab: the notebooks are not trusted yet: their drawings show once a cell has run.");

const watch = start(process.execPath, ["build.mjs", "--watch"]);
const lab = start(".venv/bin/python", [
  "-m",
  "jupyterlab",
  `--ServerApp.root_dir=${root}`,
  "--LabApp.default_url=/lab/tree/notebooks",
  "--KernelSpecManager.ensure_native_kernel=False",
  "--KernelSpecManager.allowed_kernelspecs=tslab",
  "--KernelSpecManager.allowed_kernelspecs=tslab-stock",
  ...SAVED_PAGE,
  ...SETTINGS,
  ...(process.getuid?.() === 0 ? ["--allow-root"] : []), // in a container
  ...process.argv.slice(2),
]);

let stopping = false;
function stop() {
  if (stopping) {
    for (const child of [lab, watch]) signal(child, "SIGKILL", true);
    return;
  }
  stopping = true;
  console.log("\nlab: stopping JupyterLab and its kernels …");
  signal(lab, "SIGTERM");
  signal(watch, "SIGTERM", true);
  setTimeout(stop, PATIENCE_MS).unref();
}
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(name, stop);

watch.on("exit", () => {
  if (!stopping) console.error("lab: the build has ended; edits to lib/ are no longer picked up.");
});
lab.on("error", (error) => {
  console.error(`lab: JupyterLab does not start (${error.message}): run \`node setup.mjs\`.`);
  process.exitCode = 1;
  signal(watch, "SIGTERM", true);
});
lab.on("exit", (status) => {
  signal(watch, "SIGTERM", true);
  process.exitCode = stopping ? 0 : (status ?? 1);
});
