// Keeps of KaTeX's fonts those that a rule of its style sheet names.
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

const FACE = /@font-face\{[^}]*?font-family:"?(\w+)[^}]*\}/g;

/** Rewrites the style sheet and removes the fonts of a built book, once slim.mjs has taken unused rules out. */
export async function dropFonts(html) {
  const katex = join(html, "_static/katex");
  const fonts = join(katex, "fonts");
  const sheet = join(katex, "katex.min.css");
  const all = await readFile(sheet, "utf8");
  const rules = all.replace(FACE, "");
  const css = all.replace(FACE, (face, family) => (rules.includes(family) ? face : ""));
  await writeFile(sheet, css);
  for (const font of await readdir(fonts)) if (!css.includes(font)) await rm(join(fonts, font));
}
