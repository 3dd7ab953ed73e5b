// The book of all notebooks, opened as readers do. Two files of tests share it, so that two workers share the time.
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { axeViolations } from "./axe";
import { exportBook } from "./exporting";
import { type OpenBook, openFolder } from "./open-book";

const root = join(import.meta.dirname, "../..");
export const wholeBook: string = join(root, "build/book");
const notebooks = (await readdir(join(root, "notebooks")))
  .filter((name) => name.endsWith(".ipynb"))
  .map((name) => name.replace(/ipynb$/, "html"));
/** Its pages but those of the library. */
export const pages: readonly string[] = [
  "index.html",
  ...notebooks,
  "symbols.html",
  "errata.html",
  "references.html",
];

/** Exports the book, at once when it is current, and opens it. */
export async function openWholeBook(): Promise<OpenBook> {
  const run = await exportBook([]);
  expect(run.stderr).toBe("");
  return openFolder(wholeBook);
}

/** Opens everything folded and brings every figure to life. */
export async function openAll(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const folded of document.querySelectorAll("details")) folded.open = true;
  });
  for (const figure of await page.locator(".book-figure:has(.book-figure-live)").all()) {
    await figure.scrollIntoViewIfNeeded();
    await page.waitForFunction((it) => it?.dataset.live === "true", await figure.elementHandle());
  }
}

/** Heat maps in whose cells two texts of one row overlap. */
export function crowded(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const overlaps = (figure: Element) => {
      const boxes = [...figure.querySelectorAll(".annotation-text")].map((text) =>
        text.getBoundingClientRect(),
      );
      return boxes.some((a, i) =>
        boxes.slice(i + 1).some((b) => a.top === b.top && a.left < b.right && b.left < a.right),
      );
    };
    const maps = [...document.querySelectorAll(".book-figure")].filter((figure) =>
      figure.querySelector(".heatmaplayer image"),
    );
    return maps.filter(overlaps).map(({ id }) => id);
  });
}

/** What a page is looked at as. */
export interface Form {
  readonly home: "file" | "http";
  readonly colorScheme: "light" | "dark";
  readonly width: number;
}

/** Opens all of a page and expects that it is complete and silent, and that axe finds nothing. */
export async function expectGood(book: OpenBook, page: string, form: Form): Promise<void> {
  const { home, colorScheme, width } = form;
  const options = { colorScheme, viewport: { width, height: 800 }, bypassCSP: true };
  const complaints = await book.visit(book[home] + page, options, async (open) => {
    await openAll(open);
    expect(await crowded(open)).toEqual([]);
    expect(await axeViolations(open)).toEqual([]);
  });
  expect(complaints).toEqual([]);
}
