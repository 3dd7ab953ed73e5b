// `npm run screenshots` exports the book, then takes the pictures that README.md shows, book/screenshots/*.webp: a page
// of the book, a figure of it under the pointer, and the notebook run in JupyterLab. Needs a Chromium, with a font that
// has Chinese characters. Run it again when what they show has changed, and look at them.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { startChromium } from "./chromium.mjs";
import { root } from "./export/options.mjs";
import { freePort } from "./free-port.mjs";
import { SETTINGS } from "./lab-options.mjs";

const NOTEBOOK = "02-basic-rnn";
const SECTION = "the-recurrent-layer";
const FIGURE = "fig-2.8";
const VIEW = {
  viewport: { width: 1280, height: 800 },
  deviceScaleFactor: 1.5, // sharp where README.md makes them smaller
  colorScheme: "light",
};
const FOLDER = join(root, "book/screenshots");

/** Writes a PNG as WebP, by the browser's own encoder: a fraction of its size. */
async function save(browser, name, png) {
  const page = await browser.newPage();
  const webp = await page.evaluate(
    async (source) => {
      const image = new Image();
      image.src = source;
      await image.decode();
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [image.width, image.height];
      canvas.getContext("2d").drawImage(image, 0, 0);
      return canvas.toDataURL("image/webp", 0.7);
    },
    `data:image/png;base64,${png.toString("base64")}`,
  );
  await page.close();
  const file = join(FOLDER, `${name}.webp`);
  const bytes = Buffer.from(webp.split(",")[1], "base64");
  await writeFile(`${file}.tmp`, bytes);
  await rename(`${file}.tmp`, file);
  console.log(`book/screenshots/${name}.webp, ${Math.round(bytes.length / 1000)} kB`);
}

/** A page of the book, and a figure of it with the pointer on a curve. */
async function ofBook(browser) {
  const file = join(root, `build/book/${NOTEBOOK}.html`);
  if (!existsSync(file)) throw new Error(`There is no ${file}: run \`npm run book\` first.`);
  const page = await browser.newPage(VIEW);
  await page.goto(pathToFileURL(file).href);
  await page.waitForLoadState("networkidle");
  await page.evaluate(() => document.fonts.ready);
  await page.evaluate((id) => {
    document.getElementById(id).scrollIntoView({ behavior: "instant" });
  }, SECTION);
  await page.locator(`.active[href="#${SECTION}"]`).waitFor(); // the contents mark it
  await page.waitForTimeout(500); // what slides in has come to rest
  await save(browser, "book", await page.screenshot());
  const figure = page.locator(`[id="${FIGURE}"]`);
  await figure.scrollIntoViewIfNeeded();
  await pointAt(page, figure);
  await save(browser, "figure", await figure.screenshot());
  await page.close();
}

/** Moves the pointer to a figure's fourth point, and waits for its value. */
async function pointAt(page, figure) {
  const point = figure.locator(".scatterlayer .point").nth(3);
  await point.waitFor();
  const { x, y, width, height } = await point.boundingBox();
  await page.mouse.move(x + width / 2, y + height / 2, { steps: 5 });
  await figure.locator(".hovertext").first().waitFor();
}

/** JupyterLab's server on the notebooks, with settings of its own, and the notebooks trusted: drawings show. */
function startLab(folder, port) {
  const env = { ...process.env, JUPYTER_PREFER_ENV_PATH: "1" };
  for (const name of ["CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR"])
    env[`JUPYTER_${name}`] = join(folder, name);
  for (const name of ["SETTINGS_DIR", "WORKSPACES_DIR"])
    env[`JUPYTERLAB_${name}`] = join(folder, name);
  const python = join(root, ".venv/bin/python");
  const options = { cwd: root, env, stdio: "ignore" };
  spawnSync(python, ["-m", "nbformat.sign", `notebooks/${NOTEBOOK}.ipynb`], options);
  const server = [`--ServerApp.port=${port}`, "--ServerApp.port_retries=0", "--allow-root"];
  const flags = [...server, "--no-browser", "--expose-app-in-browser", "--IdentityProvider.token="];
  const place = `--ServerApp.root_dir=${root}`;
  return spawn(python, ["-m", "jupyterlab", ...flags, place, ...SETTINGS], options);
}

/** Opens a page whose server may not listen yet. */
async function whenThere(page, url) {
  for (let tries = 0; ; tries++) {
    try {
      return await page.goto(url);
    } catch (error) {
      if (tries === 300) throw error;
      await page.waitForTimeout(200);
    }
  }
}

function scrollTo(page, index) {
  return page.evaluate(async (i) => {
    const { content } = globalThis.jupyterapp.shell.currentWidget;
    content.activeCellIndex = i;
    await content.scrollToItem(i, "start");
    content.widgets[i].node.scrollIntoView({ behavior: "instant" });
  }, index);
}

/** Shows the contents, runs the cells down to the first figure, and scrolls to its cell. */
async function runToFigure(page) {
  const idle = () =>
    globalThis.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status === "idle";
  await page.waitForFunction(idle);
  const index = await page.evaluate(() => {
    const { commands, shell } = globalThis.jupyterapp;
    const { content } = shell.currentWidget;
    const figure = (cell) => JSON.stringify(cell.outputs?.toJSON() ?? "").includes("plotly");
    const index = [...content.model.cells].findIndex(figure);
    content.activeCellIndex = index + 1; // "above" leaves out the active cell
    void commands.execute("toc:show-panel");
    void commands.execute("notebook:run-all-above");
    return index;
  });
  const ran = (i) => {
    const cell = globalThis.jupyterapp.shell.currentWidget.content.model.cells.get(i);
    return cell.executionCount > 0 && cell.outputs.length > 0;
  };
  await page.waitForFunction(ran, index);
  await page.waitForFunction(idle);
  // Twice: once drawn, the figure has another height.
  await scrollTo(page, index);
  await page.locator(".js-plotly-plot .nsewdrag").first().waitFor();
  await scrollTo(page, index);
  await page.waitForTimeout(1000); // what slides in has come to rest
}

async function ofLab(browser) {
  const folder = mkdtempSync(join(tmpdir(), "screenshots-"));
  const port = await freePort();
  const server = startLab(folder, port);
  try {
    const page = await browser.newPage({ ...VIEW, viewport: { width: 1280, height: 900 } });
    await whenThere(page, `http://127.0.0.1:${port}/lab/tree/notebooks/${NOTEBOOK}.ipynb?reset`);
    await page.locator(".jp-Notebook .jp-CodeCell").first().waitFor();
    await runToFigure(page);
    await save(browser, "jupyterlab", await page.screenshot());
    await page.close();
  } finally {
    const ended = new Promise((done) => server.once("exit", done));
    server.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
}

await mkdir(FOLDER, { recursive: true });
const browser = await startChromium();
try {
  await ofBook(browser);
  await ofLab(browser);
} finally {
  await browser.close();
}
