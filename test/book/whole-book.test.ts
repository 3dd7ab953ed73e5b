// The book that readers get, of all notebooks, page by page, from disk on a desk: no complaint, nothing from elsewhere,
// nothing that axe finds, no cell of a heat map over its neighbour. The fixtures' tests say more of each mechanism.
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OpenBook } from "./open-book";
import { expectGood, openWholeBook, pages, wholeBook } from "./whole-book";

const root = join(import.meta.dirname, "../..");
let book: OpenBook;

interface Output {
  readonly data?: Record<string, string | string[]>;
  readonly metadata: { readonly figure?: { readonly number: string } };
}

beforeAll(async () => {
  book = await openWholeBook();
}, 300_000);
afterAll(() => book?.close());

describe.each(pages)("%s", (page) => {
  it("from disk, light, on a desk: complete, silent, and good to axe", async () => {
    await expectGood(book, page, { home: "file", colorScheme: "light", width: 1280 });
  }, 300_000);
});

it("every page, from a server, under its policy: misses nothing, and is silent", async () => {
  const all = (await readdir(wholeBook)).filter((name) => name.endsWith(".html"));
  expect(all).toEqual(expect.arrayContaining([...pages]));
  for (const name of all)
    expect(await book.visit(book.http + name, {}, async () => {}), name).toEqual([]);
}, 300_000);

it("figure 5.2: an index in a caption is one, and in the search it has its sign, as in formulas", async () => {
  const page = await readFile(join(wholeBook, "05-bptt.html"), "utf8");
  expect(page).toContain("<i>u</i><sub>23</sub> leads from input 3");
  const sections = await readFile(join(wholeBook, "_static/section-index.js"), "utf8");
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
  const short = await readFile(join(wholeBook, "_static/figures/5.7.svg"), "utf8");
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
    const file = "_static/figures/5.7.svg, which short_svg.py wrote";
    expect(after.length, `marks of ${file}`).toBe(before.length);
    expect(after.length).toBeGreaterThan(50);
    for (const [i, look] of before.entries())
      expect(after[i], `mark ${i} of ${file}: looks as in the notebook`).toBe(look);
  });
}, 120_000);

it("its fonts have the signs of its formulas, and few others", async () => {
  const sizes = await Promise.all(
    ["Main-Regular", "Math-Italic", "Size2-Regular"].map(async (name) => {
      const file = `fonts/KaTeX_${name}.woff2`;
      const whole = await stat(join(root, "node_modules/katex/dist", file));
      return (await stat(join(wholeBook, "_static/katex", file))).size / whole.size;
    }),
  );
  for (const part of sizes)
    expect(part, "a font's size by KaTeX's own: subset_fonts.py cuts it").toBeLessThan(0.8);
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
    const sought = "05-bptt.html: signs of its formulas that no font of _static/katex/fonts has";
    expect(strangers, `${sought}; export/fonts.mjs keeps those of all pages`).toEqual([]);
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

it.each(["05-bptt.html#eq-5.6", "07-softmax-language-model.html#fig-7.9"])(
  "%s: a jump over many sections leaves a mark at the one it led to",
  async (place) => {
    await book.visit(book.file + place, {}, async (page) => {
      const id = place.split("#")[1];
      const heading = await page.locator(`section:has([id="${id}"]) > h2`).innerText();
      const number = /^[\d.]+ /.exec(heading)?.[0] ?? heading;
      const current = page.locator("#pst-secondary-sidebar [aria-current]");
      await current.filter({ hasText: number }).waitFor({ timeout: 20_000 });
      expect(await current.count()).toBe(1);
    });
  },
  60_000,
);
