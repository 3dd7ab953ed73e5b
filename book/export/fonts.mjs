// Keeps of KaTeX's fonts what the pages show: the fonts that a rule of its style sheet names, and in them the signs that
// stand in the pages' text.
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runPython } from "./python.mjs";

const FACE = /@font-face\{[^}]*?font-family:"?(\w+)[^}]*\}/g;
const PROGRAM = join(import.meta.dirname, "subset_fonts.py");

/** Rewrites the style sheet and the fonts of a built book in place, once slim.mjs has taken unused rules out. */
export async function subsetFonts(python, html) {
  const katex = join(html, "_static/katex");
  const fonts = join(katex, "fonts");
  const sheet = join(katex, "katex.min.css");
  const all = await readFile(sheet, "utf8");
  const rules = all.replace(FACE, "");
  const css = all.replace(FACE, (face, family) => (rules.includes(family) ? face : ""));
  await writeFile(sheet, css);
  for (const font of await readdir(fonts)) if (!css.includes(font)) await rm(join(fonts, font));
  await runPython(python, PROGRAM, fonts, await signsOf(html));
}

/** Each character of the pages and of the equations beside them, once. */
async function signsOf(html) {
  const signs = new Set();
  for (const folder of [html, join(html, "_static/equations")])
    for (const name of await readdir(folder)) {
      if (!/\.(?:html|js)$/.test(name)) continue;
      for (const sign of await readFile(join(folder, name), "utf8")) signs.add(sign);
    }
  return [...signs].sort().join("");
}
