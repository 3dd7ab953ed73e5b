// The whole book as one PDF, printed by Chromium from the built pages: solutions open, figures static, tagged for
// screen readers, with an outline. The library's pages are left out.
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { runPython } from "./python.mjs";

const LIGHTER = join(import.meta.dirname, "light_pdf.py");

const FOOTER = `<div style="width:100%;text-align:center;font-size:8px;font-family:serif">
  <span class="pageNumber"></span></div>`;

/** Prints the pages of `html` to `file`, which then is whole or as it was. */
export async function writePdf(python, html, file) {
  const { startChromium } = await import("../chromium.mjs"); // only a PDF needs a browser
  const whole = join(html, "whole-book.html");
  await writeFile(whole, await wholeBook(html));
  const browser = await startChromium();
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(300_000);
    await page.goto(pathToFileURL(whole).href);
    await page.evaluate(() => document.fonts.ready);
    const pdf = await page.pdf({
      format: "A4",
      margin: { top: "18mm", bottom: "18mm", left: "18mm", right: "18mm" },
      ...{ printBackground: true, tagged: true, outline: true },
      ...{ displayHeaderFooter: true, headerTemplate: "<span></span>", footerTemplate: FOOTER },
    });
    await mkdir(dirname(file), { recursive: true });
    await writeFile(`${file}.tmp`, pdf);
    await runPython(python, LIGHTER, `${file}.tmp`);
    await rename(`${file}.tmp`, file);
  } finally {
    await browser.close();
    await rm(whole);
  }
}

/** One page of all: the first page, the sections, then what stands beside the text. */
async function wholeBook(html) {
  const sections = (await readdir(html)).filter((name) => /^\d\d-.*\.html$/.test(name)).sort();
  const names = ["index.html", ...sections, "symbols.html", "errata.html", "references.html"];
  const pages = await Promise.all(names.map((name) => readFile(join(html, name), "utf8")));
  const styles = pages[0].match(/<link [^>]*\.css[^>]*>/g).join("\n");
  const articles = pages.map((page, i) => articleOf(page, names[i], names));
  return `<!doctype html>
<html lang="en" data-theme="light">
<head><meta charset="utf-8"/><title>Unrolled: recurrent neural networks from zero</title>
${styles}
<style>.book-chapter + .book-chapter { break-before: page }</style></head>
<body><main id="main-content">
${articles.join("\n")}
</main></body></html>`;
}

/** A page's text, its solutions open, its anchors and the links to them told from other pages' by a prefix. */
export function articleOf(page, name, names) {
  const [, article] = /<article class="bd-article">([\s\S]*)<\/article>/.exec(page);
  const prefix = (of, id) => `${of.replace(".html", "")}--${id}`;
  const own = (id) => prefix(name, id);
  const text = article
    .replace(/<script\b[\s\S]*?<\/script>/g, "")
    .replaceAll(' loading="lazy"', "")
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
    });
  return `<article class="bd-article book-chapter" id="${own("top")}">${text}</article>`;
}
