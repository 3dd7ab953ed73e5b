// `node test/slow/first-cell.mjs [--cached]`: how long a reader waits from `git clone` until the first cell of a
// notebook has run in JupyterLab, part by part. npm and pip fetch their packages from the network, unless `--cached`
// lets them use what they have kept. Exit status 1 when it takes more than two minutes.
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { startChromium } from "../../book/chromium.mjs";
import { freePort } from "../../book/free-port.mjs";
import { Checkout } from "./checkout.mjs";

const AIM_S = 120;
const FILE = "notebooks/02-basic-rnn.ipynb";
const cached = process.argv.includes("--cached");

const begun = performance.now();
let before = begun;
/** Prints the seconds since the last part ended. */
function part(name) {
  const now = performance.now();
  console.log(`${((now - before) / 1000).toFixed(1).padStart(7)} s  ${name}`);
  before = now;
}

/** Settings and caches of its own, so that nothing of this machine's helps. */
function ownEnvironment(folder) {
  const env = { ...process.env };
  for (const name of ["CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR"])
    env[`JUPYTER_${name}`] = join(folder, name);
  for (const name of ["SETTINGS_DIR", "WORKSPACES_DIR"])
    env[`JUPYTERLAB_${name}`] = join(folder, name);
  if (!cached) {
    env.npm_config_cache = join(folder, "npm-cache");
    env.PIP_CACHE_DIR = join(folder, "pip-cache");
    mkdirSync(env.npm_config_cache);
  }
  return env;
}

async function whenThere(page, url) {
  for (;;) {
    try {
      return await page.goto(url);
    } catch {
      await new Promise((later) => setTimeout(later, 200)); // not yet listening
    }
  }
}

/** Runs the first cell of code; ends when it has run. */
async function runFirst(page) {
  const idle = () =>
    globalThis.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status === "idle";
  await page.waitForFunction(idle, undefined, { timeout: 60_000 });
  part("kernel");
  await page.evaluate(() => {
    const { commands, shell } = globalThis.jupyterapp;
    const { content } = shell.currentWidget;
    const cells = [...content.model.cells];
    content.activeCellIndex = cells.findIndex(({ type }) => type === "code");
    void commands.execute("notebook:run-cell");
  });
  const ran = () => {
    const { model } = globalThis.jupyterapp.shell.currentWidget.content;
    return [...model.cells].find(({ type }) => type === "code").executionCount === 1;
  };
  await page.waitForFunction(ran, undefined, { timeout: 120_000 });
  await page.waitForFunction(idle, undefined, { timeout: 60_000 });
}

const checkout = new Checkout();
part("clone");
const port = await freePort();
const options = ["--no-browser", "--expose-app-in-browser", `--ServerApp.port=${port}`];
const lab = spawn("npm", ["run", "lab", "--", ...options, "--IdentityProvider.token="], {
  cwd: checkout.root,
  env: ownEnvironment(checkout.folder),
  stdio: ["ignore", "pipe", "inherit"],
  detached: true, // a group of its own, to be ended as a whole: npm does not pass a signal on to all
});
lab.stdout.on("data", (chunk) => process.stdout.write(chunk));
const browser = await startChromium();
try {
  const page = await browser.newPage();
  page.setDefaultNavigationTimeout(60_000);
  await whenThere(page, `http://127.0.0.1:${port}/lab/tree/${FILE}`);
  part("set-up, and JupyterLab's server");
  await page.locator(".jp-Notebook .jp-CodeCell").first().waitFor({ timeout: 60_000 });
  part("JupyterLab's page");
  await runFirst(page);
  part("first cell");
} finally {
  await browser.close();
  const ended = new Promise((done) => lab.once("close", done)); // when the last of them lets go of the output
  process.kill(-lab.pid, "SIGTERM");
  await ended;
  checkout.remove();
}
const seconds = (before - begun) / 1000;
const how = cached ? "packages cached" : "packages from the network";
console.log(`${seconds.toFixed(1).padStart(7)} s  in all (${how}; aim: under ${AIM_S})`);
process.exitCode = seconds < AIM_S ? 0 : 1;
