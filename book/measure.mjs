// Reports what the built book costs a reader: `node book/measure.mjs [FOLDER]` (default: build/book), after an
// export. A report, not a test: times depend on the machine. Needs a Chromium (CHROMIUM names another).
import { createReadStream, existsSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, resolve } from "node:path";
import { startChromium } from "./chromium.mjs";
import { root } from "./export/options.mjs";

const SLOWDOWN = 4;
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };
const folder = resolve(process.argv[2] ?? join(root, "build/book"));

function serve() {
  const server = createServer((request, response) => {
    const path = join(folder, new URL(request.url, "http://book").pathname);
    if (!existsSync(path)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "application/octet-stream" });
    createReadStream(path).pipe(response);
  });
  return new Promise((done) => server.listen(0, "127.0.0.1", () => done(server)));
}

/** Milliseconds to the first content, bytes until the page rests, and how often plotly was asked for in all. */
async function measure(browser, address) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWDOWN });
  let plotly = 0;
  const sizes = [];
  page.on("response", (response) => {
    const isPlotly = response.url().includes("plotly");
    plotly += isPlotly ? 1 : 0;
    if (!isPlotly) {
      sizes.push(response.body().then((body) => body.length));
    }
  });
  await page.goto(address, { waitUntil: "networkidle" });
  const weight = (await Promise.all(sizes)).reduce((a, b) => a + b, 0);
  const first = await page.evaluate(
    () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN,
  );
  await session.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  for (const figure of await page.locator(".book-figure").all()) {
    await figure.scrollIntoViewIfNeeded();
  }
  await page.waitForLoadState("networkidle");
  await context.close();
  return { first, weight, plotly };
}

async function siteSize() {
  const names = await readdir(folder, { recursive: true });
  const sizes = await Promise.all(names.map((name) => stat(join(folder, name))));
  return sizes.reduce((sum, s) => sum + (s.isFile() ? s.size : 0), 0);
}

const pages = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".html"));
if (pages.length === 0) {
  console.error(`Book: no pages in ${folder}: run "node book/export.mjs" first.`);
  process.exit(1);
}
const server = await serve();
const browser = await startChromium();
console.log("first content (ms)  weight without plotly (kB)  plotly loads  page");
for (const name of pages.sort()) {
  const { port } = server.address();
  const { first, weight, plotly } = await measure(browser, `http://127.0.0.1:${port}/${name}`);
  const cells = [first.toFixed(0).padStart(18), (weight / 1000).toFixed(0).padStart(26)];
  console.log(`${cells.join("  ")}  ${String(plotly).padStart(12)}  ${name}`);
}
console.log(`site: ${((await siteSize()) / 1e6).toFixed(1)} MB; CPU slowed ${SLOWDOWN} times`);
await browser.close();
server.close();
