// Writes the same pages with fewer bytes, once their style sheets are final. KaTeX's spans are most of a page: a class
// that no rule names goes, the others and the commonest inline styles get short names, and a span that then says
// nothing goes, too. In formulas `span` is written `i`, whose slant katex.min.css takes back. Before that, indices.mjs
// takes most tables out of the formulas; code.mjs does the same for code. Nothing is to look different:
// test/book/compact.test.ts compares the boxes of every letter.
import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { codeCss, codeTags, shortCode } from "./code.mjs";
import { shortIndices } from "./indices.mjs";

/** Classes that the book's own styles and scripts name. */
const KEPT = ["katex", "katex-display", "tag"];
/** Known by their place: a formula is its MathML, then what is seen of it. */
const HALVES = ["katex-mathml", "katex-html"];
/** Uses of an inline style that make up for its rule. */
const COMMON = 4;
const TOKEN = /<(\/?)span\b([^>]*)>/g;
/** Spans that KaTeX writes; any other, such as of a notebook's own HTML, stays as it is. */
const FORMULA_SPAN = /^(?: (?:class|style|aria-hidden)="[^"<>&]*")*$/;
const VERSION = /\b(href|src)="(_static\/[^"?]+\.(?:css|js))(?:\?[^"]*)?"/g;
/** Where Pygments would put the anchor of a block's first line. */
const NO_ANCHOR = /(?<=<pre>)<span><\/span>/g;
/** What KaTeX says around its MathML for programs that want its source; a reader of the page has no use for it. */
const AROUND = [
  / xmlns="http:\/\/www\.w3\.org\/1998\/Math\/MathML"/g,
  /(?<=<math[^>]*>)<semantics>(?:<mrow>)?/g,
  /(?:<\/mrow>)?<annotation encoding="application\/x-tex">[^<]*<\/annotation><\/semantics>/g,
];
/** Ends of cells and rows, which HTML does not need before the next. */
const CELL_END = /<\/t[dh]>\s*(?=<t[dh]\b|<\/tr>)/g;

/** Rewrites the pages, the equations beside them and KaTeX's style sheet of a built book in place. */
export async function compact(html) {
  const sheet = join(html, "_static/katex/katex.min.css");
  const css = await readFile(sheet, "utf8");
  const pages = await namesIn(html, ".html");
  const scripts = await namesIn(join(html, "_static/equations"), ".js");
  const texts = await Promise.all([...pages, ...scripts].map((path) => readFile(path, "utf8")));
  const names = shortNames(
    texts.map((text) => shortIndices(plain(text))),
    css,
  );
  await writeFile(sheet, compactCss(css, names));
  const book = join(html, "_static/book.css");
  await writeFile(book, withHalves(await readFile(book, "utf8")));
  const themes = join(html, "_static/pygments.css");
  const colours = await readFile(themes, "utf8");
  const tags = codeTags(colours);
  await writeFile(themes, codeCss(colours, tags));
  for (const [i, path] of scripts.entries())
    await writeFile(path, compactScript(texts[pages.length + i], names));
  const version = await versions(html, texts);
  for (const [i, path] of pages.entries())
    await writeFile(path, version(shortCode(compactHtml(texts[i], names), tags)));
}

/** A function that tells a page's style sheets and scripts from those of an earlier book, which a browser may have kept. */
async function versions(html, texts) {
  const named = texts.flatMap((text) => [...text.matchAll(VERSION)].map(([, , path]) => path));
  const hashes = new Map();
  for (const path of new Set(named)) {
    const bytes = await readFile(join(html, path));
    hashes.set(path, createHash("sha256").update(bytes).digest("hex").slice(0, 8));
  }
  return (text) =>
    text.replace(VERSION, (_, attribute, path) => `${attribute}="${path}?v=${hashes.get(path)}"`);
}

async function namesIn(folder, end) {
  const names = (await readdir(folder)).filter((name) => name.endsWith(end)).sort();
  return names.map((name) => join(folder, name));
}

/** HTML inside a script's strings as it is outside. */
const plain = (text) => text.replaceAll('\\"', '"');

/** The equations of a page: JSON whose values are HTML. */
function compactScript(text, names) {
  const start = text.indexOf("] = ") + 4;
  const equations = JSON.parse(text.slice(start).replace(/;\s*$/, ""));
  for (const [id, html] of Object.entries(equations)) equations[id] = compactHtml(html, names);
  return `${text.slice(0, start)}${JSON.stringify(equations)};\n`;
}

const classesOf = (attributes) => /class="([^"]*)"/.exec(attributes)?.[1].split(" ") ?? [];
const styleOf = (attributes) => /style="([^"]*)"/.exec(attributes)?.[1].replace(/;$/, "");

