// Writes the same pages with fewer bytes, once their style sheets are final. KaTeX's spans are most of a page: a class
// that no rule names goes, the others and the commonest inline styles get short names, and a span that then says
// nothing goes, too. In formulas and code `span` is written `i`, whose slant katex.min.css and book.css take back.
// Nothing is to look different: test/book/compact.test.ts compares the boxes of every letter.
import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Classes that the book's own styles and scripts name. */
const KEPT = ["katex", "katex-display", "katex-html", "katex-mathml", "tag"];
/** Uses of an inline style that make up for its rule. */
const COMMON = 4;
const TOKEN = /<(\/?)(span|pre)\b([^>]*)>/g;
/** Spans that KaTeX and Pygments write; any other, such as of a notebook's own HTML, stays as it is. */
const FORMULA_SPAN = /^(?: (?:class|style|aria-hidden)="[^"<>&]*")*$/;
const CODE_SPAN = /^ class="[\w -]*"$/;
const VERSION = /\b(href|src)="(_static\/[^"?]+\.(?:css|js))(?:\?[^"]*)?"/g;
const NAMESPACE = / xmlns="http:\/\/www\.w3\.org\/1998\/Math\/MathML"/g;

/** Rewrites the pages, the equations beside them and KaTeX's style sheet of a built book in place. */
export async function compact(html) {
  const sheet = join(html, "_static/katex/katex.min.css");
  const css = await readFile(sheet, "utf8");
  const pages = await namesIn(html, ".html");
  const scripts = await namesIn(join(html, "_static/equations"), ".js");
  const texts = await Promise.all([...pages, ...scripts].map((path) => readFile(path, "utf8")));
  const names = shortNames(texts.map(plain), css);
  await writeFile(sheet, compactCss(css, names));
  for (const [i, path] of scripts.entries())
    await writeFile(path, compactScript(texts[pages.length + i], names));
  const version = await versions(html, texts);
  for (const [i, path] of pages.entries())
    await writeFile(path, version(compactHtml(texts[i], names)));
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
  const worth = ([key, n]) => (key.startsWith(".") ? ruled.has(key) : n >= COMMON);
  const common = [...counts].filter(worth).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const names = { classes: new Map(KEPT.map((name) => [name, name])), styles: new Map() };
  for (const [i, [key]] of common.entries()) {
    const short = `_${i.toString(36)}`;
    if (!key.startsWith(".")) names.styles.set(key, short);
    else if (!names.classes.has(key.slice(1))) names.classes.set(key.slice(1), short);
  }
  return names;
}

/** Calls `open` for the start of each span and pre with its attributes, whether it is in a formula, and its place. */
function walk(text, open, close = () => {}) {
  const stack = [];
  for (const match of text.matchAll(TOKEN)) {
    const [all, end, name, attributes] = match;
    if (end) {
      close(stack.pop(), match);
      continue;
    }
    const above = stack.at(-1);
    const isFormula = name === "span" && classesOf(attributes)[0]?.startsWith("katex");
    const entry = {
      ...{ name, all, above, classes: classesOf(attributes) },
      inFormula: above?.inFormula || isFormula,
      inCode: above?.inCode || name === "pre",
    };
    stack.push(entry);
    open(attributes, entry.inFormula, entry, match);
  }
}

/** A page's HTML, or an equation's, with the short names. */
export function compactHtml(text, names) {
  const parts = [];
  let at = 0;
  const put = (match, replacement) => {
    parts.push(text.slice(at, match.index), replacement);
    at = match.index + match[0].length;
  };
  walk(
    text,
    (attributes, inFormula, entry, match) => {
      if (entry.name === "pre" || !(inFormula || entry.inCode)) return;
      if (!(inFormula ? FORMULA_SPAN : CODE_SPAN).test(attributes)) return;
      entry.tag = inFormula ? formulaTag(attributes, entry, names) : codeTag(attributes);
      put(match, entry.tag);
    },
    (entry, match) => {
      if (entry?.tag !== undefined) put(match, entry.tag === "" ? "" : "</i>");
    },
  );
  return (parts.join("") + text.slice(at)).replace(NAMESPACE, "");
}

function formulaTag(attributes, entry, { classes, styles }) {
  const style = styleOf(attributes);
  const short = styles.get(style);
  const kept = entry.classes.filter((one) => classes.has(one)).map((one) => classes.get(one));
  const rest = attributes.replace(/ ?(?:class|style)="[^"]*"/g, "");
  const own = style && !short ? ` style="${style}"` : "";
  const all = short ? [...kept, short] : kept;
  if (all.length === 0 && own === "" && rest === "" && !isPlaced(entry)) return "";
  return `<i${classAttribute(all)}${own}${rest}>`;
}

/** Whether KaTeX's rules place this span by where it stands: `.vlist > span > span`, `.mfrac > span > span`. */
function isPlaced({ above }) {
  const names = [above, above?.above].flatMap((entry) => entry?.classes ?? []);
  return names.some((name) => /^(vlist|mfrac|accent|op-limits|rlap|sqrt)$/.test(name));
}

const codeTag = (attributes) => `<i${classAttribute(classesOf(attributes))}>`;

function classAttribute(names) {
  if (names.length === 0) return "";
  return /^[\w-]+$/.test(names.join(" ")) ? ` class=${names[0]}` : ` class="${names.join(" ")}"`;
}

/** KaTeX's rules under the short names, and a rule for each style that has one. */
export function compactCss(css, { classes, styles }) {
  const rules = css
    .replace(/\.([a-z][\w-]*)/g, (all, name) => (classes.has(name) ? `.${classes.get(name)}` : all))
    .replace(/>span/g, ">i");
  const own = [...styles].map(
    ([style, name]) => `.katex .${name}{${style.replaceAll(";", "!important;")}!important}`,
  );
  return `${rules}.katex i{font-style:inherit}${own.join("")}`;
}
