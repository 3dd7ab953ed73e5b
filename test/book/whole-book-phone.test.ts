// The book that readers get, of all notebooks, page by page, from a server on a phone: as whole-book.test.ts, and no page
// wider than a small phone. The other pages are those of the library, for teachers and of the search.
import { readdir } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { axeViolations } from "./axe";
import type { OpenBook } from "./open-book";
import { expectGood, openAll, openWholeBook, pages, wholeBook } from "./whole-book";

let book: OpenBook;

beforeAll(async () => {
  book = await openWholeBook();
}, 300_000);
afterAll(() => book?.close());

describe.each(pages)("%s", (page) => {
  it("from a server, dark, on a phone: complete, silent, and good to axe", async () => {
    await expectGood(book, page, { home: "http", colorScheme: "dark", width: 390 });
  }, 300_000);

  it("from disk, under its policy: silent, and does not scroll sideways at 320 pixels", async () => {
    const narrow = { viewport: { width: 320, height: 700 } };
    const complaints = await book.visit(book.file + page, narrow, async (open) => {
      await openAll(open);
      expect(await open.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    });
    expect(complaints).toEqual([]);
  }, 300_000);
});

describe("the other pages", () => {
  const others = async () =>
    (await readdir(wholeBook)).filter((name) => name.endsWith(".html") && !pages.includes(name));

  it("are good to axe from a server, dark, on a phone, and no wider than a small one", async () => {
    const dark = {
      colorScheme: "dark",
      viewport: { width: 390, height: 800 },
      bypassCSP: true,
    } as const;
    expect((await others()).length).toBeGreaterThan(10);
    for (const name of await others()) {
      const complaints = await book.visit(book.http + name, dark, async (open) => {
        await openAll(open);
        expect(await axeViolations(open), name).toEqual([]);
        await open.setViewportSize({ width: 320, height: 700 });
        expect(await open.evaluate(() => document.documentElement.scrollWidth), name).toBe(320);
      });
      expect(complaints, name).toEqual([]);
    }
  }, 300_000);

  it("are good to axe from disk, light, on a desk", async () => {
    for (const name of await others()) {
      const complaints = await book.visit(book.file + name, { bypassCSP: true }, async (open) => {
        await openAll(open);
        expect(await axeViolations(open), name).toEqual([]);
      });
      expect(complaints, name).toEqual([]);
    }
  }, 300_000);
});
