// The exported pages as a reader meets them: opened from disk in Chromium, with and without JavaScript.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startChromium } from "../../book/chromium.mjs";
import { axeViolations } from "./axe";
import { fixturesBook as book, exportFixtures, fixtures } from "./exporting";

const SECTION = "07-softmax-fixture.html";
const SECOND = "08-second-fixture.html";
/** One page of each kind. */
const PAGES = [
  ...["index.html", SECTION, SECOND, "references.html", "search.html?q=softmax"],
  ...["symbols.html", "errata.html", "api.html", "api-layers.html"],
];

let browser: Browser;

beforeAll(async () => {
  browser = await startChromium();
  await exportFixtures();
}, 180_000);

afterAll(() => browser?.close());

/** Opens a page from disk, does something with it, and expects no complaint and no foreign request. */
async function onPage<T>(
  name: string,
  options: BrowserContextOptions,
  use: (page: Page) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(120_000); // a busy machine is slow, not wrong
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) {
      complaints.push(message.text());
    }
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    if (!/^(file|data|blob):/.test(request.url())) {
      complaints.push(`request to ${request.url()}`);
    }
  });
  page.on("requestfailed", (request) => {
    if (options.javaScriptEnabled !== false) {
      complaints.push(`failed: ${request.url()}`);
    }
  });
  try {
    const [path, query] = name.split("?");
    await page.goto(`${pathToFileURL(join(book, path))}${query ? `?${query}` : ""}`);
    const result = await use(page);
    expect(complaints).toEqual([]);
    return result;
  } finally {
    await context.close();
  }
}

/** Scrolls to both figures and waits until plotly has drawn them. */
async function drawFigures(page: Page): Promise<void> {
  for (const id of ["fig-7.1", "fig-7.2"]) {
    await page.locator(`[id="${id}"]`).scrollIntoViewIfNeeded();
    await page.locator(`[id="${id}"][data-live] .book-figure-live .main-svg`).first().waitFor();
  }
}

/** The width of a picture once it is there, in pixels of its own. */
async function drawnWidth(picture: Locator): Promise<number> {
  await picture.scrollIntoViewIfNeeded();
  return picture.evaluate(async (img: HTMLImageElement) => {
    await img.decode();
    return img.naturalWidth;
  });
}

describe("the files", () => {
  it("load nothing from elsewhere", async () => {
    for (const name of PAGES.map((page) => page.split("?")[0])) {
      const html = await readFile(join(book, name), "utf8");
      const loaded = html.match(/<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)="[^"]*"/g) ?? [];
      expect(loaded.length).toBeGreaterThan(5);
      expect(loaded.filter((tag) => /"(?:https?:)?\/\//.test(tag))).toEqual([]);
    }
    const css = await readFile(join(book, "_static/katex/katex.min.css"), "utf8");
    const fonts = await readdir(join(book, "_static/katex/fonts"));
    const named = [...css.matchAll(/url\(fonts\/([^)]*)\)/g)].map((match) => match[1]);
    const families = [...css.matchAll(/font-family:(KaTeX_\w+)/g)].map((match) => match[1]);
    expect(families).toContain("KaTeX_Math");
    for (const family of families) expect(named.join(), family).toContain(`${family}-`);
    expect(named.filter((font) => !fonts.includes(font))).toEqual([]);
  });

  it("hold no path of this machine and no leftovers of Sphinx", async () => {
    const files = (await readdir(book, { recursive: true })).filter((f) => /\.(html|js)$/.test(f));
    for (const file of files.filter((f) => !f.startsWith("_static/"))) {
      const text = await readFile(join(book, file), "utf8");
      expect(text.includes(fixtures) || text.includes(book), file).toBe(false);
    }
    expect(await readdir(book)).not.toContain("_sources");
  });
});

