// Takes out of the exported pages' styles what no page uses, and the theme's icon font: icons.css draws the
// few icons that the pages show. The theme's style sheet shrinks to a sixth, and the page shows sooner.
// What is left is written without comments and spaces.
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { transform } from "esbuild";
import { PurgeCSS } from "purgecss";

const ICON_FONT = /@font-face\s*\{[^}]*fontawesome[^}]*\}/g;
const ICON = /fa-(?!solid|lg|fw)[a-z-]+/g;
/** Scripts that are data, or small already. */
const DATA = ["plotly.min.js", "section-index.js", "section-code.js"];
/** What the theme's script could add and this book does not have: versions, announcements, hints. */
const NEVER =
  /^(?:version-switcher|bd-header-(?:announcement|version-warning)|pst-button-link|list-group|tooltip|bs-tooltip)/;
const UNTHEMED = /html:not\(\[data-theme\]\)\s*\{[^}]*\}/g;
/** Rules for the theme's bar above a page, which is empty here. */
const BAR = /(?<=[}{])\s*\.bd-header [^{},]*(?:,\s*\.bd-header [^{},]*)*\{[^}]*\}/g;
const VARIABLE = /(--[\w-]+):(?:[^;{}"']|"[^"]*"|'[^']*')*;?/g;
/** Set by scripts that stand in the pages themselves. */
const THEMES = ["light", "dark", "auto"];

/** Rewrites the style sheets and scripts of a built book in place. @throws Error for an icon that icons.css does not draw */
export async function slim(html) {
  const own = (await readdir(join(html, "_static"))).filter(
    (name) => name.endsWith(".js") && !DATA.includes(name),
  );
  const scripts = own.map((name) => join(html, "_static", name));
  const sheets = await new PurgeCSS().purge({
    content: [`${html}/*.html`, ...scripts, `${html}/_static/scripts/*.js`],
    css: [`${html}/_static/*.css`, `${html}/_static/styles/*.css`, `${html}/_static/katex/*.css`],
    extractors: [
      { extensions: ["html"], extractor: inTags },
      { extensions: ["js"], extractor: (text) => text.match(/[\w-]+/g) ?? [] },
    ],
    // The theme's own variables are set in one sheet and used in another.
    safelist: { standard: THEMES, variables: [/^--(pst|sbt|book)/] },
    variables: true,
    keyframes: true,
    blocklist: [NEVER],
  });
  for (const { file, css } of sheets)
    await minify(file, css.replace(ICON_FONT, "").replace(UNTHEMED, "").replace(BAR, ""), "css");
  for (const file of scripts) await minify(file, await readFile(file, "utf8"), "js");
  await dropVariables(sheets.map(({ file }) => file));
  await rm(join(html, "_static/vendor/fontawesome"), { recursive: true, force: true });
  await requireIcons(html);
}

/** The words of a page's tags; PurgeCSS would take each word of the text for a class. */
function inTags(page) {
  const words = new Set();
  for (const [tag] of page.matchAll(/<[a-z][^>]*>/gi)) {
    for (const word of tag.replace(/="([^"]*)"/g, " $1 ").match(/[\w-]+/g)) words.add(word);
  }
  return [...words];
}

/** Variables are set in one sheet and used in another, or by what another is set to: PurgeCSS sees neither. */
async function dropVariables(files) {
  let sheets = await Promise.all(files.map((file) => readFile(file, "utf8")));
  for (let before = ""; sheets.join() !== before; ) {
    before = sheets.join();
    const used = new Set([...before.matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name));
    sheets = sheets.map((css) => css.replace(VARIABLE, (all, name) => (used.has(name) ? all : "")));
  }
  for (const [i, file] of files.entries()) await writeFile(file, sheets[i]);
}

async function minify(file, text, loader) {
  const { code } = await transform(text, { loader, minify: true });
  await writeFile(file, code);
}

async function requireIcons(html) {
  const drawn = await readFile(join(html, "_static/icons.css"), "utf8");
  const page = await readFile(join(html, "index.html"), "utf8");
  const missing = [...new Set(page.match(ICON))].filter((name) => !drawn.includes(`.${name}`));
  if (missing.length > 0) {
    throw new Error(
      `slim: the theme shows ${missing.join(", ")}: draw it in book/_static/icons.css`,
    );
  }
}
