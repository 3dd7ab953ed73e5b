// The whole book as one PDF, printed by Chromium from the built pages: solutions open, figures static, tagged for
// screen readers, with an outline and, after the first page, its contents. The library's pages are left out.
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { expected } from "./options.mjs";
import { contentsOf, STYLE, withNumbers } from "./pdf-contents.mjs";
import { runPython } from "./python.mjs";

const LIGHTER = join(import.meta.dirname, "light_pdf.py");
const SHEETS = join(import.meta.dirname, "pdf_sheets.py");

/** What A4 leaves between its margins, in CSS pixels. */
const SHEET = { width: 657, height: 986 };
/** A line of a list of pages, and a link to a file beside the page. */
const LISTED = /<li class="toctree-l\d"><a [^>]*\bhref="([\w-]+\.html)"[^>]*>[^<]*<\/a><\/li>\n?/g;
const BESIDE = /<a\b[^>]*\bhref="(?![a-z]+:|#)[^"]*"[^>]*>([\s\S]*?)<\/a>/g;

const FOOTER = `<div style="width:100%;text-align:center;font-size:8px;font-family:serif">
  <span class="pageNumber"></span></div>`;

/** Prints the pages of `html` to `file`, which then is whole or as it was. */
export async function writePdf(python, html, file) {
  const { startChromium } = await import("../chromium.mjs"); // only a PDF needs a browser
  const whole = join(html, "whole-book.html");
  const text = await wholeBook(html);
  const browser = await startChromium();
  try {
    await mkdir(dirname(file), { recursive: true });
    // Printed twice: the first print tells on which sheet each part begins, the second says so in its contents.
    await print(browser, whole, text, `${file}.tmp`);
    const sheets = await runPython(python, SHEETS, `${file}.tmp`);
    await print(browser, whole, withNumbers(text, JSON.parse(sheets)), `${file}.tmp`);
    requireSame(JSON.parse(sheets), JSON.parse(await runPython(python, SHEETS, `${file}.tmp`)));
    await runPython(python, LIGHTER, `${file}.tmp`);
    await rename(`${file}.tmp`, file);
  } finally {
    await browser.close();
    await rm(whole);
  }
}

/** The contents of the second print say where the first had each place: it has to be there still. */
function requireSame(first, second) {
  const moved = Object.keys({ ...first, ...second }).filter((id) => first[id] !== second[id]);
  if (moved.length === 0) return;
  const [id] = moved;
  throw expected(
    `PDF: #${id} is on sheet ${first[id]} in the first print and on ${second[id]} in the second, with ` +
      `${moved.length - 1} more places: expected the same. The numbers have made the contents longer: ` +
      "give them room in the style of pdf-contents.mjs.",
  );
}

/** A figure and its caption stay on one sheet (print.css) as long as a sheet holds them. */
async function requireWholeFigures(page) {
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize(SHEET);
  const tall = await page.evaluate(
    (height) =>
      [...document.querySelectorAll(".book-figure")]
        .map(({ id, offsetHeight }) => ({ id, height: offsetHeight }))
        .filter((figure) => figure.height > height),
    SHEET.height,
  );
  if (tall.length === 0) return;
  const list = tall.map(({ id, height }) => `#${id} (${height} px)`).join(", ");
  throw expected(
    `PDF: with its caption a figure is higher than a sheet: ${list}; expected ${SHEET.height} px at most. ` +
      "Shorten its caption, or lower the pictures' max-height in book/_static/print.css.",
  );
}

/** Prints the page `text`, which stands among the book's as `whole`, to `file`. */
async function print(browser, whole, text, file) {
  await writeFile(whole, text);
  const page = await browser.newPage();
  page.setDefaultTimeout(300_000);
  await page.goto(pathToFileURL(whole).href);
  await page.evaluate(() => document.fonts.ready);
  await requireWholeFigures(page);
  const pdf = await page.pdf({
    format: "A4",
    margin: { top: "18mm", bottom: "18mm", left: "18mm", right: "18mm" },
    ...{ printBackground: true, tagged: true, outline: true },
    ...{ displayHeaderFooter: true, headerTemplate: "<span></span>", footerTemplate: FOOTER },
  });
  await writeFile(file, pdf);
  await page.close();
}

/** One page of all: the first page, the sections, then what stands beside the text. */
async function wholeBook(html) {
  const sections = (await readdir(html)).filter((name) => /^\d\d-.*\.html$/.test(name)).sort();
  const names = ["index.html", ...sections, "symbols.html", "errata.html", "references.html"];
  const pages = await Promise.all(names.map((name) => readFile(join(html, name), "utf8")));
  const styles = pages[0].match(/<link [^>]*\.css[^>]*>/g).join("\n");
  const articles = pages.map((page, i) => articleOf(page, names[i], names));
  articles.splice(1, 0, contentsOf(articles.slice(1)));
  return `<!doctype html>
<html lang="en" data-theme="light">
<head><meta charset="utf-8"/><title>Unrolled: recurrent neural networks from zero</title>
${styles}
<style>${STYLE}</style></head>
<body><main id="main-content">
${articles.join("\n")}
</main></body></html>`;
}

/**
 * A page's text, its solutions open, its anchors and the links to them told from other pages' by a prefix. Links to
 * pages and files that are not printed would lead into the folder of the export: their words stay.
 */
export function articleOf(page, name, names) {
  const [, article] = /<article class="bd-article">([\s\S]*)<\/article>/.exec(page);
  const prefix = (of, id) => `${of.replace(".html", "")}--${id}`;
  const own = (id) => prefix(name, id);
  const text = article
    .replace(/<script\b[\s\S]*?<\/script>/g, "")
    .replaceAll(' loading="lazy"', "")
    .replace(LISTED, (line, to) => (names.includes(to) ? line : ""))
    .replace(/<details(?! class="book-figure-data")/g, "<details open")
    .replace(/\bid="([^"]+)"/g, (_, id) => `id="${own(id)}"`)
    .replace(/url\((['"]?)#([^)'"]+)\1\)/g, (_, quote, id) => `url(${quote}#${own(id)}${quote})`)
    .replace(/\b(aria-(?:labelledby|describedby)|for)="([^"]+)"/g, (_, attribute, ids) => {
      return `${attribute}="${ids.split(" ").map(own).join(" ")}"`;
    })
    .replace(/\bhref="([^"#]*)#([^"]+)"/g, (link, to, id) => {
      return to === "" || names.includes(to) ? `href="#${prefix(to || name, id)}"` : link;
    })
    .replace(/\bhref="([\w-]+\.html)"/g, (link, to) => {
      return names.includes(to) ? `href="#${prefix(to, "top")}"` : link;
    })
    .replace(BESIDE, "$1");
  return `<article class="bd-article book-chapter" id="${own("top")}">${text}</article>`;
}
