// Types in the book's code: the checker's answers for cells that follow each other, and how a page shows them.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { notebookTypes } from "../../kernel/node/notebook-types";
import { type OpenBook, openBook } from "./open-book";

const SECTION = "07-softmax-fixture.html";
const CODE = "div.cell_input .highlight pre";

describe("the types of a notebook's names", () => {
  it("follow names from cell to cell, with documentation and places in the source", () => {
    const first = "/** How many. */\nconst count: number = 3;";
    const second = "let wide = [count];\nconsole.log(wide.length);";
    const [one, two] = notebookTypes(import.meta.dirname, [first, second]);
    expect(one).toEqual([
      { start: first.indexOf("count"), length: 5, text: "const count: number\n\nHow many." },
    ]);
    const texts = two.map(({ start, length, text }) => [second.slice(start, start + length), text]);
    expect(texts.slice(0, 2)).toEqual([
      ["wide", "let wide: number[]"],
      ["count", "const count: number\n\nHow many."],
    ]);
    expect(texts.at(-1)![1]).toMatch(/^\(property\) Array<number>\.length: number/);
  });

  it("leave out what cannot be known, and shorten what is long", () => {
    const long = Array.from({ length: 99 }, (_, i) => `name${i}: ${i}`).join(", ");
    const [[name], broken] = notebookTypes(import.meta.dirname, [`const a = {${long}};`, "??? ("]);
    expect(name.text).toMatch(/ …$/);
    expect(name.text.length).toBeLessThan(410);
    expect(broken).toEqual([]);
  });
});

describe("a page of code", () => {
  let book: OpenBook;
  beforeAll(async () => {
    book = await openBook();
  }, 180_000);
  afterAll(() => book?.close());

  it("shows the type of the name under the pointer, and hides it", async () => {
    const complaints = await book.visit(book.file + SECTION, {}, async (page) => {
      const code = page.locator(CODE).first();
      const place = (await code.evaluate(async (pre) => {
        pre.scrollIntoView({ block: "center", behavior: "instant" });
        const frame = () => new Promise((done) => requestAnimationFrame(done));
        await frame(); // in it the page hears that it scrolled, and would hide what a pointer asked for before
        await frame();
        const range = document.createRange();
        const walker = document.createTreeWalker(pre, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const at = node.textContent!.indexOf("scores");
          if (at < 0) continue;
          range.setStart(node, at);
          range.setEnd(node, at + 6);
          const { x, y, width, height } = range.getBoundingClientRect();
          return { x: x + width / 2, y: y + height / 2 };
        }
        return null;
      }))!;
      await page.mouse.move(place.x, place.y);
      const box = page.locator("#book-type");
      await box.waitFor();
      expect(await box.textContent()).toBe("const scores: number[]");
      await page.keyboard.press("Escape");
      expect(await box.isVisible()).toBe(false);
    });
    expect(complaints).toEqual([]);
  });

  it("lists a cell's names by keyboard, from disk and from a server", async () => {
    for (const home of [book.file, book.http]) {
      await book.visit(home + SECTION, {}, async (page) => {
        const button = page.locator("button.book-types").first();
        await button.focus();
        await page.keyboard.press("Enter");
        const list = page.locator(".book-type-list");
        await list.waitFor();
        expect(await button.getAttribute("aria-expanded")).toBe("true");
        expect(await list.locator("dt").allTextContents()).toContain("words");
        expect(await list.locator("dd", { hasText: "const words: string[]" }).count()).toBe(1);
        await page.keyboard.press("Enter");
        await list.waitFor({ state: "detached" });
      });
    }
  });

  it("is plain code without JavaScript", async () => {
    await book.visit(book.file + SECTION, { javaScriptEnabled: false }, async (page) => {
      expect(await page.locator(CODE).first().textContent()).toContain("const scores");
      expect(await page.locator("button.book-types").count()).toBe(0);
    });
  });
});
