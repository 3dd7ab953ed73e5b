// The short form of the pages: what it leaves out, and that it shows the same.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import katex from "katex";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startChromium } from "../../book/chromium.mjs";

interface Names {
  readonly classes: Map<string, string>;
  readonly styles: Map<string, string>;
}
interface Compact {
  shortNames(texts: string[], css: string): Names;
  compactHtml(text: string, names: Names): string;
  compactCss(css: string, names: Names): string;
}
const { shortNames, compactHtml, compactCss } = (await import(
  /* @vite-ignore */ join(import.meta.dirname, "../../book/export/compact.mjs")
)) as Compact;

const FORMULAS = [
  "\\mathrm{net}_t = U x_t + W s_{t-1}",
  "\\frac{\\partial E}{\\partial W} = \\sum_{t=1}^{T} \\delta_t\\, s_{t-1}^{\\mathsf T} \\tag{6}",
  "\\begin{bmatrix} w_{11} & w_{12} \\\\ w_{21} & w_{22} \\end{bmatrix} \\odot \\sqrt{1 - \\tilde s_t^2}",
  "\\left( \\prod_{k=1}^{10} \\tfrac{a_k}{b} \\right) \\underbrace{1 + 2}_{3} \\lVert x \\rVert \\le 0.5",
];
const fonts = join(import.meta.dirname, "../../node_modules/katex/dist");

describe("a page in the short form", () => {
  const names = shortNames(
    [
      '<span class="katex"><span class="mord"><span class="base" style="height:1em;">x</span></span></span>',
    ],
    ".katex .base{color:red}",
  );

  it("drops a class that no rule names, and a span that then says nothing", () => {
    const html = '<span class="katex"><span class="mord"><span class="base">x</span></span></span>';
    expect(compactHtml(html, names)).toBe("<i class=katex><i class=_0>x</i></i>");
  });

  it("writes the spans of code short, and leaves all others alone", () => {
    const html = '<p><span id="a">b</span></p><pre><span class="k">let</span> a</pre>';
    expect(compactHtml(html, names)).toBe(
      '<p><span id="a">b</span></p><pre><i class=k>let</i> a</pre>',
    );
  });

  it("does not touch a span that is not KaTeX's or Pygments'", () => {
    const html =
      '<pre><span class="a\tonclick=b">c</span><span style="color:red" id="d">e</span></pre>';
    expect(compactHtml(html, names)).toBe(html);
    const fake = '<span class="katex"><span class="base\tonclick=b">c</span></span>';
    expect(compactHtml(fake, names)).toBe("<i class=katex>c</i>");
  });

  it("keeps spans that KaTeX's rules place by where they stand", () => {
    const html =
      '<span class="katex"><span class="vlist"><span><span class="mord">x</span></span></span></span>';
    const kept = {
      classes: new Map([
        ["vlist", "_1"],
        ["katex", "katex"],
      ]),
      styles: new Map(),
    };
    expect(compactHtml(html, kept)).toBe("<i class=katex><i class=_1><i><i>x</i></i></i></i>");
  });
});

describe("formulas", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startChromium();
  });
  afterAll(() => browser?.close());

  /** Each letter with its box, in pixels, and its style. */
  async function letters(html: string, css: string): Promise<[string, number[]][]> {
    const page = await browser.newPage();
    try {
      await page.setContent(`<style>${css}</style>${html}`);
      return await page.evaluate(async () => {
        await document.fonts.ready;
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        const found: [string, number[]][] = [];
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const parent = node.parentElement as Element;
          if (parent.closest(".katex-mathml")) continue;
          const { fontFamily, fontStyle, fontSize } = getComputedStyle(parent);
          for (const [i, letter] of [...(node as Text).data].entries()) {
            const range = document.createRange();
            range.setStart(node, i);
            range.setEnd(node, i + 1);
            const { x, y, width, height } = range.getBoundingClientRect();
            found.push([`${letter} ${fontFamily} ${fontStyle} ${fontSize}`, [x, y, width, height]]);
          }
        }
        return found;
      });
    } finally {
      await page.close();
    }
  }

  it("stand letter for letter where they stood, in fewer bytes", async () => {
    const rules = (await readFile(join(fonts, "katex.min.css"), "utf8")).replace(
      /@font-face\{[^}]*\}/g,
      "",
    );
    const long = FORMULAS.map((tex) => katex.renderToString(tex, { displayMode: true })).join("\n");
    // Thrice, since only a style that is used often gets a name.
    const names = shortNames([long, long, long], rules);
    const short = compactHtml(long, names);
    expect(short.length).toBeLessThan(0.75 * long.length);
    const [before, after] = [
      await letters(long, rules),
      await letters(short, compactCss(rules, names)),
    ];
    expect(after.map(([letter]) => letter)).toEqual(before.map(([letter]) => letter));
    for (const [i, [letter, box]] of before.entries())
      for (const [k, side] of box.entries())
        expect(Math.abs(side - after[i][1][k]), letter).toBeLessThan(0.3);
  });
});
