// The book that readers get, of all notebooks, page by page: no complaint, nothing from elsewhere, nothing that axe
// finds, no page wider than a small phone, no cell of a heat map over its neighbour. The fixtures' tests say more of each mechanism.
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { axeViolations } from "./axe";
import { exportBook } from "./exporting";
import { type OpenBook, openFolder } from "./open-book";

const root = join(import.meta.dirname, "../..");
const notebooks = (await readdir(join(root, "notebooks")))
  .filter((name) => name.endsWith(".ipynb"))
  .map((name) => name.replace(/ipynb$/, "html"));
const pages = ["index.html", ...notebooks, "symbols.html", "errata.html", "references.html"];
let book: OpenBook;

beforeAll(async () => {
  const run = await exportBook([]); // at once when the book is current
  expect(run.stderr).toBe("");
  book = await openFolder(join(root, "build/book"));
}, 300_000);
afterAll(() => book?.close());

/** Opens everything folded and brings every figure to life. */
async function openAll(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const folded of document.querySelectorAll("details")) folded.open = true;
  });
  for (const figure of await page.locator(".book-figure:has(.book-figure-live)").all()) {
    await figure.scrollIntoViewIfNeeded();
    await page.waitForFunction((it) => it?.dataset.live === "true", await figure.elementHandle());
  }
}

/** Heat maps in whose cells two texts of one row overlap. */
function crowded(page: Page): Promise<string[]> {
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

describe.each(pages)("%s", (name) => {
  it.each([
    ["from disk, light, on a desk", "file", "light", 1280],
    ["from a server, dark, on a phone", "http", "dark", 390],
  ] as const)(
    "%s: complete, silent, and good to axe",
    async (_, home, colorScheme, width) => {
      const options = { colorScheme, viewport: { width, height: 800 }, bypassCSP: true };
      const complaints = await book.visit(book[home] + name, options, async (page) => {
        await openAll(page);
        expect(await crowded(page)).toEqual([]);
        expect(await axeViolations(page)).toEqual([]);
      });
      expect(complaints).toEqual([]);
    },
    300_000,
  );

  it("does not scroll sideways at 320 pixels", async () => {
    await book.visit(book.file + name, { viewport: { width: 320, height: 700 } }, async (page) => {
      await openAll(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    });
  }, 300_000);
});
