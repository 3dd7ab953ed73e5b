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
interface Code {
  codeTags(css: string): Map<string, string>;
  shortCode(html: string, tags: Map<string, string>): string;
  codeCss(css: string, tags: Map<string, string>): string;
}
interface Indices {
  shortIndices(html: string): string;
}
const { shortNames, compactHtml, compactCss } = (await import(
  /* @vite-ignore */ join(import.meta.dirname, "../../book/export/compact.mjs")
)) as Compact;

const FORMULAS = [
  "\\mathrm{net}_t = U x_t + W s_{t-1}",
  "\\frac{\\partial E}{\\partial W} = \\sum_{t=1}^{T} \\delta_t\\, s_{t-1}^{\\mathsf T} \\tag{6}",
  "\\begin{bmatrix} w_{11} & w_{12} \\\\ w_{21} & w_{22} \\end{bmatrix} \\odot \\sqrt{1 - \\tilde s_t^2}",
  "s_t^{\\mathsf T} + x^2 + W^{\\mathsf T} e^{x^2} - a_{b_c} f'(x) + \\textstyle\\sum_i i",
  "\\left( \\prod_{k=1}^{10} \\tfrac{a_k}{b} \\right) \\underbrace{1 + 2}_{3} \\lVert x \\rVert \\le 0.5",
];
const fonts = join(import.meta.dirname, "../../node_modules/katex/dist");

const { codeTags, shortCode, codeCss } = (await import(
  /* @vite-ignore */ join(import.meta.dirname, "../../book/export/code.mjs")
)) as Code;
const { shortIndices } = (await import(
  /* @vite-ignore */ join(import.meta.dirname, "../../book/export/indices.mjs")
)) as Indices;

describe("a page in the short form", () => {
  const names = shortNames(
    [
      '<span class="katex"><span class="mord"><span class="base" style="height:1em;">x</span></span></span>',
    ],
    ".katex .base{color:red}",
  );

  it("drops a class that no rule names, and a span that then says nothing", () => {
    const html = '<span class="katex"><span class="mord"><span class="base">x</span></span></span>';
    expect(compactHtml(html, names)).toBe("<i class=katex><i class=A>x</i></i>");
  });

  it("leaves all other spans alone", () => {
    const html = '<p><span id="a">b</span></p><pre><span class="k">let</span> a</pre>';
    expect(compactHtml(html, names)).toBe(html);
    const fake = '<span class="katex"><span class="base\tonclick=b">c</span></span>';
    expect(compactHtml(fake, names)).toBe("<i class=katex>c</i>");
  });

  it("keeps of MathML what is read, and of a table's cells their starts", () => {
    const tex = katex.renderToString("x^2", { output: "mathml" });
    expect(compactHtml(tex, names)).toBe(
      "<i class=katex><math><msup><mi>x</mi><mn>2</mn></msup></math></i>",
    );
    const tag = compactHtml(katex.renderToString("x \\tag{1}", { displayMode: true }), names);
    expect(tag).toMatch(/<math display="block"><mtable.*<\/mtable><\/math>/);
    const table = "<table>\n<tr><td>1</td><td>2</td></tr>\n</table><td></td>a";
    expect(compactHtml(table, names)).toBe("<table>\n<tr><td>1<td>2</tr>\n</table><td></td>a");
  });

  it("keeps spans that KaTeX's rules place by where they stand", () => {
    const html =
      '<span class="katex"><span class="vlist"><span><span class="mord">x</span></span></span></span>';
    const kept = {
      classes: new Map([
        ["vlist", "V"],
        ["katex", "katex"],
      ]),
      styles: new Map(),
    };
    expect(compactHtml(html, kept)).toBe("<i class=katex><i class=V><i><i>x</i></i></i></i>");
  });
});

describe("code in the short form", () => {
  const css = ["light", "dark"]
    .map((theme) =>
      [
        `html[data-theme=${theme}] .highlight{color:#000}`,
        `html[data-theme=${theme}] .highlight .k,html[data-theme=${theme}] .highlight .kd{color:#111}`,
        `html[data-theme=${theme}] .highlight .kt{color:${theme === "dark" ? "#111" : "#222"}}`,
        `html[data-theme=${theme}] .highlight .o{color:#333}`,
      ].join(""),
    )
    .join("");
  const tags = codeTags(css);

  it("has one tag for what both themes show alike, and none for what they do not colour", () => {
    const html =
      '<pre><span class="k">export</span> <span class="kd">let</span> <span class="nv">a</span><span class="o">=</span><span class="kt">T</span></pre>';
    expect(shortCode(html, tags)).toBe("<pre><i>export let</i> a<b>=</b><i class=kt>T</i></pre>");
    expect(shortCode(html, tags)).not.toContain("nv");
  });

  it("leaves alone what is not Pygments', and what is not in a block", () => {
    const html =
      '<p><span class="k">a</span></p><pre><span class="k\tonclick=b">c</span><span style="color:red" id="d">e</span></pre>';
    expect(shortCode(html, tags)).toBe(html);
  });

  it("keeps the colours under the short tags", () => {
    const short = codeCss(css, tags);
    expect(short).toContain("html[data-theme=light] .highlight i{color:#111}");
    expect(short).toContain("html[data-theme=light] .highlight .kt{color:#222}");
    expect(short).toContain("html[data-theme=dark] .highlight b{color:#333}");
    expect(short).toContain("html[data-theme=dark] .highlight{color:#000}");
    expect(short).not.toContain(".kd");
  });
});

describe("an index of its own", () => {
  const spansOf = (tex: string) =>
    shortIndices(katex.renderToString(tex, { output: "html" })).match(/<span/g)!.length;

  it("is one span around its letters, whether above, below or in another", () => {
    for (const tex of ["s_t", "x^2"]) expect(spansOf(tex), tex).toBe(8);
    expect(spansOf("a_{b_c}")).toBeLessThan(13);
  });

  it("stays a table beside another", () => {
    expect(shortIndices(katex.renderToString("x_t^2"))).toContain("vlist");
  });
});

describe("formulas", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startChromium();
  });
  afterAll(() => browser?.close());

  /** Each formula's part and each letter with its box, in pixels, and its style. */
  async function letters(html: string, css: string): Promise<[string, number[]][]> {
    const page = await browser.newPage();
    try {
      await page.setContent(`<style>${css}</style>${html}`);
      return await page.evaluate(async () => {
        await document.fonts.ready;
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        const found: [string, number[]][] = [];
        for (const part of document.querySelectorAll(".katex-display, .katex")) {
          const { x, y, width, height } = part.getBoundingClientRect();
          found.push([part.className, [x, y, width, height]]);
        }
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const parent = node.parentElement as Element;
          if (parent.closest("math")) continue;
          const { fontFamily, fontStyle, fontSize } = getComputedStyle(parent);
          const size = Number.parseFloat(fontSize).toFixed(2);
          for (const [i, letter] of [...(node as Text).data].entries()) {
            if (letter === "\u200b") continue; // holds a cell of KaTeX's tables open
            const range = document.createRange();
            range.setStart(node, i);
            range.setEnd(node, i + 1);
            const { x, y, width, height } = range.getBoundingClientRect();
            found.push([`${letter} ${fontFamily} ${fontStyle} ${size}px`, [x, y, width, height]]);
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
    const lean = shortIndices(long);
    const names = shortNames([lean, lean, lean], rules);
    const short = compactHtml(long, names);
    expect(short.length).toBeLessThan(0.6 * long.length);
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
