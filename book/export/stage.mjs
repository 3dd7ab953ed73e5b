// Lays out what Sphinx reads: the book's own pages and the notebooks side by side in one folder,
// and the files of KaTeX and plotly that the pages load.
import { copyFile, cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fill, homeList } from "../sections/lists.mjs";
import { readSections } from "../sections/read.mjs";
import { notebookNames, packageFolder } from "./inputs.mjs";
import { parseNotebook } from "./notebook.mjs";
import { root } from "./options.mjs";
import { stageTypes } from "./types.mjs";

/**
 * Fills `folder` with `source/` (the book's own pages, the library's, the notebooks) and `assets/` (katex/, types/, plotly.min.js) and `extra/` (what is given for download).
 * @returns {Promise<{ root: string, source: string, assets: string, extra: string, html: string, doctrees: string }>} its folders
 */
export async function stage(folder, notebooks) {
  for (const name of await notebookNames(notebooks)) {
    parseNotebook(name, await readFile(join(notebooks, name), "utf8"));
  }
  const staged = {
    root: folder,
    source: join(folder, "source"),
    assets: join(folder, "assets"),
    extra: join(folder, "extra"),
    html: join(folder, "html"),
    doctrees: join(folder, "doctrees"),
  };
  await mkdir(staged.source, { recursive: true });
  const names = await notebookNames(notebooks);
  for (const page of ["symbols.md", "errata.md", "references.md", "teaching.md"]) {
    const text = await readFile(join(root, "book", page), "utf8");
    await writeFile(join(staged.source, page), withNeighbours(text, names));
  }
  await stageHome(staged.source, notebooks);
  await mkdir(join(staged.extra, "_downloads"), { recursive: true });
  for (const name of names) {
    await copyFile(join(notebooks, name), join(staged.source, name));
    const text = await readFile(join(notebooks, name), "utf8");
    await writeFile(join(staged.extra, "_downloads", name), withoutSpace(text));
  }
  // Loaded here, since the compiler takes long to load and an unchanged book does not need it.
  const { apiPages } = await import("./api.mjs");
  for (const [name, text] of Object.entries(apiPages(join(root, "lib/index.ts")))) {
    await writeFile(join(staged.source, name), text);
  }
  await stageTypes(join(staged.assets, "types"), notebooks);
  await stageKatex(join(staged.assets, "katex"));
  await copyFile(
    join(packageFolder("plotly.js-cartesian-dist-min"), "plotly-cartesian.min.js"),
    join(staged.assets, "plotly.min.js"),
  );
  return staged;
}

/** JSON without the space between its parts, a fifth of a notebook; its strings and numbers stay letter for letter. */
const withoutSpace = (json) =>
  json.replace(/("[^"\\]*(?:\\.[^"\\]*)*")|\s+/g, (_, text) => text ?? "");

/** Links to notebooks lead to neighbours here; to those that this book does not have, to nowhere: their words stay. */
function withNeighbours(text, names) {
  const link = /\[([^\]]*)\]\(\.\.\/notebooks\/([^)]+)\)/g;
  return text.replace(link, (_, words, name) =>
    names.includes(name) ? `[${words}](${name})` : words,
  );
}

/** The first page, with a list of the sections that this book has, and a picture of each. */
async function stageHome(folder, notebooks) {
  const sections = await readSections(notebooks);
  const page = await readFile(join(root, "book/index.md"), "utf8");
  await writeFile(join(folder, "index.md"), fill(page, homeList(sections)));
  await mkdir(join(folder, "sections"));
  for (const { name, picture } of sections) {
    if (picture) await writeFile(join(folder, "sections", `${name}.svg`), picture.svg);
  }
}

/** KaTeX's style sheet and its fonts; only woff2, which every browser of today reads. */
async function stageKatex(folder) {
  const dist = join(packageFolder("katex"), "dist");
  await mkdir(join(folder, "fonts"), { recursive: true });
  for (const font of (await readdir(join(dist, "fonts"))).filter((f) => f.endsWith(".woff2"))) {
    await cp(join(dist, "fonts", font), join(folder, "fonts", font));
  }
  const css = await readFile(join(dist, "katex.min.css"), "utf8");
  const lean = css.replaceAll(/,url\([^)]*\.(?:woff|ttf)\) format\("[^"]*"\)/g, "");
  await writeFile(join(folder, "katex.min.css"), lean);
}
