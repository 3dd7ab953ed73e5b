// What a reader takes along: each section as its notebook, and the whole book as a PDF.
import { execFileSync } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exportBook, fixtures, temporaryFolder } from "./exporting";

interface Pdf {
  articleOf(page: string, name: string, names: readonly string[]): string;
}

interface Contents {
  contentsOf(articles: readonly string[]): string;
  withNumbers(text: string, sheets: Record<string, number>): string;
}

const { contentsOf, withNumbers } = (await import(
  /* @vite-ignore */ join(import.meta.dirname, "../../book/export/pdf-contents.mjs")
)) as Contents;
const { articleOf } = (await import(
  /* @vite-ignore */ join(import.meta.dirname, "../../book/export/pdf.mjs")
)) as Pdf;
/** What a PDF says of itself. */
interface Facts {
  readonly language: string;
  readonly marked: boolean;
  /** The kinds of its tags. */
  readonly tags: string[];
  readonly pages: number;
  /** The share of its objects without data that are in compressed streams. */
  readonly packed: number;
  /** How high its chapters start, in points above the foot of their pages. */
  readonly tops: number[];
  /** The sheets of its chapters by the outline, and of all that its sheet of contents leads to. */
  readonly chapters: number[];
  readonly contents: number[];
  /** The addresses that its links lead to outside of it. */
  readonly addresses: string[];
}

const PROGRAM = `
import json, sys, pikepdf
with pikepdf.open(sys.argv[1]) as pdf:
    root = pdf.Root
    plain = [one for one in pdf.objects if not isinstance(one, pikepdf.Stream)]
    with pdf.open_outline() as outline:
        tops = [float(item.destination[3]) for item in outline.root]
        sheets = {page.obj.objgen: i + 1 for i, page in enumerate(pdf.pages)}
        chapters = [sheets[item.destination[0].objgen] for item in outline.root]
        contents = next(i for item, i in zip(outline.root, chapters) if item.title == "Contents")
    actions = [one.get("/A", {}) for page in pdf.pages for one in page.get("/Annots", [])]
    links = [one.Dest for one in pdf.pages[contents - 1].Annots if one.Subtype == "/Link"]
    print(json.dumps({
        "language": str(root.Lang),
        "marked": bool(root.MarkInfo.Marked) and "/StructTreeRoot" in root,
        "tags": sorted({str(one.S)[1:] for one in plain if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/StructElem"}),
        "pages": len(pdf.pages),
        "packed": 1 - open(sys.argv[1], "rb").read().count(b" 0 obj") / len(pdf.objects),
        "tops": tops,
        "chapters": chapters,
        "contents": [sheets[root.Dests[name][0].objgen] for name in links],
        "addresses": sorted({str(one.URI) for one in actions if "/URI" in one}),
    }))`;

function factsOf(file: string): Facts {
  const python = join(import.meta.dirname, "../../.venv/bin/python");
  return JSON.parse(execFileSync(python, ["-c", PROGRAM, file], { encoding: "utf8" }));
}

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

  it("gives each section's notebook, cell by cell, without the space between its parts, and links to both", async () => {
    const given = await readFile(join(book, `_downloads/${SECTION}.ipynb`), "utf8");
    const whole = await readFile(join(fixtures, `${SECTION}.ipynb`), "utf8");
    const [{ cells, ...head }, { cells: own, ...ownHead }] = [JSON.parse(given), JSON.parse(whole)];
    expect(head).toEqual(ownHead);
    expect(cells.length).toBe(own.length);
    for (const [i, cell] of own.entries()) expect(cells[i], `cell ${i}`).toEqual(cell);
    expect(given.length).toBeLessThan(0.95 * whole.length);
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

  it("prints a tagged PDF in English with an outline, packed, and leaves nothing else behind", async () => {
    const pdf = factsOf(join(book, "_downloads/unrolled.pdf"));
    expect(pdf).toMatchObject({ language: "en", marked: true });
    expect(pdf.tags).toEqual(expect.arrayContaining(["H1", "P", "Table", "Figure", "Link"]));
    expect(pdf.tags).toEqual(expect.arrayContaining(["L", "LI"]));
    expect(pdf.pages).toBeGreaterThan(5);
    expect(
      pdf.packed,
      "unrolled.pdf: the share of its objects in compressed streams; light_pdf.py is to pack them",
    ).toBeGreaterThan(0.5);
    expect(pdf.tops.length).toBeGreaterThan(4);
    for (const y of pdf.tops) expect(y, "points above the foot of its page").toBeGreaterThan(770);
    await expect(stat(join(book, "whole-book.html"))).rejects.toThrow();
    // The first page and the contents are not in the contents.
    const contents =
      "unrolled.pdf: the sheets that its contents lead to, by pdf-contents.mjs; expected each chapter's of its outline, in order";
    expect(pdf.contents, contents).toEqual(expect.arrayContaining(pdf.chapters.slice(2)));
    expect(pdf.contents, contents).toEqual(pdf.contents.toSorted((a, b) => a - b));
    expect(pdf.contents.length, "unrolled.pdf: lines of its contents").toBeGreaterThan(10);
  });

  it("prints no link to what is not in it, such as a page of the folder where it was made", () => {
    const { addresses } = factsOf(join(book, "_downloads/unrolled.pdf"));
    expect(addresses.length).toBeGreaterThan(1);
    expect(addresses.filter((address) => !address.startsWith("https://"))).toEqual([]);
  });
});

describe("the contents of the printed book", () => {
  const chapter = (id: string, title: string) =>
    `<section class="x" id="${id}">\n<span id="A"></span><h1>${title}<a class="headerlink" href="#${id}">#</a></h1>`;
  const text = contentsOf([chapter("a--1", "1 One"), chapter("b--2", "2 Two of <em>W</em>")]);

  it("name each chapter, without the anchors of its heading, and say its sheet", () => {
    expect(text).toContain('<a href="#b--2"><span>2 Two of <em>W</em></span><span></span></a>');
    const numbered = withNumbers(text, { "a--1": 3, "b--2": 17 });
    expect(numbered).toContain("<span>1 One</span><span>3</span>");
    expect(numbered).toContain("2 Two of <em>W</em></span><span>17</span>");
  });

  it("refuse an entry that is on no sheet", () => {
    expect(() => withNumbers(text, { "a--1": 3 })).toThrow(
      "#b--2, and no sheet has that place: expected a heading of b.html",
    );
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

  it("keeps of links to what is not printed their words, and no line in a list of pages", () => {
    expect(inside('see <a class="x" href="api.html#f"><code>f</code></a>.')).toContain(
      "see <code>f</code>.",
    );
    const line = (to: string) =>
      `<li class="toctree-l1"><a class="reference internal" href="${to}">A</a></li>`;
    const list = inside(`<ul>\n${line("07-b.html")}\n${line("api.html")}\n</ul>`);
    expect(list).toContain('href="#07-b--top"');
    expect(list.match(/<li/g)).toHaveLength(1);
  });

  it("shows solutions, keeps data folded, and runs nothing", () => {
    expect(inside("<details><summary>Solution")).toContain("<details open><summary>");
    expect(inside('<details class="book-figure-data">')).not.toContain("open");
    expect(inside('<script type="application/json">{}</script>')).not.toContain("script");
  });
});