describe("without JavaScript", () => {
  const options = { javaScriptEnabled: false };

  it("shows formulas, static figures, callouts, code and Chinese text", async () => {
    await onPage(SECTION, options, async (page) => {
      const equation = page.locator('[id="eq-7.1"]');
      await expect(equation.locator(".katex > [aria-hidden]").isVisible()).resolves.toBe(true);
      expect(await equation.locator("math").textContent()).toMatch(/\(7\.1\)$/);
      const picture = page.locator('[id="fig-7.1"] .book-figure-static img');
      expect(await picture.getAttribute("alt")).not.toBe("");
      expect(await drawnWidth(picture)).toBe(640);
      expect(await page.locator('[id="fig-7.1"] .book-figure-live').isVisible()).toBe(false);
      expect(await page.locator('[id="fig-7.1"] figcaption').innerText()).toMatch(
        /^Figure 7\.1\. /,
      );
      expect(await page.locator('[id="ex-7.1"].exercise').innerText()).toMatch(/^Exercise 7\.1\n/);
      expect(await page.locator("blockquote").count()).toBe(1);
      expect(await page.locator("article").innerText()).toContain("我 昨天 上学 迟到 了");
      const colour = (selector: string) =>
        page
          .locator(selector)
          .first()
          .evaluate((e) => getComputedStyle(e).color);
      expect(await colour(".highlight pre > i")).not.toBe(await colour(".highlight pre"));
    });
  });

  it("shows a diagram that has no plotly figure, and a drawing that has no number", async () => {
    await onPage(SECOND, options, async (page) => {
      const diagram = page.locator('[id="fig-8.1"]');
      expect(await drawnWidth(diagram.locator("img"))).toBe(300);
      expect(await diagram.locator("figcaption").innerText()).toBe(
        "Figure 8.1. A state that keeps itself.",
      );
      // The output that says the same in JupyterLab is left out.
      expect(await page.getByText("A state that keeps itself.").count()).toBe(1);
      const drawing = page.getByRole("img", { name: "loss 2.1 after 100 steps" });
      expect(await drawnWidth(drawing)).toBe(300);
    });
  });

  it("uses KaTeX's own fonts", async () => {
    await onPage(SECTION, options, async (page) => {
      const loaded = await page.evaluate(async () => {
        await document.fonts.ready;
        return [...document.fonts].filter((f) => f.status === "loaded").map((f) => f.family);
      });
      expect(loaded.map((f) => f.replaceAll('"', ""))).toContain("KaTeX_Math");
    });
  });

  it("folds solutions and the figures' numbers, and opens them", async () => {
    await onPage(SECTION, options, async (page) => {
      const solution = page.locator("details", { hasText: "subtract the largest" });
      expect(await solution.locator("p").first().isVisible()).toBe(false);
      await solution.locator("summary").click();
      expect(await solution.locator(".katex-display").isVisible()).toBe(true);
      const data = page.locator('[id="fig-7.1"] details');
      await data.locator("summary").click();
      expect(await data.locator("tbody tr").first().innerText()).toBe("1\t9.1\t8");
    });
  });

  it("links lead to the anchors they name, across pages too", async () => {
    await onPage(SECTION, options, async (page) => {
      for (const link of await page.locator("article p a.reference.internal").all()) {
        const [path, id] = ((await link.getAttribute("href")) ?? "").split("#");
        const target = await readFile(join(book, path || SECTION), "utf8");
        expect(target).toContain(`id="${id}"`);
      }
      expect(await page.locator('article a[href="references.html#elman1990"]').count()).toBe(1);
      expect(await page.locator('article a[href="08-second-fixture.html#eq-8.1"]').count()).toBe(2);
    });
  });
});

