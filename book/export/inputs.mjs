// The stamp of the book: one hash over everything that can change the exported pages.
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { expected, root } from "./options.mjs";

const require = createRequire(import.meta.url);
const IGNORED = new Set(["__pycache__", ".ipynb_checkpoints", "runner", "claims", "dist"]);

/** Names of the notebooks in a folder, in reading order; throws when there is none. */
export async function notebookNames(folder) {
  const names = (await readdir(folder).catch(() => [])).filter((n) => n.endsWith(".ipynb")).sort();
  if (names.length === 0) {
    throw expected(`Book: no notebook (*.ipynb) in ${folder}: name their folder with --notebooks.`);
  }
  return names;
}

/** The folder of an npm package that the book takes files from. */
export function packageFolder(name) {
  try {
    return dirname(require.resolve(`${name}/package.json`));
  } catch {
    throw expected(`Book: the npm package ${name} is missing: run "node setup.mjs" first.`);
  }
}

/** SHA-256 (hex) of the notebooks, the book's, the library's and the kernel's sources, the versions of the tools, and the options. */
export async function stampOf({ notebooks, pdf, url }, python) {
  const hash = createHash("sha256").update(`${pdf} ${url}\0`);
  const add = async (label, path) => hash.update(`${label}\0`).update(await readFile(path));
  for (const name of await notebookNames(notebooks)) {
    await add(name, join(notebooks, name));
  }
  for (const path of await filesUnder(join(root, "book"))) {
    await add(relative(root, path), path);
  }
  for (const folder of ["lib", "kernel"]) {
    for (const path of await filesUnder(join(root, folder))) {
      await add(relative(root, path), path);
    }
  }
  for (const name of [
    "katex",
    "plotly.js-cartesian-dist-min",
    "purgecss",
    "esbuild",
    "typescript",
  ]) {
    await add(name, join(packageFolder(name), "package.json"));
  }
  hash.update((await pythonPackages(python)).join("\n"));
  return hash.digest("hex");
}

/** All files of a folder, sorted, without what no export reads. */
async function filesUnder(folder) {
  const entries = await readdir(folder, { withFileTypes: true });
  const kept = entries
    .filter((e) => !IGNORED.has(e.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const lists = await Promise.all(
    kept.map((e) => (e.isDirectory() ? filesUnder(join(folder, e.name)) : [join(folder, e.name)])),
  );
  return lists.flat();
}

/** Names and versions of what is installed beside that Python: the names of its *.dist-info folders. */
async function pythonPackages(python) {
  const library = join(dirname(dirname(python)), "lib");
  const versions = (await readdir(library).catch(() => [])).filter((n) => n.startsWith("python"));
  const lists = await Promise.all(
    versions.map((v) => readdir(join(library, v, "site-packages")).catch(() => [])),
  );
  return lists
    .flat()
    .filter((n) => n.endsWith(".dist-info"))
    .sort();
}
