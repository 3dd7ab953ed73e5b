// What the lists of sections show of each notebook: its title, a line about it, one of its figures.
import { readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { notebookNames } from "../export/inputs.mjs";
import { expected, root } from "../export/options.mjs";

const NOTEBOOKS = join(root, "notebooks");
const TABLE = join(root, "book/sections/table.json");

/**
 * @typedef {{ number: string, alt: string, svg: string }} Picture
 * @typedef {{ name: string, title: string, about: string, picture: Picture | null }} Section
 */

/**
 * The sections in a folder, in order. The table, for the workbook's own folder table.json, names a section's figure and says what
 * it is about; a section that is not there has its first figure, and no line.
 * @returns {Promise<Section[]>}
 */
export async function readSections(folder, table) {
  table ??= resolve(folder) === NOTEBOOKS ? JSON.parse(await readFile(TABLE, "utf8")) : {};
  const files = await notebookNames(folder);
  const unknown = Object.keys(table).find((name) => !files.includes(`${name}.ipynb`));
  if (unknown) throw expected(`table.json names ${unknown}, and no such notebook is in ${folder}`);
  return Promise.all(
    files.map(async (file) => {
      const name = basename(file, ".ipynb");
      const { cells } = JSON.parse(await readFile(join(folder, file), "utf8"));
      const { about = "", picture: wanted } = table[name] ?? {};
      return {
        name,
        title: titleOf(cells) ?? name,
        about,
        picture: pictureOf(cells, wanted, name),
      };
    }),
  );
}

function titleOf(cells) {
  const headings = cells
    .filter(({ cell_type }) => cell_type === "markdown")
    .map(({ source }) => /^# (.+)$/m.exec(joined(source))?.[1]);
  return headings.find((heading) => heading !== undefined);
}

/** The figure of that number; the first one where none is wanted; null where there is none. */
function pictureOf(cells, wanted, name) {
  const figures = cells
    .flatMap(({ outputs = [] }) => outputs)
    .filter(({ data, metadata }) => data?.["image/svg+xml"] && metadata?.figure?.number)
    .map(({ data, metadata: { figure } }) => ({
      number: figure.number,
      alt: figure.alt,
      svg: joined(data["image/svg+xml"]),
    }));
  if (wanted === undefined) return figures[0] ?? null;
  const found = figures.find(({ number }) => number === wanted);
  if (found) return found;
  const there = figures.map(({ number }) => number).join(", ") || "none";
  throw expected(
    `Sections: book/sections/table.json wants figure ${wanted} of ${name}, which has ${there}: name one of these.`,
  );
}

/** A notebook's text, which is one string or a list of lines. */
function joined(text) {
  return Array.isArray(text) ? text.join("") : text;
}
