// What helps a reader along: previews of equations, all solutions at once, contents that say where one is, formulas that
// can be copied, and pages that stay to themselves.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tableHtml } from "../../lib/plotting/table-html";
import { fixtures } from "./exporting";
import { type OpenBook, openBook } from "./open-book";

const SECTION = "07-softmax-fixture.html";
let book: OpenBook;

beforeAll(async () => {
  book = await openBook();
}, 180_000);
afterAll(() => book?.close());

describe("every page", () => {
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

describe("a table that a cell shows", () => {
  const page08 = "08-second-fixture.html";
  const outputs = ".output.text_html:has(> table)";

  it("keeps a number and its star on one line, and breaks a list of runs rather than push the page aside", async () => {
    await book.visit(
      book.file + page08,
      { viewport: { width: 620, height: 800 } },
      async (page) => {
        const lines = await page.locator(`${outputs} td`).evaluateAll((cells) =>
          cells.map((cell) => {
            const range = document.createRange();
            range.selectNodeContents(cell);
            return { text: cell.textContent ?? "", lines: range.getClientRects().length };
          }),
        );
        const starred = lines.filter(({ text }) => text.endsWith(" *"));
        expect(starred.map((cell) => cell.lines)).toEqual([1, 1]);
        const lists = lines.filter(({ text }) => text.length > 100);
        expect(lists.length).toBe(2);
        for (const list of lists) expect(list.lines).toBeGreaterThan(1);
        const cut = await page
          .locator(outputs)
          .evaluateAll((all) => all.map((box) => box.scrollWidth - box.clientWidth));
        expect(cut).toEqual([0, 0, 0]);
      },
    );
  });

  it.each([390, 320])(
    "at %i px has all its columns in view, and is a table still",
    async (width) => {
      await book.visit(book.file + page08, { viewport: { width, height: 700 } }, async (page) => {
        const cut = await page
          .locator(outputs)
          .evaluateAll((all) => all.map((box) => box.scrollWidth - box.clientWidth));
        expect(cut).toEqual([0, 0, 0]);
        const [turned, cards] = [page.locator(".book-turned"), page.locator(".book-beside")];
        const place = (cell: Locator) => cell.evaluate((it) => it.getBoundingClientRect().toJSON());
        const [head, number, next] = await Promise.all([
          place(turned.locator("th").last()),
          place(turned.locator("td").nth(5)),
          place(turned.locator("td").last()),
        ]);
        expect([number.y, next.y], "GRU is a row").toEqual([head.y, head.y]);
        expect(number.x).toBeGreaterThan(head.x);
        expect(next.x).toBeGreaterThan(number.x);
        const labels = await cards
          .locator("td")
          .evaluateAll((all) => all.map((cell) => getComputedStyle(cell, "::before").content));
        expect(labels.slice(0, 3)).toEqual([
          "none",
          ...["weights", "seed 1"].map((head) => expect.stringContaining(`"${head}"`)),
        ]);
        const tree = await page.locator(`article ${outputs}`).nth(1).ariaSnapshot();
        expect(tree).toContain('- columnheader "seed 10"');
        expect(tree.match(/- row /g)).toHaveLength(7);
      });
    },
  );

  it("is written by the library as the book expects it", async () => {
    const text = await readFile(join(fixtures, "08-second-fixture.ipynb"), "utf8");
    const outputs: { data: Record<string, string> }[] = JSON.parse(text).cells.at(-1).outputs;
    for (const { data } of outputs.slice(1)) {
      const [columns, ...rows] = [...data["text/html"].matchAll(/<tr>(.*?)<\/tr>/g)].map(
        ([, row]) => [...row.matchAll(/<t[hd][^>]*>([^<]*)/g)].map(([, cell]) => cell),
      );
      expect(rows.length).toBeGreaterThan(1);
      expect(data["text/html"]).toBe(tableHtml(columns, rows));
    }
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

describe("the contents of a page", () => {
  it("mark the section that a jump led into, its heading far above, and then the one that is scrolled to", async () => {
    // Without motion a jump passes no heading on its way, which the theme's own script would mark.
    const options = { reducedMotion: "reduce" } as const;
    await book.visit(book.file + SECTION, options, async (page) => {
      await page.addInitScript(() =>
        document.addEventListener("DOMContentLoaded", () => {
          const far = document.createElement("div");
          far.style.height = "3000px";
          const place = document.querySelector("#reading-word-by-word p") as Element;
          place.id = "far-away";
          place.before(far);
        }),
      );
      await page.goto("about:blank");
      await page.goto(`${book.file + SECTION}#far-away`);
      const current = page.locator("#pst-secondary-sidebar [aria-current]");
      await current.filter({ hasText: "7.2 Reading" }).waitFor({ timeout: 10_000 });
      expect(await current.count()).toBe(1);
      const first = page.locator("#from-scores-to-probabilities p").first();
      await first.evaluate((paragraph) => paragraph.scrollIntoView());
      await current.filter({ hasText: "7.1 From scores" }).waitFor({ timeout: 10_000 });
      expect(await page.locator("#pst-secondary-sidebar a.active").count()).toBe(1);
    });
  });
});

/** Selects from the one place to the other, and gives what a copy puts into the clipboard. */
async function copied(page: Page, from: string, to: string): Promise<Record<string, string>> {
  await page.evaluate(
    ([from, to]) => {
      const [first, last] = [from, to].map((place) => document.querySelector(place) as Element);
      getSelection()?.setBaseAndExtent(first, 0, last, last.childNodes.length);
    },
    [from, to],
  );
  await page.waitForFunction(() => "bookTex" in globalThis);
  return page.evaluate(() => {
    const clipboardData = new DataTransfer();
    const init = { clipboardData, bubbles: true, cancelable: true };
    document.body.dispatchEvent(new ClipboardEvent("copy", init));
    return Object.fromEntries(
      clipboardData.types.map((type) => [type, clipboardData.getData(type)]),
    );
  });
}

describe("what is copied", () => {
  it("has the TeX of its formulas, whole where the selection cuts one, and their MathML once", async () => {
    for (const home of [book.file, book.http]) {
      const complaints = await book.visit(home + SECTION, {}, async (page) => {
        expect(await page.evaluate(() => "bookTex" in globalThis)).toBe(false);
        const section = "#from-scores-to-probabilities > p";
        const scores = await copied(page, section, '[id="eq-7.1"] math');
        expect(scores["text/plain"].trim()).toBe(
          [
            "The output layer gives each word $i$ a score $z_i$. Exponentiate and normalise:",
            "",
            "$$g(z_i) = \\frac{e^{z_i}}{\\sum_k e^{z_k}}\n\\tag{7.1}$$",
          ].join("\n"),
        );
        expect(scores["text/html"].match(/<msub>/g)?.length).toBe(4);
        expect(scores["text/html"]).not.toContain("aria-hidden");
        expect(await page.locator("article math").count()).toBe(9);
      });
      expect(complaints).toEqual([]);
    }
  });
});

describe("the preview of an equation", () => {
  it.each([
    ["of the page", '#eq-7.1"', "\\tag{7.1}$$"],
    ["of another page", '08-second-fixture.html#eq-8.1"', "c_t = f_t \\odot c_{t-1}"],
  ])("%s is copied with its TeX", async (_, end, tex) => {
    const complaints = await book.visit(book.file + SECTION, {}, async (page) => {
      await page.locator(`article a[href$="${end}]`).first().hover();
      await page.locator("#book-equation-preview .katex").waitFor();
      const part = "#book-equation-preview math";
      expect((await copied(page, part, part))["text/plain"].trim()).toMatch(/^\$\$[^$]+\$\$$/);
      expect((await copied(page, part, part))["text/plain"]).toContain(tex);
    });
    expect(complaints).toEqual([]);
  });
});

describe("a page with a figure on a phone", () => {
  it("has the whole title and all labels of its axis, in lines; the link to the next page its whole title", async () => {
    const options = { viewport: { width: 390, height: 700 } };
    const complaints = await book.visit(book.file + SECTION, options, async (page) => {
      await page.addInitScript(() => {
        const title = {
          text: "words read since the wrong one (1: the wrong one itself), in order",
        };
        const ticktext = ["from a new net", "sure of another order"];
        const own = { title, tickmode: "array", tickvals: [1, 4], ticktext };
        const set = (
          all: Record<string, unknown>,
          number: string,
          file: { figure: { layout: object } },
        ) => {
          const { layout } = file.figure;
          const xaxis = { ...("xaxis" in layout && (layout.xaxis as object)), ...own };
          all[number] = { ...file, figure: { ...file.figure, layout: { ...layout, xaxis } } };
          return true;
        };
        Object.assign(globalThis, { bookFigures: new Proxy({}, { set }) });
      });
      await page.reload();
      const figure = page.locator('[id="fig-7.1"]');
      await figure.scrollIntoViewIfNeeded();
      await page.locator('[id="fig-7.1"][data-live]').waitFor();
      const box = await figure.boundingBox();
      const title = await figure.locator(".xtitle").boundingBox();
      expect(title?.x).toBeGreaterThan(box?.x ?? Infinity);
      expect((title?.x ?? 0) + (title?.width ?? 0)).toBeLessThan((box?.x ?? 0) + (box?.width ?? 0));
      const labels = await figure.locator(".xtick").allTextContents();
      expect(labels).toEqual(["from a new net", "sure of anotherorder"]);
      const cut = await page.locator(".right-next").evaluate((link) => {
        const title = link.querySelector(".prev-next-title") as HTMLElement;
        title.textContent = "5 Backpropagation through time";
        const arrow = link.querySelector(".fa-solid")?.getBoundingClientRect().width ?? 0;
        return { hidden: link.scrollWidth - link.clientWidth, arrow: Math.min(arrow, 6) };
      });
      expect(cut).toMatchObject({ hidden: 0, arrow: 6 });
    });
    expect(complaints).toEqual([]);
  });
});