/**
 * Short names for the classes of formulas that a rule of `css` names, and for their common inline styles.
 * @returns {{ classes: Map<string, string>, styles: Map<string, string> }}
 */
export function shortNames(texts, css) {
  const counts = new Map();
  const count = (key) => counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const text of texts)
    walk(text, (tag, inFormula) => {
      if (!inFormula) return;
      for (const one of classesOf(tag)) count(`.${one}`);
      const style = styleOf(tag);
      if (style) count(style);
    });
  const ruled = new Set(css.match(/\.[a-z][\w-]*/g));
  for (const half of HALVES) ruled.delete(`.${half}`);
  const worth = ([key, n]) => (key.startsWith(".") ? ruled.has(key) : n >= COMMON);
  const common = [...counts].filter(worth).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const names = { classes: new Map(KEPT.map((name) => [name, name])), styles: new Map() };
  for (const [i, [key]] of common.entries()) {
    const short = letters(i);
    if (!key.startsWith(".")) names.styles.set(key, short);
    else if (!names.classes.has(key.slice(1))) names.classes.set(key.slice(1), short);
  }
  return names;
}

/** A, B, …, Z, AA, …: capitals, since no other style sheet has a class of them. */
const letters = (i) =>
  (i < 26 ? "" : letters(Math.floor(i / 26) - 1)) + String.fromCharCode(65 + (i % 26));

/** Calls `open` for the start of each span with its attributes, whether it is in a formula, and its place. */
function walk(text, open, close = () => {}) {
  const stack = [];
  for (const match of text.matchAll(TOKEN)) {
    const [all, end, attributes] = match;
    if (end) {
      close(stack.pop(), match);
      continue;
    }
    const above = stack.at(-1);
    const classes = classesOf(attributes);
    const inFormula = above?.inFormula || classes[0]?.startsWith("katex");
    const entry = { all, above, classes, inFormula };
    stack.push(entry);
    open(attributes, entry.inFormula, entry, match);
  }
}

/** A page's HTML, or an equation's, with the short names. */
export function compactHtml(page, names) {
  const text = shortIndices(page).replace(NO_ANCHOR, "");
  const parts = [];
  let at = 0;
  const put = (match, replacement) => {
    parts.push(text.slice(at, match.index), replacement);
    at = match.index + match[0].length;
  };
  walk(
    text,
    (attributes, inFormula, entry, match) => {
      if (!inFormula || !FORMULA_SPAN.test(attributes)) return;
      entry.tag = formulaTag(attributes, entry, names);
      put(match, entry.tag);
    },
    (entry, match) => {
      if (entry?.tag !== undefined) put(match, entry.tag === "" ? "" : "</i>");
    },
  );
  const short = parts.join("") + text.slice(at);
  return [...AROUND, CELL_END].reduce((html, pattern) => html.replace(pattern, ""), short);
}

function formulaTag(attributes, entry, { classes, styles }) {
  const style = styleOf(attributes);
  const short = styles.get(style);
  const kept = entry.classes.filter((one) => classes.has(one)).map((one) => classes.get(one));
  const rest = attributes.replace(/ ?(?:class|style)="[^"]*"/g, "").replaceAll('"true"', "true");
  const own = style && !short ? ` style="${style}"` : "";
  const all = short ? [...kept, short] : kept;
  const says = all.length > 0 || own !== "" || rest !== "";
  if (!says && !isPlaced(entry) && !HALVES.includes(entry.classes[0])) return "";
  return `<i${classAttribute(all)}${own}${rest}>`;
}

/** Whether KaTeX's rules place this span by where it stands: `.vlist > span > span`, `.mfrac > span > span`. */
function isPlaced({ above }) {
  const names = [above, above?.above].flatMap((entry) => entry?.classes ?? []);
  return names.some((name) => /^(vlist|mfrac|accent|op-limits|rlap|sqrt)$/.test(name));
}

function classAttribute(names) {
  if (names.length === 0) return "";
  return /^[\w-]+$/.test(names.join(" ")) ? ` class=${names[0]}` : ` class="${names.join(" ")}"`;
}

/** The rules of a formula's halves by their place. */
const withHalves = (css) =>
  css.replaceAll(" .katex-mathml", ">:first-child").replaceAll(".katex-html", "[aria-hidden]");

/** KaTeX's rules under the short names, and a rule for each style that has one. */
export function compactCss(css, { classes, styles }) {
  const rules = withHalves(css)
    .replace(/\.([a-z][\w-]*)/g, (all, name) => (classes.has(name) ? `.${classes.get(name)}` : all))
    .replace(/>span/g, ">i");
  const own = [...styles].map(
    ([style, name]) => `.katex .${name}{${style.replaceAll(";", "!important;")}!important}`,
  );
  return `${rules}.katex i{font-style:inherit}${own.join("")}`;
}
