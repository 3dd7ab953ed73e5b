// Writes the list of sections in README.md, and the picture of each. With --check it writes nothing,
// and says what is not current.
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "./export/options.mjs";
import { fill, readmeList } from "./sections/lists.mjs";
import { readSections } from "./sections/read.mjs";

/** The files that belong to the sections as they are, by path from the root. */
async function filesOf(sections) {
  const files = new Map();
  for (const { name, picture } of sections) {
    if (picture) files.set(`book/sections/${name}.svg`, picture.svg);
  }
  const readme = await readFile(join(root, "README.md"), "utf8");
  return files.set("README.md", fill(readme, readmeList(sections)));
}

/** The paths of files that are missing or differ, and of pictures that no section has any more. */
async function outdated(files) {
  const current = await Promise.all(
    [...files].map(async ([path, text]) => {
      const there = await readFile(join(root, path), "utf8").catch(() => undefined);
      return there === text ? [] : [path];
    }),
  );
  const pictures = (await readdir(join(root, "book/sections")))
    .filter((name) => name.endsWith(".svg"))
    .map((name) => `book/sections/${name}`);
  return [...current.flat(), ...pictures.filter((path) => !files.has(path))];
}

try {
  const check = process.argv.includes("--check");
  const files = await filesOf(await readSections(join(root, "notebooks")));
  for (const path of await outdated(files)) {
    console.log(
      check ? `${path} is not current: run npm run sections` : `${path} brought up to date`,
    );
    if (check) process.exitCode = 1;
    else if (files.has(path)) await writeFile(join(root, path), files.get(path));
    else await rm(join(root, path));
  }
} catch (error) {
  if (!error.expected) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
