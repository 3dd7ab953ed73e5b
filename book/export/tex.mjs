// The TeX of each page's formulas in a script beside it, in the order of the page, for tex.js to put into what a reader
// copies. KaTeX says it inside each formula, where it would be loaded by everybody: compact.mjs takes it out there.
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const ARTICLE = /<article class="bd-article">[\s\S]*<\/article>/;
const ANNOTATION = /<annotation encoding="application\/x-tex">([^<]*)<\/annotation>/g;
const SIGNS = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#x27;": "'", "&amp;": "&" };

/** The start of an equation that stands alone, and what KaTeX wrote of it up to its TeX. */
const DISPLAY =
  /<span class="katex-display">(?=(?:(?!<annotation)[\s\S])*<annotation[^>]*>([^<]*)<)/;

/** Writes `_static/tex/<page>.js` for the pages of a built book that have formulas, before they are compacted. */
export async function writeTex(html) {
  const folder = join(html, "_static/tex");
  await mkdir(folder, { recursive: true });
  for (const name of (await readdir(html)).filter((file) => file.endsWith(".html"))) {
    const sources = texOf(await readFile(join(html, name), "utf8"));
    if (sources.length === 0) continue;
    const script = `globalThis.bookTex=${JSON.stringify(sources)};\n`;
    await writeFile(join(folder, name.replace(/html$/, "js")), script);
  }
  await writePreviews(join(html, "_static/equations"));
}

/** Gives the equations that other pages preview their TeX, as an attribute. */
async function writePreviews(folder) {
  for (const name of await readdir(folder)) {
    const [, start, json] = /^(.*?\] = )(.*);\s*$/s.exec(
      await readFile(join(folder, name), "utf8"),
    );
    const equations = JSON.parse(json);
    for (const [id, formula] of Object.entries(equations))
      equations[id] = formula.replace(
        DISPLAY,
        (_, source) => `<span class="katex-display" data-tex="${source}">`,
      );
    await writeFile(join(folder, name), `${start}${JSON.stringify(equations)};\n`);
  }
}

/** The TeX of the formulas of a page's article, in order. */
export function texOf(page) {
  const article = ARTICLE.exec(page)?.[0] ?? "";
  return [...article.matchAll(ANNOTATION)].map(([, source]) =>
    source.replace(/&(?:lt|gt|quot|#x27|amp);/g, (entity) => SIGNS[entity]),
  );
}
