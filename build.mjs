// Builds what runs: the kernels as WebAssembly, lib/dist (CommonJS, ESM, a browser bundle, declarations) and kernel/dist.
// `node build.mjs` builds once; `node build.mjs --watch` rebuilds on each change until stopped.
import { spawn } from "node:child_process";
import { watch as watchFolder } from "node:fs";
import { createRequire } from "node:module";
import { context } from "esbuild";
import { compileKernels } from "./lib/tensor/assembly/compile.mjs";

const watch = process.argv.includes("--watch");
const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
const common = {
  bundle: true,
  target: "node20",
  sourcemap: "linked",
  sourcesContent: false,
  logLevel: "warning",
  packages: "external",
};
const bundles = [
  {
    entryPoints: ["lib/node.ts"],
    outfile: "lib/dist/node.cjs",
    format: "cjs",
    platform: "node",
    logOverride: { "empty-import-meta": "silent" },
  },
  { entryPoints: ["lib/node.ts"], outfile: "lib/dist/node.mjs", format: "esm", platform: "node" },
  {
    entryPoints: ["lib/command/main.ts"],
    outfile: "lib/dist/command.mjs",
    format: "esm",
    platform: "node",
  },
  // What the threads of the default tier run.
  {
    entryPoints: ["lib/tensor/threads/thread.ts"],
    outfile: "lib/dist/thread.cjs",
    format: "cjs",
    platform: "node",
    logOverride: { "empty-import-meta": "silent" },
  },
  // The portable core: building it for a browser fails if it imports anything of Node's.
  {
    entryPoints: ["lib/index.ts"],
    outfile: "lib/dist/browser.mjs",
    format: "esm",
    platform: "browser",
    target: "es2022",
    packages: "bundle",
  },
  // The kernel's main program, the thread that answers the control channel and the heartbeat, and the book's checker.
  {
    entryPoints: [
      "kernel/main.ts",
      "kernel/node/control-thread.ts",
      "kernel/node/notebook-types.ts",
    ],
    outdir: "kernel/dist",
    entryNames: "[name]",
    format: "cjs",
    platform: "node",
    outExtension: { ".js": ".cjs" },
  },
];

await compileKernels(); // first: the library's TypeScript imports its result
const contexts = await Promise.all(bundles.map((options) => context({ ...common, ...options })));
const declarations = spawn(
  process.execPath,
  [tsc, "-p", "lib/tsconfig.json", ...(watch ? ["--watch", "--preserveWatchOutput"] : [])],
  { stdio: "inherit" },
);
if (watch) {
  watchFolder("lib/tensor/assembly", () => {
    compileKernels().catch((error) => console.error(error.message));
  });
  await Promise.all(contexts.map((c) => c.watch()));
} else {
  const types = new Promise((done) => declarations.on("exit", done));
  await Promise.all(contexts.map((c) => c.rebuild()));
  await Promise.all(contexts.map((c) => c.dispose()));
  process.exitCode = (await types) ?? 1;
}
