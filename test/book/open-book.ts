// The book of the two fixtures, opened from disk and from a local server.
import { createReadStream, existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { startChromium } from "../../book/chromium.mjs";
import { exportFixtures, fixturesBook } from "./exporting";

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
};

export interface OpenBook {
  /** The folder of the pages. */
  readonly folder: string;
  /** Where the pages are: a file URL and an http URL, each with a slash at the end. */
  readonly file: string;
  readonly http: string;
  /** Opens a page, uses it, and returns what it complained of: console, failed and foreign requests. */
  visit(
    address: string,
    options: BrowserContextOptions,
    use: (page: Page) => Promise<void>,
  ): Promise<string[]>;
  close(): Promise<void>;
}

/** Exports the fixtures and opens them; throws when the export complains. */
export async function openBook(): Promise<OpenBook> {
  await exportFixtures();
  return openFolder(fixturesBook);
}

/** Starts a browser and a server for a book; closing it calls `remove`. */
export async function openFolder(
  folder: string,
  remove: () => Promise<void> = async () => {},
): Promise<OpenBook> {
  const browser = await startChromium();
  const server = await serve(folder);
  const http = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const file = `${pathToFileURL(folder)}/`;
  return {
    folder,
    file,
    http,
    visit: (address, options, use) => visit(browser, [file, http], address, options, use),
    async close() {
      await browser.close();
      server.close();
      await remove();
    },
  };
}

async function serve(folder: string): Promise<Server> {
  const server = createServer((request, response) => {
    const path = join(folder, new URL(request.url ?? "/", "http://book").pathname);
    if (!existsSync(path)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "application/octet-stream" });
    createReadStream(path).pipe(response);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return server;
}

async function visit(
  browser: Browser,
  homes: string[],
  address: string,
  options: BrowserContextOptions,
  use: (page: Page) => Promise<void>,
): Promise<string[]> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) {
      complaints.push(message.text());
    }
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    if (![...homes, "data:", "blob:"].some((home) => request.url().startsWith(home))) {
      complaints.push(`request to ${request.url()}`);
    }
  });
  page.on("requestfailed", (request) => complaints.push(`failed: ${request.url()}`));
  page.on("response", (response) => {
    if (response.status() >= 400) {
      complaints.push(`${response.status()}: ${response.url()}`);
    }
  });
  try {
    await page.goto(address);
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    await use(page);
    return complaints;
  } finally {
    await context.close();
  }
}
