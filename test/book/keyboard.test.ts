// A page without a mouse: every control is reached by Tab, is seen when it is, and works by keys.

import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type OpenBook, openBook } from "./open-book";

let book: OpenBook;
beforeAll(async () => {
  book = await openBook();
}, 180_000);
afterAll(() => book?.close());

/** Marks what a reader can use on the page with numbers, in reading order, and says what each is. */
function controls(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const usable = "a[href], button, input, select, summary, [tabindex]:not([tabindex='-1'])";
    const seen = [...document.querySelectorAll<HTMLElement>(usable)].filter(
      (it) => it.checkVisibility({ visibilityProperty: true }) && !it.matches(":disabled"),
    );
    return seen.map((it, i) => {
      it.dataset.control = String(i);
      return `${i} ${it.tagName} ${it.className} ${(it.textContent ?? "").trim().slice(0, 30)}`;
    });
  });
}

/** Where the focus is: the control's number, and whether a reader sees that it is there. */
function focused(page: Page): Promise<{ control: string; shown: boolean } | null> {
  return page.evaluate(() => {
    const it = document.activeElement as HTMLElement;
    if (it === document.body) return null;
    // The theme draws the ring of some around a part of them, and of the search field around its form.
    const around = [it, ...it.querySelectorAll("*"), it.closest("form") ?? it];
    const ring = around.some((one) => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
      return (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none";
    });
    const inside = around.some((one) => {
      const box = one.getBoundingClientRect();
      return box.bottom > 0 && box.top < innerHeight && box.width > 0 && box.height > 0;
    });
    const shown = ring && inside && Number(getComputedStyle(it).opacity) > 0.9;
    return { control: it.dataset.control ?? it.outerHTML.slice(0, 80), shown };
  });
}

describe.each([
  ["07-softmax-fixture.html", 1280],
  ["08-second-fixture.html", 390],
  ["search.html?q=softmax", 1280],
  ["api-layers.html", 1280],
])("%s, %i pixels wide", (name, width) => {
  it("gives the focus to every control, and shows it", async () => {
    await book.visit(
      book.file + name,
      { viewport: { width, height: 800 }, reducedMotion: "reduce" },
      async (page) => {
        await page.waitForLoadState("networkidle");
        const all = await controls(page);
        const reached = new Set<string>();
        const hidden: string[] = [];
        for (let i = 0; i < all.length + 20; i++) {
          await page.keyboard.press("Tab");
          let at = await focused(page);
          for (let wait = 0; at?.shown === false && wait < 40; wait++) {
            await page.waitForTimeout(50); // scrolling there, or fading in, takes its time on a busy machine
            at = await focused(page);
          }
          if (at === null) break;
          reached.add(at.control);
          if (!at.shown) hidden.push(all[Number(at.control)] ?? at.control);
        }
        expect(all.filter((_, i) => !reached.has(String(i)))).toEqual([]);
        expect(hidden).toEqual([]);
      },
    );
  }, 120_000);
});

describe("by keys", () => {
  it("the menu of colours opens, changes the page, and closes", async () => {
    await book.visit(`${book.file}index.html`, { colorScheme: "light" }, async (page) => {
      const button = page.locator(".theme-switch-button");
      const menu = page.locator(".theme-switch-container .dropdown-menu");
      await button.focus();
      await page.keyboard.press("Enter");
      expect(await menu.isVisible()).toBe(true);
      expect(await button.getAttribute("aria-expanded")).toBe("true");
      for (const key of ["ArrowDown", "ArrowDown", "Enter"]) await page.keyboard.press(key);
      expect(await page.locator("html").getAttribute("data-theme")).toBe("dark");
      expect(await menu.isVisible()).toBe(false);
      await button.focus();
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Escape");
      expect(await menu.isVisible()).toBe(false);
      expect(await button.evaluate((it) => it === document.activeElement)).toBe(true);
    });
  });

  it("a cell's code is copied as it stands", async () => {
    const options = { permissions: ["clipboard-read", "clipboard-write"] };
    for (const home of [book.file, book.http])
      await book.visit(`${home}07-softmax-fixture.html`, options, async (page) => {
        const button = page.locator("div.cell_input button.copybtn").first();
        await button.focus();
        await page.keyboard.press("Enter");
        await page.locator("button.copybtn.success").waitFor();
        const copied = await page.evaluate(() => navigator.clipboard.readText());
        expect(copied).toMatch(
          /^import \{ softmax, Vocabulary \} from "\.\.\/lib";\n\n\/\/ Scores/,
        );
      });
  });
});
