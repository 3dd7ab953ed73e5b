// The book that readers get, of all notebooks, page by page: no complaint, nothing from elsewhere, nothing that axe
// finds, no page wider than a small phone, no cell of a heat map over its neighbour. The fixtures' tests say more of each mechanism.
import { readdir, readFile, stat } from "node:fs/promises";
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

interface Output {
  readonly data?: Record<string, string | string[]>;
  readonly metadata: { readonly figure?: { readonly number: string } };
}

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

it("figure 5.2: an index in a caption is one, and in the search it has its sign, as in formulas", async () => {
  const page = await readFile(join(root, "build/book/05-bptt.html"), "utf8");
  expect(page).toContain("<i>u</i><sub>23</sub> leads from input 3");
  const sections = await readFile(join(root, "build/book/_static/section-index.js"), "utf8");
  expect(sections).toContain("u_23 leads from input 3");
  expect(sections).toMatch(/g ← g \S min\(1, θ/);
  expect(sections).toContain("δ_k = 0 as soon as a cut lies between");
});

it("a drawing whose repeated styles are classes looks as the notebook's does, in fewer bytes", async () => {
  const text = await readFile(join(root, "notebooks/05-bptt.ipynb"), "utf8");
  const drawings = (JSON.parse(text).cells as { outputs?: Output[] }[])
    .flatMap(({ outputs = [] }) => outputs)
    .filter(({ data, metadata }) => data?.["image/svg+xml"] && metadata.figure?.number === "5.7")
    .map(({ data }) => [data!["image/svg+xml"]].flat().join(""));
  expect(drawings).toHaveLength(1);
  const short = await readFile(join(root, "build/book/_static/figures/5.7.svg"), "utf8");
  expect(short.length).toBeLessThan(0.9 * drawings[0].length);
  await book.visit(`${book.file}index.html`, {}, async (page) => {
    const looks = (drawing: string) =>
      page.evaluate((svg) => {
        const marks = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
        document.body.replaceChildren(marks);
        const seen = [...marks.querySelectorAll("*:not(style)")].map((mark) => {
          const style = getComputedStyle(mark);
          return [
            mark.tagName,
            mark.textContent,
            ...[...style].map((name) => style.getPropertyValue(name)),
          ].join("\n");
        });
        return seen;
      }, drawing);
    const [before, after] = [await looks(drawings[0]), await looks(short)];
    expect(after.length).toBeGreaterThan(50);
    expect(after).toEqual(before);
  });
}, 120_000);

it("its fonts have the signs of its formulas, and few others", async () => {
  const sizes = await Promise.all(
    ["Main-Regular", "Math-Italic", "Size2-Regular"].map(async (name) => {
      const file = `fonts/KaTeX_${name}.woff2`;
      const whole = await stat(join(root, "node_modules/katex/dist", file));
      return (await stat(join(root, "build/book/_static/katex", file))).size / whole.size;
    }),
  );
  for (const part of sizes) expect(part).toBeLessThan(0.8);
  await book.visit(`${book.file}05-bptt.html`, {}, async (page) => {
    const strangers = await page.evaluate(async () => {
      await document.fonts.ready;
      const canvas = document.createElement("canvas").getContext("2d") as CanvasRenderingContext2D;
      const width = (font: string, sign: string) => {
        canvas.font = `40px ${font}`;
        return canvas.measureText(sign).width;
      };
      const own = "KaTeX_Main, KaTeX_Math, KaTeX_Size1, KaTeX_Size2, KaTeX_Size3, KaTeX_Size4";
      // Two last resorts of different widths: a sign that none of the fonts has is as wide as each.
      const text = [...document.querySelectorAll(".katex > [aria-hidden]")].map(
        (f) => f.textContent,
      );
      return [...new Set(text.join(""))].filter(
        (sign) => width(`${own}, monospace`, sign) !== width(`${own}, serif`, sign),
      );
    });
    expect(strangers).toEqual([]);
  });
}, 120_000);

it("figure 7.13: pointing at a blank, or tabbing to it, shows what it connects back to", async () => {
  await book.visit(`${book.file}07-softmax-language-model.html`, {}, async (page) => {
    const figure = page.locator('[id="fig-7.13"]');
    await figure.scrollIntoViewIfNeeded();
    await page.waitForFunction((it) => it?.dataset.live === "true", await figure.elementHandle());
    const pressed = () => figure.locator("button[aria-pressed=true]").innerText();
    const bars = () => figure.locator(".annotation-text").allTextContents();
    const first = { pressed: await pressed(), bars: await bars() };
    await figure.locator("button").nth(1).hover();
    const pointed = { pressed: await pressed(), bars: await bars() };
    await figure.locator("button").nth(1).focus();
    await page.keyboard.press("Tab");
    const tabbed = { pressed: await pressed(), bars: await bars() };
    const seen = [first, pointed, tabbed];
    expect(new Set(seen.map((view) => view.pressed)).size).toBe(3);
    expect(new Set(seen.map((view) => view.bars.join())).size).toBe(3);
    expect(await pressed()).toBe(await figure.locator("button").nth(2).innerText());
  });
}, 120_000);
