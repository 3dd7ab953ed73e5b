// The pages that the book makes itself: symbols, errata, the library's reference.
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { apiPages } from "../../book/export/api.mjs";
import { type OpenBook, openBook } from "./open-book";

/** A page of the library on which "s_t" stands as prose and as each thing that is kept letter for letter. */
const KEPT = `
import json, sys
from types import SimpleNamespace
from docutils import nodes
from docutils.utils import new_document
sys.path.insert(0, sys.argv[1])
from docstring_indices import DocstringIndices
document = new_document("api-x")
document.settings.env = SimpleNamespace(docname="api-x")
kinds = [nodes.literal, nodes.literal_block, nodes.math, nodes.raw, nodes.title, nodes.reference]
document += nodes.paragraph("", "", nodes.Text("s_t"), *[kind("", "s_t") for kind in kinds])
document += nodes.paragraph("", "", nodes.literal("", "", nodes.strong("", "s_t")))
DocstringIndices(document).apply()
print(json.dumps([part.astext() + ":" + str(len(list(part.findall(nodes.subscript)))) for part in document[0]]
    + [document[1].astext()]))`;

let book: OpenBook;
let lib: Record<string, string>;

beforeAll(async () => {
  book = await openBook();
  lib = apiPages(join(__dirname, "../../lib/index.ts"));
}, 180_000);
afterAll(() => book?.close());

/** Whether it is no name of the code: those of a state, of PyTorch, and addresses. */
const isFormula = (text: string) => !/^(?:s_0|e_dict|L_IDS)/.test(text);

describe("the symbols", () => {
  it("stand in a table with meaning, shape and Chinese term", async () => {
    await book.visit(`${book.file}symbols.html`, {}, async (page) => {
      const table = page.locator("article table").first();
      expect(await table.locator("th").allTextContents()).toEqual([
        "Symbol",
        "Meaning",
        "Shape",
        "Chinese term",
      ]);
      const row = table.locator("tr", { hasText: "误差项" });
      expect(await row.locator("math").first().textContent()).toBe("δt");
    });
  });

  it.each(["symbols.html", "teaching.html"])(
    "%s: on a phone each row of the wide table is a card, and still a row of a table",
    async (name) => {
      const options = { viewport: { width: 320, height: 700 } };
      await book.visit(book.file + name, options, async (page) => {
        const box = page.locator(".pst-scrollable-table-container").first();
        const seen = await box.evaluate((scroller) => {
          const cells = [...scroller.querySelectorAll("tbody td")];
          return {
            cut: scroller.scrollWidth - scroller.clientWidth,
            outside: cells.filter((cell) => cell.getBoundingClientRect().right > 320).length,
            heads: [...scroller.querySelectorAll("th")].map((head) => head.textContent?.trim()),
            labels: cells.slice(0, 5).map((cell) => getComputedStyle(cell, "::before").content),
          };
        });
        expect(seen).toMatchObject({ cut: 0, outside: 0 });
        const labels = seen.heads.slice(1, 4).map((head) => expect.stringContaining(`"${head}"`));
        expect(seen.labels.slice(0, 4)).toEqual(["none", ...labels]);
        const tree = await box.ariaSnapshot();
        expect(tree).toContain("- table:");
        for (const head of seen.heads) expect(tree).toContain(`- columnheader "${head}"`);
        expect(tree.match(/- row /g)?.length).toBeGreaterThan(8);
      });
    },
  );
});

describe("the errata", () => {
  it("are gathered from the notebooks, lead back to their place, and keep their links", async () => {
    await book.visit(`${book.file}errata.html`, {}, async (page) => {
      const errata = page.locator("article .admonition");
      expect(await errata.count()).toBe(2);
      expect(await page.locator("article h2").allTextContents()).toEqual([
        expect.stringContaining("7 Softmax language model"),
        expect.stringContaining("8 Second page"),
      ]);
      const contents = page.locator("#book-page-contents a");
      expect(await contents.evaluateAll((all) => all.map((a) => a.getAttribute("href")))).toEqual([
        "#07-softmax-fixture",
        "#08-second-fixture",
      ]);
      const links = await errata
        .locator("a")
        .evaluateAll((all) => all.map((a) => a.getAttribute("href") ?? ""));
      expect(links).toContain("07-softmax-fixture.html#erratum-1");
      expect(links).toContain("07-softmax-fixture.html#eq-7.1");
      expect(links).toContain("08-second-fixture.html#erratum-8.1");
      for (const link of links) {
        const [file, id] = link.split("#");
        expect(await readFile(join(book.folder, file), "utf8")).toContain(`id="${id}"`);
      }
      expect(await errata.first().locator(".katex").count()).toBe(1);
      const ids = await page.locator("[id]").evaluateAll((all) => all.map((e) => e.id));
      expect(new Set(ids).size).toBe(ids.length);
    });
  });
});

