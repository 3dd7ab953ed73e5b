// Exports the notebooks as an HTML book: `node book/export.mjs [--notebooks DIR] [--out DIR] [--pdf] [--url ADDRESS]`.
// The book is built in a temporary folder beside the result and swapped in when it is complete,
// so a reader never sees half a book, and a failed export leaves the last good one in place.
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { compact } from "./export/compact.mjs";
import { subsetFonts } from "./export/fonts.mjs";
import { stampOf } from "./export/inputs.mjs";
import { parseOptions } from "./export/options.mjs";
import { writePdf } from "./export/pdf.mjs";
import { findPython } from "./export/python.mjs";
import { slim } from "./export/slim.mjs";
import { buildHtml } from "./export/sphinx.mjs";
import { stage } from "./export/stage.mjs";
import {
  isCurrent,
  refuseForeign,
  removeAbandoned,
  swapIn,
  workFolder,
  writeStamp,
} from "./export/swap.mjs";
import { writeTex } from "./export/tex.mjs";

/** Exports the book; returns the path of its first page. Throws an Error whose message is for the reader. */
async function exportBook(argv) {
  const options = parseOptions(argv);
  const python = findPython();
  const stamp = await stampOf(options, python);
  const first = join(options.out, "index.html");
  if (await isCurrent(options.out, stamp)) {
    return { first, built: false };
  }
  await refuseForeign(options.out);
  await removeAbandoned(options.out);
  const work = await workFolder(options.out);
  try {
    const html = await buildHtml(python, await stage(work, options.notebooks), options);
    await slim(html);
    await subsetFonts(python, html);
    await writeTex(html);
    await compact(html);
    if (options.pdf) await writePdf(python, html, join(html, "_downloads", "unrolled.pdf"));
    await writeStamp(html, stamp);
    if (await isCurrent(options.out, stamp)) return { first, built: false }; // another export was quicker
    await swapIn(html, options.out);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return { first, built: true };
}

try {
  const { first, built } = await exportBook(process.argv.slice(2));
  console.log(`Book ${built ? "written" : "unchanged"}: ${first}`);
} catch (error) {
  console.error(error instanceof Error && error.expected ? error.message : error);
  process.exitCode = 1;
}
