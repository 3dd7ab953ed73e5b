// The printed book's page of contents: chapters and their sections, each a link with the number of its sheet.

import { expected } from "./options.mjs";

const HEADING =
  /<section\b[^>]*\bid="([^"]+)"[^>]*>\s*(?:<span id="[^"]*"><\/span>\s*)*<h([12])>([\s\S]*?)<\/h\2>/g;
const PERMALINK = /<a class="headerlink"[\s\S]*?<\/a>/g;
const ANCHOR = /\sid="[^"]*"/g;
const LINE = /(<a href="#([^"]+)"><span>(?:(?!<\/a>)[\s\S])*<\/span><span>)(?=<\/span><\/a>)/g;

/** Two columns, so that it is one sheet; a chapter's sections stay together. */
export const STYLE = `
.book-chapter + .book-chapter { break-before: page }
.book-contents > ul { columns: 2; column-gap: 3em; padding: 0; font-size: 0.8em; line-height: 1.35 }
.book-contents li { list-style: none; break-inside: avoid }
.book-contents > ul > li { margin-bottom: 0.9em }
.book-contents > ul > li > a { font-weight: 600 }
.book-contents ul ul { padding-left: 1em; margin: 0 }
.book-contents a { display: flex; justify-content: space-between; gap: 1em; color: inherit; text-decoration: none !important }
.book-contents a > :last-child { font-variant-numeric: lining-nums tabular-nums }`;

/** The contents of printed articles, their numbers still missing. */
export function contentsOf(articles) {
  const chapters = [];
  for (const [, id, level, title] of articles.join("\n").matchAll(HEADING)) {
    const words = title.replace(PERMALINK, "").replace(ANCHOR, "").trim();
    const line = `<a href="#${id}"><span>${words}</span><span></span></a>`;
    if (level === "1") chapters.push({ line, sections: "" });
    else chapters.at(-1).sections += `<li>${line}</li>\n`;
  }
  const items = chapters.map(({ line, sections }) => {
    return `<li>${line}${sections && `<ul>\n${sections}</ul>`}</li>\n`;
  });
  return `<article class="bd-article book-chapter book-contents"><h1>Contents</h1>
<ul>\n${items.join("")}</ul></article>`;
}

/** The same text with the sheet of each entry. @throws Error for an entry that no sheet has */
export function withNumbers(text, sheets) {
  return text.replace(LINE, (_, line, id) => {
    if (sheets[id] === undefined) {
      const page = id.split("--")[0];
      throw expected(
        `PDF: the contents name #${id}, and no sheet has that place: expected a heading of ${page}.html ` +
          "with this id. Look at what pdf-contents.mjs takes for a heading, and at the heading there.",
      );
    }
    return `${line}${sheets[id]}`;
  });
}
