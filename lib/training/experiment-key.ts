// The key of an experiment's results: a hash of all that decides them. Of the library that is the code
// which the run reaches, so that a change elsewhere leaves its results valid.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ExperimentDefinition } from "./experiment";

/** lib/training as source, lib/dist once bundled; both two below the root. */
const here = typeof __dirname === "string" ? __dirname : dirname(fileURLToPath(import.meta.url));
export const root: string = join(here, "..", "..");

/** Rooms that decide no number: what they say and draw may change freely. */
const SILENT = ["messages", "plotting", "host", "exercises", "experiments"];

/** Comments, spaces and the names of variables do not count: bundling changes them too. */
const BARE = { minifyWhitespace: true, minifyIdentifiers: true, legalComments: "none" } as const;

type Esbuild = Pick<typeof import("esbuild"), "buildSync" | "transformSync">;
const esbuild = (): Esbuild => createRequire(join(root, "package.json"))("esbuild");

const bundles = new Map<string, string>();

/** SHA-256 of config, data, run and the code it reaches; comments, spaces and local names do not count. */
export async function experimentKey({ config, run }: ExperimentDefinition): Promise<string> {
  const source = `export default (${run.toString()})`;
  const hash = createHash("sha256").update(JSON.stringify(config));
  hash.update(esbuild().transformSync(source, { loader: "ts", ...BARE }).code);
  for (const name of config.data ?? []) hash.update(readFileSync(join(root, "data", name)));
  const names = namesIn(source, Object.keys(await import("../index")));
  const asked = names.join();
  if (!bundles.has(asked)) bundles.set(asked, reachedCode(names));
  return hash.update(bundles.get(asked)!).digest("hex");
}

/** Those of the library's names that stand in a source: some more than it uses do no harm. */
function namesIn(source: string, exported: readonly string[]): string[] {
  const words = new Set(source.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu));
  return exported.filter((name) => words.has(name)).sort();
}

/**
 * The library's code that some of its names reach, the kernels with it, on as few lines as possible.
 * @param folder the library's sources
 */
export function reachedCode(names: readonly string[], folder = join(root, "lib")): string {
  const { outputFiles } = esbuild().buildSync({
    stdin: {
      contents: exportsOf(names, readFileSync(join(folder, "index.ts"), "utf8")),
      resolveDir: folder,
      loader: "ts",
    },
    bundle: true,
    treeShaking: true,
    ...BARE,
    format: "esm",
    platform: "neutral",
    target: "es2022",
    // The index is asked for at run time, by its name: with it, all would be reached.
    external: [
      "../index",
      ...SILENT.flatMap((room) => [`*/${room}`, `./${room}/*`, `../${room}/*`, `../../${room}/*`]),
    ],
    absWorkingDir: dirname(folder), // the names of modules in the bundle are relative to it
    write: false,
    logLevel: "silent",
  });
  return outputFiles[0].text;
}

/** The lines of the index that export the names, cut down to these: the rest of it decides nothing. */
function exportsOf(names: readonly string[], index: string): string {
  return Array.from(index.matchAll(/export \{([^}]*)\} from ("[^"]+");/g), ([, list, file]) => {
    const own = list.split(",").map((name) => name.trim());
    return `export { ${own.filter((name) => names.includes(name)).join(", ")} } from ${file};`;
  })
    .filter((line) => !line.includes("{  }"))
    .join("\n");
}
