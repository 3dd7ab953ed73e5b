// Compiles kernels.as to WebAssembly and writes it as base64 into lib/tensor/dist/kernels.ts, so that
// the library loads it at once, without a file or a network; and once more for a memory that threads share,
// into shared-kernels.ts, which only Node loads. `.as` is AssemblyScript: not TypeScript.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const tensor = fileURLToPath(new URL("..", import.meta.url));
const OPTIONS = ["-O3", "--noAssert", "--runtime", "stub", "--enable", "simd", "--importMemory"];
/** A memory that threads share has to say how large it may get: 4 GiB. */
const SHARED = [
  "--enable",
  "threads",
  "--sharedMemory",
  "--initialMemory",
  "1",
  "--maximumMemory",
  "65536",
];
/** What lies below is left free: address 0 means "none". */
const CONSTANTS_AT = "1024";

/** A module by the name that its importer gives it: AssemblyScript first, then shared TypeScript. */
function readModule(name) {
  const places = [name.replace(/\.ts$/, ".as"), `assembly/${name.replace(/\.ts$/, ".as")}`, name];
  const found = places.map((place) => tensor + place).find((path) => existsSync(path));
  return found ? readFileSync(found, "utf8") : null;
}

/** @throws Error with the compiler's messages */
export async function compileKernels() {
  await compileTo("kernels", "kernelsBase64", []);
  await compileTo("shared-kernels", "sharedKernelsBase64", SHARED);
}

async function compileTo(file, name, options) {
  let binary;
  let messages = "";
  const listen = {
    write: (text) => {
      messages += text;
    },
  };
  const { error } = await asc.main(
    [
      "assembly/kernels.ts",
      "--outFile",
      "kernels.wasm",
      "--memoryBase",
      CONSTANTS_AT,
      ...OPTIONS,
      ...options,
    ],
    {
      readFile: readModule,
      writeFile: (_name, contents) => {
        binary = contents;
      },
      listFiles: () => [],
      stdout: listen,
      stderr: listen,
    },
  );
  if (error || messages) throw new Error(`assemblyscript: ${error?.message ?? ""}\n${messages}`);
  const text = [
    "// Written by assembly/compile.mjs: the kernels as WebAssembly, in base64.",
    `export const ${name}: string =\n  "${Buffer.from(binary).toString("base64")}";\n`,
  ].join("\n");
  const target = `${tensor}dist/${file}.ts`;
  if (existsSync(target) && readFileSync(target, "utf8") === text) return;
  mkdirSync(`${tensor}dist`, { recursive: true });
  writeFileSync(`${target}.${process.pid}.tmp`, text);
  renameSync(`${target}.${process.pid}.tmp`, target);
}
