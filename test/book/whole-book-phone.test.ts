// The book that readers get, of all notebooks, page by page, from a server on a phone: as whole-book.test.ts, and no page
// wider than a small phone.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OpenBook } from "./open-book";
import { openAll, openWholeBook, pages, testForm } from "./whole-book";

let book: OpenBook;

beforeAll(async () => {
  book = await openWholeBook();
}, 300_000);
afterAll(() => book?.close());

describe.each(pages)("%s", (page) => {
  testForm(() => book, page, ["from a server, dark, on a phone", "http", "dark", 390]);

  it("does not scroll sideways at 320 pixels", async () => {
    await book.visit(book.file + page, { viewport: { width: 320, height: 700 } }, async (open) => {
      await openAll(open);
      expect(await open.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    });
  }, 300_000);
});
