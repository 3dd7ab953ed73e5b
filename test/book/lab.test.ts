// `npm run lab` as a reader meets it: drawings show before a cell has run, and Ctrl-C ends it all.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Locator } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startChromium } from "../../book/chromium.mjs";
import { freePort } from "../../book/free-port.mjs";
import { ROOT } from "../kernel/notebook";

let folder: string;
let port: number;
let program: ChildProcess;
/** What the program says, with the address that a reader opens. */
let said = "";
let browser: Browser;

/** Writes a notebook whose one cell was run and drew a square of this width. */
function writeDrawn(name: string, width: number): void {
  const square = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}"><path d="M0,0h9v9"/></svg>`;
  const data = { "image/svg+xml": square, "text/plain": "a square" };
  const outputs = [{ output_type: "display_data", metadata: {}, data }];
  const text = { cell_type: "markdown", id: "t", metadata: {}, source: "Half: $\\tfrac12$" };
  const cell = {
    cell_type: "code",
    id: "c",
    metadata: {},
    execution_count: 1,
    source: "1",
    outputs,
  };
  const metadata = { kernelspec: { name: "tslab", display_name: "TypeScript" } };
  const notebook = { cells: [text, cell], metadata, nbformat: 4, nbformat_minor: 5 };
  writeFileSync(join(folder, "notebooks", name), JSON.stringify(notebook));
}

/** The token in the address that JupyterLab prints when it listens. */
async function printedToken(): Promise<string> {
  const token = () => /[?&]token=([0-9a-f]{32,})/.exec(said)?.[1] ?? "";
  await expect.poll(token, { timeout: 60_000 }).not.toBe("");
  return token();
}

/** The output of a notebook's cell, opened in JupyterLab. */
async function outputOf(name: string): Promise<Locator> {
  const page = await browser.newPage();
  const token = await printedToken();
  const address = `http://127.0.0.1:${port}/lab/tree/notebooks/${name}?reset&token=${token}`;
  await expect.poll(() => page.goto(address).catch(() => null), { timeout: 60_000 }).not.toBeNull();
  const output = page.locator(".jp-Notebook .jp-OutputArea-output");
  await output.first().waitFor({ timeout: 60_000 });
  return output;
}

// A checkout of its own: the program itself, its environment, one notebook, a build that does nothing.
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "unrolled-lab-"));
  mkdirSync(join(folder, "notebooks"));
  const files = [
    "lab.mjs",
    "lab-options.mjs",
    "render-math.mjs",
    "saved_page",
    "_ext",
    "lab-settings",
    "lab-extensions",
  ];
  for (const name of files)
    cpSync(join(ROOT, "book", name), join(folder, "book", name), { recursive: true });
  for (const name of [".venv", "node_modules"]) symlinkSync(join(ROOT, name), join(folder, name));
  writeFileSync(join(folder, "build.mjs"), "setInterval(() => undefined, 1000);");
  writeDrawn("known.ipynb", 9);
  port = await freePort();
  const own = ["CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR"].map((name) => [
    `JUPYTER_${name}`,
    join(folder, name),
  ]);
  const options = ["--no-browser", `--port=${port}`];
  program = spawn(process.execPath, [join(folder, "book/lab.mjs"), ...options], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...Object.fromEntries(own) },
  });
  for (const stream of [program.stdout!, program.stderr!]) {
    stream.on("data", (chunk) => (said += chunk));
  }
  browser = await startChromium();
}, 60_000);

afterAll(async () => {
  await browser?.close();
  program?.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});

it("shows the drawings of the workbook's notebooks at once, and of others not", async () => {
  const known = await outputOf("known.ipynb");
  expect(await known.locator("img").count()).toBe(1);
  writeDrawn("stranger.ipynb", 8); // it came after the start: nobody has vouched for it
  const stranger = await outputOf("stranger.ipynb");
  expect(await stranger.locator("img").count()).toBe(0);
  expect(await stranger.first().innerText()).toBe("a square");
}, 120_000);

it("listens on the loopback and lets in only who has the token", async () => {
  const token = await printedToken();
  const contents = `http://127.0.0.1:${port}/api/contents`;
  expect((await fetch(contents)).status).toBe(403);
  expect((await fetch(`${contents}?token=${"0".repeat(48)}`)).status).toBe(403);
  expect((await fetch(`${contents}?token=${token}`)).status).toBe(200);
  const addresses = said.match(/http:\/\/[^:/]+/g) ?? [];
  expect(addresses.length).toBeGreaterThan(0);
  expect(addresses.filter((one) => !/\/\/(localhost|127\.0\.0\.1)$/.test(one))).toEqual([]);
}, 120_000);

it("asks nothing on the first start, and saves a page with its formulas drawn", async () => {
  const page = (await outputOf("known.ipynb")).page();
  await page.waitForTimeout(2000); // the question about news comes a little after the page
  const notices = await page.locator(".Toastify__toast").allInnerTexts();
  expect(notices.filter((one) => /news|update/i.test(one))).toEqual([]);
  const asked = page.context().waitForEvent("request", {
    predicate: (one) => one.url().includes("/nbconvert/"),
    timeout: 100_000,
  });
  asked.catch(() => {}); // if a click below fails, that is what is told
  await page.locator(".lm-MenuBar-item", { hasText: "File" }).click();
  await page.locator(".lm-Menu-item", { hasText: "Save and Export Notebook As" }).hover();
  await page.locator(".lm-Menu-item", { hasText: /^HTML/ }).click();
  await page.locator(".jp-Dialog .jp-mod-accept").click(); // with its box "Sanitize" ticked
  const saved = await page.request.get((await asked).url(), { headers: { referer: page.url() } });
  expect(saved.status()).toBe(200);
  const html = await saved.text();
  expect(html).toContain("katex-html");
  expect(html).not.toContain("<script");
}, 120_000);

it("ends when it is told to, and JupyterLab with it", async () => {
  const ended = once(program, "exit");
  program.kill("SIGINT");
  expect((await ended)[0]).toBe(0);
  await expect(fetch(`http://127.0.0.1:${port}/api`)).rejects.toThrow();
}, 30_000);
