// The stamp file, the temporary folder and the swap of a finished book into its place.
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { expected } from "./options.mjs";

const STAMP = ".inputs";

/** Whether `out` holds a book made from the inputs with that stamp. */
export async function isCurrent(out, stamp) {
  const known = await readFile(join(out, STAMP), "utf8").catch(() => "");
  return known.trim() === stamp && existsSync(join(out, "index.html"));
}

/** Records the stamp inside a finished book. */
export async function writeStamp(html, stamp) {
  await writeFile(join(html, STAMP), `${stamp}\n`);
}

/** A temporary folder beside `out` (the same disk, so that rename works); the caller removes it. */
export async function workFolder(out) {
  const path = join(dirname(out), `${prefix(out)}${process.pid}`);
  await mkdir(path, { recursive: true });
  return path;
}

/** Removes the temporary folders of exports that were killed. */
export async function removeAbandoned(out) {
  for (const name of await readdir(dirname(out)).catch(() => [])) {
    if (name.startsWith(prefix(out)) && !isAlive(Number(name.slice(prefix(out).length)))) {
      await rm(join(dirname(out), name), { recursive: true, force: true });
    }
  }
}

/** Throws when `out` holds something else than a book: the export would replace it. */
export async function refuseForeign(out) {
  const names = await readdir(out).catch(() => []);
  if (names.length > 0 && !names.includes(STAMP)) {
    throw expected(`Book: ${out} holds something that is not a book: choose another --out.`);
  }
}

/** Puts the finished book in place of the last one, which goes with the temporary folder. */
export async function swapIn(html, out) {
  if (existsSync(out)) {
    await rename(out, join(dirname(html), "previous"));
  }
  await rename(html, out);
}

function prefix(out) {
  return `.${basename(out)}-export-`;
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
