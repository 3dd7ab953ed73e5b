// Finds the browser that draws pages for the book's PDF, for measurements and for tests.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/**
 * Path of the Chromium to use: the environment's CHROMIUM, else the first of the usual names on PATH.
 * @returns {string}
 * @throws Error naming what was sought
 */
export function findChromium() {
  const named = process.env.CHROMIUM;
  const folders = (process.env.PATH ?? "").split(delimiter);
  const found = named ?? NAMES.flatMap((n) => folders.map((f) => join(f, n))).find(existsSync);
  if (found === undefined || !existsSync(found)) {
    const sought = named ?? `${NAMES.join(", ")} on PATH`;
    throw new Error(
      `Pages are drawn in Chromium, and there is none (sought: ${sought}). Install one, or set CHROMIUM to its path.`,
    );
  }
  return found;
}

/**
 * Starts Chromium without a window; the caller closes it.
 * @returns {Promise<import("playwright-core").Browser>}
 */
export async function startChromium() {
  // Containers often run as root, where Chromium's sandbox refuses to start; the pages are our own.
  return chromium.launch({ executablePath: findChromium(), args: ["--no-sandbox"] });
}
