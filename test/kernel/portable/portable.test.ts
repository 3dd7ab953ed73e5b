// The portable part runs in a browser: bundling it for one fails when it needs anything of Node's.
import { resolve } from "node:path";
import { build } from "esbuild";
import { expect, it } from "vitest";

it("imports nothing but TypeScript", async () => {
  const folder = resolve(import.meta.dirname, "../../../kernel/portable");
  const { metafile } = await build({
    entryPoints: [`${folder}/compile.ts`, `${folder}/executor.ts`, `${folder}/is-complete.ts`],
    bundle: true,
    write: false,
    outdir: "unused",
    metafile: true,
    platform: "browser",
    external: ["typescript"],
  });
  const imports = Object.values(metafile.inputs).flatMap((i) => i.imports);
  expect(new Set(imports.filter((i) => i.external).map((i) => i.path))).toEqual(
    new Set(["typescript"]),
  );
  expect(Object.keys(metafile.inputs).every((f) => f.startsWith("kernel/portable/"))).toBe(true);
});
