// Writes the types of the names in each notebook's cells, by the kernel's own checker, as a script that types.js loads
// when a reader first points at code: fetch is forbidden on file://.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { notebookNames } from "./inputs.mjs";
import { root } from "./options.mjs";

/** Fills `folder` with a script for each notebook of `notebooks`. */
export async function stageTypes(folder, notebooks) {
  const { notebookTypes } = createRequire(import.meta.url)(
    join(root, "kernel/dist/notebook-types.cjs"),
  );
  await mkdir(folder, { recursive: true });
  for (const name of await notebookNames(notebooks)) {
    const { cells } = JSON.parse(await readFile(join(notebooks, name), "utf8"));
    const sources = cells
      .filter((cell) => cell.cell_type === "code")
      .map(({ source }) => [source].flat().join(""));
    // The types are those of the repository's notebooks folder, wherever these notebooks lie.
    const data = compact(sources, notebookTypes(join(root, "notebooks"), sources));
    const page = `${basename(name, ".ipynb")}.html`;
    const script = `(globalThis.bookTypes ??= {})[${JSON.stringify(page)}] = ${JSON.stringify(data)};\n`;
    await writeFile(join(folder, page.replace(/html$/, "js")), script);
  }
}

/** Each text once; a cell as its source's length and its names as start, length, number of the text, in a row. */
function compact(sources, types) {
  const texts = [...new Set(types.flat().map(({ text }) => text))];
  const numbers = new Map(texts.map((text, i) => [text, i]));
  const cells = types.map((names, i) => ({
    length: sources[i].length,
    names: names.flatMap(({ start, length, text }) => [start, length, numbers.get(text)]),
  }));
  return { texts, cells };
}
