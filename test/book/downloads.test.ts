// What a reader takes along: each section as its notebook, and the whole book as a PDF.
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exportBook, fixtures, temporaryFolder } from "./exporting";

interface Pdf {
  articleOf(page: string, name: string, names: readonly string[]): string;
}

const { articleOf } = (await import(
  /* @vite-ignore */ join(import.meta.dirname, "../../book/export/pdf.mjs")
)) as Pdf;
const SECTION = "07-softmax-fixture";

describe("an export with --pdf", () => {
  let book: string;
  let clean: () => Promise<void>;
  beforeAll(async () => {
    const folder = await temporaryFolder();
    clean = folder.remove;
    book = join(folder.path, "book");
    const options = ["--pdf", "--url", "https://example.org/unrolled"];
    const run = await exportBook(["--notebooks", fixtures, "--out", book, ...options]);
    expect(run).toMatchObject({ code: 0, stderr: "" });
  }, 300_000);
  afterAll(() => clean?.());

  it("gives each section's notebook, byte for byte, and links to both", async () => {
    const given = await readFile(join(book, `_downloads/${SECTION}.ipynb`));
    expect(given.equals(await readFile(join(fixtures, `${SECTION}.ipynb`)))).toBe(true);
    const page = await readFile(join(book, `${SECTION}.html`), "utf8");
    expect(page).toContain(`href="_downloads/${SECTION}.ipynb" download`);
    expect(page).toContain('href="_downloads/unrolled.pdf"');
    const symbols = await readFile(join(book, "symbols.html"), "utf8");
    expect(symbols).not.toContain(".ipynb");
  });

  it("names the picture that stands for a shared link, by its whole address", async () => {
    const picture = "_static/social-preview.png";
    const page = await readFile(join(book, `${SECTION}.html`), "utf8");
    expect(page).toContain(
      `<meta property="og:image" content="https://example.org/unrolled/${picture}"/>`,
    );
    expect(page).toContain(
      '<meta property="og:title" content="7 Softmax language model – Unrolled"/>',
    );
    const bytes = await readFile(join(book, picture));
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([1280, 640]);
  });

  it("prints a tagged PDF in English with an outline, and leaves nothing else behind", async () => {
    const pdf = (await readFile(join(book, "_downloads/unrolled.pdf"))).toString("latin1");
    expect(pdf.startsWith("%PDF-")).toBe(true);
    expect(pdf).toMatch(/\/StructTreeRoot \d+ 0 R/);
    expect(pdf).toMatch(/\/MarkInfo\s*<<\s*\/Type \/MarkInfo\s*\/Marked true/);
    expect(pdf).toMatch(/\/Outlines \d+ 0 R/);
    expect(pdf).toContain("/Lang (en)");
    expect(pdf.match(/\/Type \/Page\b/g)!.length).toBeGreaterThan(5);
    const [, root] = /\/Outlines (\d+) 0 R/.exec(pdf)!;
    const chapters = new RegExp(
      `/Dest \\[\\d+ 0 R /XYZ [\\d.]+ ([\\d.]+) 0\\]\n/Parent ${root} 0 R`,
      "g",
    );
    const tops = [...pdf.matchAll(chapters)].map(([, y]) => Number(y));
    expect(tops.length).toBeGreaterThan(4);
    for (const y of tops) expect(y, "points above the foot of its page").toBeGreaterThan(770);
    await expect(stat(join(book, "whole-book.html"))).rejects.toThrow();
  });
});

describe("a page in the whole book", () => {
  const names = ["05-a.html", "07-b.html"];
  const inside = (html: string) =>
    articleOf(`<x><article class="bd-article">${html}</article></x>`, "05-a.html", names);

  it("has anchors of its own, and links that lead to them from every page", () => {
    expect(inside('<p id="eq-5.1"><a href="#eq-5.1">')).toContain(
      '<p id="05-a--eq-5.1"><a href="#05-a--eq-5.1">',
    );
    expect(inside('<a href="07-b.html#eq-7.1">')).toContain('href="#07-b--eq-7.1"');
    expect(inside('<a href="07-b.html">')).toContain('href="#07-b--top"');
    expect(inside('<a href="https://a.org/#x">')).toContain('href="https://a.org/#x"');
    expect(inside('<svg aria-labelledby="a b"><g clip-path="url(#c)">')).toContain(
      '<svg aria-labelledby="05-a--a 05-a--b"><g clip-path="url(#05-a--c)">',
    );
  });

  it("shows solutions, keeps data folded, and runs nothing", () => {
    expect(inside("<details><summary>Solution")).toContain("<details open><summary>");
    expect(inside('<details class="book-figure-data">')).not.toContain("open");
    expect(inside('<script type="application/json">{}</script>')).not.toContain("script");
  });
});
