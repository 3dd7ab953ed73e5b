// The library with a bug planted in its own source: bundled in memory, the files stay as they are.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type * as settings from "../layers/settings";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Replace `from` by `to` in lib/`file`, where it stands exactly once. */
export interface Change {
  file: string;
  from: string;
  to: string;
}

export type Planted = typeof import("../../lib/index") & typeof settings;

/** The library and the tests' settings, built together with the changes made. */
export async function plant(changes: readonly Change[]): Promise<Planted> {
  const left = new Set(changes);
  const result = await build({
    stdin: {
      contents: 'export * from "./lib/index"; export * from "./test/layers/settings";',
      resolveDir: root,
    },
    bundle: true,
    write: false,
    format: "cjs",
    platform: "node",
    packages: "external",
    logLevel: "silent",
    plugins: [
      {
        name: "plant",
        setup({ onLoad }) {
          onLoad({ filter: /\/lib\/.*\.ts$/ }, ({ path }) => {
            let contents = readFileSync(path, "utf8");
            for (const change of changes) {
              if (!path.endsWith(`/lib/${change.file}`)) continue;
              if (contents.split(change.from).length !== 2) {
                throw new Error(`"${change.from}" does not stand once in ${change.file}`);
              }
              contents = contents.replace(change.from, () => change.to);
              left.delete(change);
            }
            return { contents, loader: "ts" };
          });
        },
      },
    ],
  });
  if (left.size > 0) throw new Error(`not loaded: ${[...left].map((c) => c.file).join()}`);
  const module = { exports: {} };
  new Function("module", "exports", "require", result.outputFiles[0].text)(
    module,
    module.exports,
    () => ({}),
  );
  return module.exports as Planted;
}
