// OpenBLAS, called through koffi: only for Node, only when asked for. It is found in .venv, where set-up puts
// the package scipy-openblas32, or among the system's libraries.
import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { nativeMessages } from "../../messages";

/** cblas_sgemm or cblas_dgemm with addresses as numbers: order, transA, transB, m, n, k, alpha, a, lda, … */
export type Gemm = (...values: number[]) => void;

/** What of OpenBLAS is used; it computes on the thread that calls it. */
export interface OpenBlas {
  /** Its file or the name that the system knows it by. */
  readonly library: string;
  readonly sgemm: Gemm;
  readonly dgemm: Gemm;
  /** Whether it multiplies small matrices where they lie, without copying them first. */
  readonly smallInPlace: boolean;
  /** Where the memory of a typed array begins. */
  addressOf(numbers: Uint8Array): number;
}

// The part of koffi that is used here.
interface Library {
  func(declaration: string): (...values: number[]) => unknown;
}
interface Koffi {
  load(library: string): Library;
  address(numbers: Uint8Array): bigint;
}

/** lib/tensor/native as source, lib/dist once bundled. */
const here = typeof __dirname === "string" ? __dirname : dirname(fileURLToPath(import.meta.url));
const root = here.endsWith("native") ? join(here, "..", "..", "..") : join(here, "..", "..");

/** The processors, by OpenBLAS's names, for which it has kernels that do not copy: those with AVX-512. */
const IN_PLACE = ["SkylakeX", "Cooperlake", "SapphireRapids"];

const SYSTEM: Record<string, readonly string[]> = {
  linux: ["libopenblas.so.0", "libopenblas.so"],
  darwin: [
    "/opt/homebrew/opt/openblas/lib/libopenblas.dylib",
    "/usr/local/opt/openblas/lib/libopenblas.dylib",
  ],
  win32: ["libopenblas.dll"],
};

/**
 * @param library a file to load; left out, it is searched for
 * @throws Error with one line that says what was tried and what to do
 */
export function loadOpenBlas(library?: string): OpenBlas {
  const tried =
    library === undefined ? [...inVenv(), ...(SYSTEM[process.platform] ?? [])] : [library];
  let koffi: Koffi;
  try {
    koffi = createRequire(join(root, "package.json"))("koffi") as Koffi;
  } catch {
    throw new Error(nativeMessages.noKoffi());
  }
  for (const name of tried) {
    const found = open(koffi, name);
    if (found) return found;
  }
  throw new Error(nativeMessages.noLibrary({ tried }));
}

function open(koffi: Koffi, library: string): OpenBlas | undefined {
  for (const prefix of ["scipy_", ""]) {
    try {
      const handle = loadAlone(koffi, library);
      const gemm = (letter: string, number: string) =>
        handle.func(
          `void ${prefix}cblas_${letter}gemm(int order, int transA, int transB, int m, int n, int k, ` +
            `${number} alpha, uintptr_t a, int lda, uintptr_t b, int ldb, ${number} beta, uintptr_t c, int ldc)`,
        );
      handle.func(`void ${prefix}openblas_set_num_threads(int count)`)(1);
      const processor = handle.func(`const char *${prefix}openblas_get_corename()`)();
      return {
        library,
        sgemm: gemm("s", "float"),
        dgemm: gemm("d", "double"),
        smallInPlace: IN_PLACE.includes(String(processor)),
        addressOf: (numbers) => Number(koffi.address(numbers)),
      };
    } catch {
      // not there, or its names are the others
    }
  }
  return undefined;
}

/** OpenBLAS starts its threads as it is loaded; even idle they made all else slower, so it is told to start none. */
function loadAlone(koffi: Koffi, library: string): Library {
  const before = process.env.OPENBLAS_NUM_THREADS;
  process.env.OPENBLAS_NUM_THREADS = "1";
  try {
    return koffi.load(library);
  } finally {
    if (before === undefined) delete process.env.OPENBLAS_NUM_THREADS;
    else process.env.OPENBLAS_NUM_THREADS = before;
  }
}

function inVenv(): string[] {
  const windows = join(root, ".venv", "Lib", "site-packages");
  const pythons = join(root, ".venv", "lib");
  const packages = existsSync(pythons)
    ? readdirSync(pythons).map((name) => join(pythons, name, "site-packages"))
    : [];
  return [...packages, windows]
    .map((folder) => join(folder, "scipy_openblas32", "lib"))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => /^libscipy_openblas\.(so|dylib|dll)$/.test(name))
        .map((name) => join(folder, name)),
    );
}
