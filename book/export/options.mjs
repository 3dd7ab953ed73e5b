// Command line of the export, and the one kind of error it reports without a stack.
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

/** The repository's root folder. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

/** An Error that a reader can act on: only its message is printed. */
export function expected(message) {
  return Object.assign(new Error(message), { expected: true });
}

/**
 * Reads `--notebooks DIR` (default: the repository's notebooks), `--out DIR` (default: build/book), `--pdf`, which
 * prints the book as a PDF too, and `--url ADDRESS`, where the book will stand (for the picture of shared links).
 * @returns {{ notebooks: string, out: string, pdf: boolean, url: string }} absolute paths; url ends in a slash or is ""
 */
export function parseOptions(argv) {
  try {
    const { values } = parseArgs({
      args: argv,
      options: {
        notebooks: { type: "string" },
        out: { type: "string" },
        pdf: { type: "boolean" },
        url: { type: "string" },
      },
    });
    return {
      notebooks: resolve(values.notebooks ?? resolve(root, "notebooks")),
      out: resolve(values.out ?? resolve(root, "build/book")),
      pdf: values.pdf ?? false,
      url: values.url ? new URL(values.url.replace(/\/?$/, "/")).href : "",
    };
  } catch (error) {
    throw expected(
      `Book: ${error.message} Usage: node book/export.mjs [--notebooks DIR] [--out DIR] [--pdf] [--url ADDRESS]`,
    );
  }
}
