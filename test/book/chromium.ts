// Finds and starts the browser of the page tests. A missing one is a failure, never a skip.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** Path of the Chromium to use: the environment's CHROMIUM, else the first of the usual names on PATH. */
export function findChromium(): string {
  const named = process.env.CHROMIUM;
  const folders = (process.env.PATH ?? "").split(delimiter);
  const found = named ?? NAMES.flatMap((n) => folders.map((f) => join(f, n))).find(existsSync);
  if (found === undefined || !existsSync(found)) {
    const sought = named ?? `${NAMES.join(", ")} on PATH`;
    throw new Error(
      `The book's pages are tested in Chromium, and there is none (sought: ${sought}). Install one, or set CHROMIUM to its path.`,
    );
  }
  return found;
}

/** Starts Chromium without a window; the caller closes it. */
export async function startChromium(): Promise<Browser> {
  // Containers often run as root, where Chromium's sandbox refuses to start; the pages are our own.
  return chromium.launch({ executablePath: findChromium(), args: ["--no-sandbox"] });
}
