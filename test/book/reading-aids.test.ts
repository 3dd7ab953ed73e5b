// What helps a reader along: previews of equations, all solutions at once, and pages that stay to themselves.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type OpenBook, openBook } from "./open-book";

const SECTION = "07-softmax-fixture.html";
let book: OpenBook;

beforeAll(async () => {
  book = await openBook();
}, 180_000);
afterAll(() => book?.close());

describe("every page, from disk and from a server", () => {
  it("asks for nothing elsewhere, misses nothing, and has no complaint", async () => {
    const pages = (await readdir(book.folder)).filter((name) => name.endsWith(".html"));
    expect(pages).toContain(SECTION);
    for (const home of [book.file, book.http]) {
      for (const name of pages) {
        const complaints = await book.visit(home + name, {}, async (page) => {
          await page.waitForLoadState("networkidle");
        });
        expect(complaints, home + name).toEqual([]);
      }
    }
  }, 300_000);

  it("runs no script that its policy does not name, and connects nowhere", async () => {
    const complaints = await book.visit(book.http + SECTION, {}, async (page) => {
      const ran = await page.evaluate(async () => {
        const script = document.createElement("script");
        script.textContent = "document.title = 'taken over'";
        document.head.append(script);
        const button = document.createElement("button");
        button.setAttribute("onclick", "document.title = 'taken over'");
        button.click();
        const fetched = await fetch("index.html").then(
          () => true,
          () => false,
        );
        return { title: document.title, fetched };
      });
      expect(ran.title).toContain("Softmax");
      expect(ran.fetched).toBe(false);
    });
    expect(complaints.join("\n")).toContain("Content Security Policy");
  });

  it("keep a number with an exponent on one line, however narrow they are", async () => {
    await book.visit(`${book.file}08-second-fixture.html`, {}, async (page) => {
      const number = page.locator("article p .unbroken");
      expect(await number.allTextContents()).toEqual(["1e-13"]);
      const lines = await number.evaluate((span) => {
        (span.parentElement as HTMLElement).style.width = "1px";
        return span.getClientRects().length;
      });
      expect(lines).toBe(1);
    });
  });

  it.each(["index.html", SECTION, "08-second-fixture.html", "references.html"])(
    "%s does not scroll sideways at 320 px, solutions open",
    async (name) => {
      const options = { viewport: { width: 320, height: 700 } };
      await book.visit(book.file + name, options, async (page) => {
        await page.evaluate(() => {
          for (const folded of document.querySelectorAll("details")) {
            folded.open = true;
          }
        });
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
      });
    },
  );
});

describe("a reference to an equation", () => {
  const preview = "#book-equation-preview";

  it.each([
    ["of the page", '#eq-7.1"', "∑k"],
    ["of another page", '08-second-fixture.html#eq-8.1"', "⊙"],
  ])("%s shows it on hover and on focus; Escape hides it", async (_, end, sign) => {
    for (const home of [book.file, book.http]) {
      const complaints = await book.visit(home + SECTION, {}, async (page) => {
        const link = page.locator(`article a[href$="${end}]`).first();
        const shown = page.locator(preview);
        await link.hover();
        await shown.waitFor();
        expect(await shown.locator("math").textContent()).toContain(sign);
        await page.keyboard.press("Escape");
        await shown.waitFor({ state: "hidden" });
        await page.mouse.move(0, 0);
        await link.focus();
        await shown.waitFor();
        expect(await link.getAttribute("aria-describedby")).toBe("book-equation-preview");
        const box = await shown.boundingBox();
        expect(box && box.x >= 0 && box.x + box.width <= 1280).toBe(true);
      });
      expect(complaints).toEqual([]);
    }
  });

  it("stays while the pointer is on the equation", async () => {
    await book.visit(book.file + SECTION, {}, async (page) => {
      await page.locator('article a[href$="#eq-7.1"]').first().hover();
      await page.locator(preview).waitFor();
      await page.locator(preview).hover();
      await page.waitForTimeout(400);
      expect(await page.locator(preview).isVisible()).toBe(true);
    });
  });

  it("is a plain link without JavaScript", async () => {
    await book.visit(book.file + SECTION, { javaScriptEnabled: false }, async (page) => {
      await page.locator('article a[href$="08-second-fixture.html#eq-8.1"]').first().click();
      expect(page.url()).toMatch(/08-second-fixture\.html#eq-8\.1$/);
    });
  });
});

describe("the button of the solutions", () => {
  it("opens all, folds all, and follows a reader who opens the last one by hand", async () => {
    await book.visit(book.file + SECTION, {}, async (page) => {
      const button = page.locator(".book-show-solutions");
      const open = page.locator("article details[open]:not(.book-figure-data)");
      expect(await button.textContent()).toBe("Show all solutions");
      await button.focus();
      await page.keyboard.press("Enter");
      expect(await open.count()).toBe(1);
      expect(await button.textContent()).toBe("Hide all solutions");
      await button.click();
      expect(await open.count()).toBe(0);
      await page.locator("summary", { hasText: "Solution" }).click();
      await page.locator("button", { hasText: "Hide all solutions" }).waitFor();
    });
  });

  it("is not there without solutions", async () => {
    await book.visit(`${book.file}references.html`, {}, async (page) => {
      expect(await page.locator(".book-show-solutions").count()).toBe(0);
    });
  });
});

describe("a long table of a figure", () => {
  const page08 = "08-second-fixture.html";
  const data = '[id="fig-8.2"] .book-figure-data';

  it("is loaded when it is opened, once", async () => {
    for (const home of [book.file, book.http]) {
      const complaints = await book.visit(home + page08, {}, async (page) => {
        expect(await page.locator(`${data} td`).count()).toBe(0);
        const summary = page.locator(`${data} summary`);
        await summary.click();
        await page.locator(`${data} tbody tr`).last().waitFor();
        await summary.click();
        await summary.click();
        expect(await page.locator(`${data} tbody tr`).count()).toBe(120);
        expect(await page.locator(`${data} tbody tr`).nth(1).innerText()).toBe("1\t0.142857");
      });
      expect(complaints).toEqual([]);
    }
  });

  it("is a file to take along, with and without JavaScript", async () => {
    await book.visit(book.file + page08, { javaScriptEnabled: false }, async (page) => {
      await page.locator(`${data} summary`).click();
      const link = page.locator(`${data} a`);
      expect(await link.innerText()).toBe("Data of figure 8.2, as CSV");
      const text = await readFile(
        join(book.folder, (await link.getAttribute("href")) ?? ""),
        "utf8",
      );
      expect(text.split("\n").slice(0, 3)).toEqual(['t,"state, ""s"""', "0,0", "1,0.142857"]);
    });
  });
});