describe("the library's reference", () => {
  it("has each exported name once, with its signature and its docstring", () => {
    const text = Object.values(lib).join("\n");
    for (const name of ["softmax", "Vocabulary", "RecurrentLayer", "checkGradients"]) {
      expect(text.split(`\n## ${name}\n`).length, name).toBe(2);
    }
    expect(lib["api.md"]).toContain("[softmax](api-layers.md#softmax)");
    const layer = lib["api-layers.md"].split("\n## RecurrentLayer\n")[1].split("\n## ")[0];
    expect(layer).toContain("class RecurrentLayer");
    expect(layer).toContain("`RecurrentLayer.forward`");
    expect(layer).toContain("*throws*");
  });

  it("breaks a long name between its parts, on a phone, and gives it whole when it is copied", async () => {
    const phone = { viewport: { width: 320, height: 700 } };
    await book.visit(`${book.file}api-layers.html`, phone, async (page) => {
      const names = await page.locator("article h2, article dt code").evaluateAll((all) =>
        all.map((name) => {
          const parts = document.createTreeWalker(name, NodeFilter.SHOW_TEXT);
          const lines: number[] = [];
          for (let part = parts.nextNode(); part; part = parts.nextNode()) {
            const range = document.createRange();
            range.selectNodeContents(part);
            lines.push(new Set([...range.getClientRects()].map(({ top }) => top)).size);
          }
          getSelection()?.selectAllChildren(name);
          return { text: getSelection()?.toString().trim(), whole: name.textContent, lines };
        }),
      );
      expect(names.map(({ text }) => text)).toContain("RecurrentLanguageModel.parameters");
      expect(names.filter(({ lines }) => lines.some((n) => n > 1))).toEqual([]);
      for (const { text, whole } of names) expect(whole).toContain(text);
    });
  });

  it("shows declarations without bodies, private and internal members", async () => {
    for (const text of Object.values(lib)) {
      expect(text).not.toMatch(/^\s*(return|private|protected|throw) /m);
      expect(text).not.toContain("*internal*");
    }
    await book.visit(pathToFileURL(join(book.folder, "api.html")).href, {}, async (page) => {
      await page.locator("article a", { hasText: /^softmax$/ }).click();
      expect(await page.locator(":target h2").innerText()).toContain("softmax");
    });
  });

  it("keeps code, formulas, links and titles letter for letter where prose has an index", () => {
    const root = join(__dirname, "../..");
    const program = ["-W", "ignore", "-c", KEPT, join(root, "book/_ext")];
    const told = execFileSync(join(root, ".venv/bin/python"), program, { encoding: "utf8" });
    const [base, index, ...kept] = JSON.parse(told);
    expect([base, index]).toEqual(["s:0", "t:1"]);
    expect(kept, "literal, block, math, raw, title, link; bold in code").toEqual([
      ...Array(6).fill("s_t:0"),
      "s_t",
    ]);
  });

  it("sets the indices of its formulas, in the prose only, and the search keeps their signs", async () => {
    const layers = await readFile(join(book.folder, "api-layers.html"), "utf8");
    expect(layers).toContain("tanh(U x<sub>t</sub> + W s<sub>t−1</sub>)");
    expect(layers).toContain("e<sup>z<sub>i</sub></sup> / Σ<sub>k</sub>");
    expect(layers).toContain("s<sub>t</sub><sup>(i)</sup> from");
    expect(layers).toMatch(/names such as [“"]s_0[”"]/);
    for (const name of ["layers", "language", "training", "tensor"]) {
      const page = await readFile(join(book.folder, `api-${name}.html`), "utf8");
      const [article] = /<article[\s\S]*<\/article>/.exec(page) ?? [""];
      const prose = article.replace(/<(pre|code)\b[\s\S]*?<\/\1>|<[^>]*>/g, "");
      expect(prose.match(/[\w)|][_^][{(]?\w+/g)?.filter(isFormula) ?? [], name).toEqual([]);
      expect(page).not.toMatch(/<(?:pre|code)\b[^>]*>(?:(?!<\/(?:pre|code)>)[\s\S])*<su[bp]>/);
    }
    const index = await readFile(join(book.folder, "_static/section-index.js"), "utf8");
    expect(index).toContain("tanh(U x_t + W s_t−1)");
  });
});
