// Reports what the built book costs a reader: `node book/measure.mjs [FOLDER]` (default: build/book), after an
// export. A report, not a test: times depend on the machine. Needs a Chromium (CHROMIUM names another).
import { createReadStream, existsSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
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

const FIGURE = /plotly|_static\/figures\//;

/**
 * Milliseconds to the first content; bytes until the page rests, without its figures, as they are and gzipped (as most
 * servers send them; this one does not); bytes of the figures near its top; how often plotly was asked for in all.
 */
async function measure(browser, address) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWDOWN });
  let plotly = 0;
  const bodies = [];
  let resting = false;
  page.on("response", (response) => {
    const url = response.url();
    plotly += url.includes("plotly") ? 1 : 0;
    if (!resting) {
      bodies.push(response.body().then((body) => ({ isFigure: FIGURE.test(url), body })));
    }
  });
  await page.goto(address, { waitUntil: "networkidle" });
  resting = true;
  const loaded = await Promise.all(bodies);
  const sum = (isFigure, size) =>
    loaded
      .filter((one) => one.isFigure === isFigure)
      .reduce((all, { body }) => all + size(body), 0);
  const weight = sum(false, (body) => body.length);
  const zipped = sum(false, (body) => Math.min(body.length, gzipSync(body).length));
  const figures = sum(true, (body) => body.length);
  const first = await firstContent(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  for (const figure of await page.locator(".book-figure").all()) {
    await figure.scrollIntoViewIfNeeded();
  }
  await page.waitForLoadState("networkidle");
  await context.close();
  return { first, weight, zipped, figures, plotly };
}

/** Milliseconds to the first content, which a short page may show only after it has come to rest. */
function firstContent(page) {
  return page.evaluate(
    () =>
      new Promise((done) => {
        new PerformanceObserver((list) => {
          const [entry] = list.getEntriesByName("first-contentful-paint");
          if (entry) done(entry.startTime);
        }).observe({ type: "paint", buffered: true });
      }),
  );
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
console.log(
  "first content (ms)  weight before figures (kB)  gzipped (kB)  figures near the top (kB)  plotly loads  page",
);
const kB = (bytes) => (bytes / 1000).toFixed(0);
for (const name of pages.sort()) {
  const { port } = server.address();
  const cost = await measure(browser, `http://127.0.0.1:${port}/${name}`);
  const cells = [
    cost.first.toFixed(0).padStart(18),
    kB(cost.weight).padStart(26),
    kB(cost.zipped).padStart(12),
    kB(cost.figures).padStart(25),
    String(cost.plotly).padStart(12),
  ];
  console.log(`${cells.join("  ")}  ${name}`);
}
console.log(`site: ${((await siteSize()) / 1e6).toFixed(1)} MB; CPU slowed ${SLOWDOWN} times`);
await browser.close();
server.close();