describe("with JavaScript", () => {
  it("draws a figure live when it comes near, and not before", async () => {
    await onPage(SECTION, {}, async (page) => {
      const last = page.locator('[id="fig-7.2"]');
      expect(await last.getAttribute("data-live")).toBeNull();
      await drawFigures(page);
      expect(await last.locator(".book-figure-static").isVisible()).toBe(false);
      const box = await last.locator(".book-figure-live .main-svg").first().boundingBox();
      expect(box?.height).toBeGreaterThan(300);
    });
  });

  it.each([
    ["heliotrope", "7.2.1 A quiet detail", /heliotrope/],
    ["迟到", "7 Softmax language model", /迟到/],
    ["梯度消失", "8.1 Vanishing gradients (梯度消失)", /梯度消失/],
    ["clipping", "8.2 Clipping", /clipping/i],
    ["parachute", "8.2 Clipping", /parachute/],
    ["overtakes trigram", "7.2 Reading word by word", /overtakes/],
  ])("finds %s in its section", async (words, title, excerpt) => {
    await onPage("index.html", {}, async (page) => {
      await page.keyboard.press("Control+k");
      await page.locator("dialog[open] input[name=q]").fill(words);
      await page.keyboard.press("Enter");
      const first = page.locator("#book-search-results li").first();
      expect(await first.locator("a").textContent()).toBe(title);
      expect(await first.locator("mark").first().textContent()).toMatch(excerpt);
      await first.locator("a").click();
      await page.waitForURL(/fixture\.html/);
      expect(await page.locator("h1").first().innerText()).toMatch(/Softmax|Second/);
    });
  });

  it("shows the formulas of what it found as text", async () => {
    await onPage("search.html?q=Exponentiate", {}, async (page) => {
      const excerpt = page.locator("#book-search-results li p").first();
      expect(await excerpt.textContent()).toContain(
        "a score z_i. Exponentiate and normalise: g(z_i) = (e^(z_i))/(∑_k e^(z_k))",
      );
    });
  });

  it.each(["(8.2)", "8.2", "eq. (8.2)", "Equation 8.2"])(
    "finds the equation that %s names before those who speak of it",
    async (query) => {
      await onPage(`search.html?q=${encodeURIComponent(query)}`, {}, async (page) => {
        const first = page.locator("#book-search-results li a").first();
        expect(await first.textContent()).toBe("8.2 Clipping");
        expect(await first.getAttribute("href")).toMatch(/08-second-fixture\.html\?.*#eq-8\.2$/);
      });
    },
  );

  it("searches code and what it printed when the prose has nothing, or when asked", async () => {
    await onPage("search.html?q=longTable", {}, async (page) => {
      const first = page.locator("#book-search-results li").first();
      expect(await first.locator("mark").first().textContent()).toBe("longTable");
      expect(await first.locator("a").getAttribute("href")).toMatch(/^08-second-fixture/);
    });
    await onPage("search.html?q=softmax", {}, async (page) => {
      const titles = page.locator("#book-search-results li a");
      const inProse = await titles.allTextContents();
      expect(await page.evaluate(() => "bookSectionCode" in globalThis)).toBe(false);
      await page.locator(".book-search-code").click();
      await page.locator(".book-search-code").waitFor({ state: "detached" });
      await page.waitForFunction(() => "bookSectionCode" in globalThis);
      expect((await titles.allTextContents()).slice(0, inProse.length)).toEqual(inProse);
    });
  });

  it("says so when nothing is found", async () => {
    await onPage("search.html?q=zzzz", {}, async (page) => {
      const status = page.locator("#book-search-status");
      await status.filter({ hasText: "Nothing" }).waitFor();
      expect(await status.innerText()).toBe("Nothing found for “zzzz”.");
    });
  });

  it.each(PAGES)("%s does not scroll sideways on a phone", async (name) => {
    await onPage(name, { viewport: { width: 375, height: 720 } }, async (page) => {
      if (name === SECTION) {
        await drawFigures(page);
      }
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(375);
    });
  });

  it("has its side bars where they belong at once, when the window grows", async () => {
    await onPage(SECTION, { viewport: { width: 800, height: 720 } }, async (page) => {
      const moving = () =>
        page.evaluate(() => {
          const bars = [...document.querySelectorAll("[id^=pst-][id$=-sidebar]")];
          return bars.flatMap((bar) => [bar.getBoundingClientRect().x, bar.getAnimations().length]);
        });
      await page.setViewportSize({ width: 1400, height: 720 });
      const first = await moving();
      expect(first).toHaveLength(4);
      await page.waitForTimeout(500);
      expect(await moving()).toEqual(first);
      expect([first[1], first[3]]).toEqual([0, 0]);
    });
  });

  it("follows the reader's system into the dark", async () => {
    await onPage(SECTION, { colorScheme: "dark" }, async (page) => {
      expect(await page.locator("html").getAttribute("data-theme")).toBe("dark");
      const picture = page.locator(".book-figure-static img").first();
      const frame = await picture.evaluate((img) => {
        const { padding, filter } = getComputedStyle(img);
        return { padding, filter };
      });
      expect(frame).toEqual({ padding: "0px", filter: "none" }); // the theme's would change the colours that were checked
    });
  });

  it("prints the title, the static figures and open solutions", async () => {
    await onPage(SECTION, {}, async (page) => {
      await drawFigures(page);
      await page.emulateMedia({ media: "print" });
      expect(await page.locator("article h1").isVisible()).toBe(true);
      expect(await page.locator(".book-figure-static").first().isVisible()).toBe(true);
      expect(await page.locator(".book-figure-live").first().isVisible()).toBe(false);
      const solution = page.locator("details p", { hasText: "subtract the largest" });
      expect(await solution.isVisible()).toBe(true);
      const size = await page
        .locator("article p")
        .first()
        .evaluate((p) => Number.parseFloat(getComputedStyle(p).fontSize));
      expect(size * 0.75, "points").toBeCloseTo(11, 0);
    });
  });

  it("can be read by keyboard: the first stop skips to the text", async () => {
    await onPage(SECTION, {}, async (page) => {
      await page.keyboard.press("Tab");
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(
        "Skip to main content",
      );
      expect(await page.locator("html").getAttribute("lang")).toBe("en");
    });
  });
});

describe("axe", () => {
  const looks = [
    ["light", { width: 1280, height: 800 }],
    ["dark", { width: 375, height: 720 }],
  ] as const;

  it.each(PAGES.flatMap((name) => looks.map(([scheme, size]) => ({ name, scheme, size }))))(
    "has nothing against $name, $scheme, $size.width px wide",
    async ({ name, scheme, size }) => {
      const options = { colorScheme: scheme, viewport: size, bypassCSP: true };
      const violations = await onPage(name, options, async (page) => {
        if (name === SECTION) {
          await drawFigures(page);
          await page.evaluate(() => {
            for (const folded of document.querySelectorAll("details")) {
              folded.open = true;
            }
          });
        }
        return axeViolations(page);
      });
      expect(violations).toEqual([]);
    },
  );
});
