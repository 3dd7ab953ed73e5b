// The native tier: OpenBLAS gives the default tier's numbers within rounding, and its absence costs one line.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it, vi } from "vitest";
import { FastModel, Workspace } from "../../lib/index";
import type { Kernels } from "../../lib/tensor/kernels";
import { openBlasWorkspace } from "../../lib/tensor/native/native-workspace";
import { loadOpenBlas } from "../../lib/tensor/native/open-blas";
import { piecesHelped } from "../../lib/tensor/threads/threaded-workspace";
import { layerKinds, setting } from "../layers/settings";

afterEach(() => vi.restoreAllMocks());

const plain = new Workspace(64);
const native = openBlasWorkspace({ mebibytes: 64, threads: 1 });
const onTwo = openBlasWorkspace({ mebibytes: 64, threads: 2, always: true });
const sizes = { steps: 6, batch: 24, m: 36, n: 32, labels: 60 };
const precisions = [
  ["f32", 4, 1e-4],
  ["f64", 8, 1e-12],
] as const;

interface Arrangement {
  readonly size?: readonly [number, number, number];
  readonly add?: boolean;
  readonly ta?: boolean;
  readonly tb?: boolean;
}

/** A product of each tier from the same numbers. */
function products(
  precision: "f32" | "f64",
  bytes: number,
  { size = [137, 41, 53], add = false, ta, tb }: Arrangement = {},
) {
  const [m, n, k] = size;
  return [plain, native, onTwo].map((workspace) => {
    workspace.beginStep();
    const numbers = precision === "f32" ? workspace.f32 : workspace.f64;
    const [a, b, c] = [m * k, k * n, m * n].map((count, which) => {
      const at = workspace.borrow(count * bytes, "test");
      for (let i = 0; i < count; i++)
        numbers[at / bytes + i] = Math.fround(((i * 7 + which) % 11) / 5 - 1);
      return at;
    });
    const [rsa, csa, rsb, csb] = [ta ? 1 : k, ta ? m : 1, tb ? 1 : n, tb ? k : 1];
    const { product }: Kernels = workspace.kernels(precision);
    product(m, n, k, a, rsa, csa, b, rsb, csb, c, n, add, workspace.scratch);
    return Array.from(numbers.subarray(c / bytes, c / bytes + m * n));
  });
}

/** The largest difference. */
function apart(wanted: readonly number[], actual: readonly number[]): number {
  return Math.max(...wanted.map((x, i) => Math.abs(x - actual[i])));
}

describe("OpenBLAS", () => {
  it("is what computes: its kernels are others", () => {
    expect(native.kernels("f32").product).not.toBe(plain.kernels("f32").product);
    const [a, b] = products("f32", 4);
    expect(a).not.toEqual(new Array(a.length).fill(0));
    expect(b.length).toBe(a.length);
  });

  for (const [precision, bytes, tolerance] of precisions) {
    it(`multiplies as the default tier, ${precision}, in every arrangement`, () => {
      for (const add of [false, true])
        for (const ta of [false, true])
          for (const tb of [false, true]) {
            const [wanted, ...actual] = products(precision, bytes, { add, ta, tb });
            for (const other of actual) expect(apart(wanted, other)).toBeLessThan(tolerance);
          }
    });

    it(`multiplies in blocks as the default tier, ${precision}, wherever they end`, () => {
      for (const size of [
        [33, 260, 250],
        [70, 30, 1100],
        [5, 520, 777],
      ] as const) {
        for (const add of [false, true]) {
          const [wanted, alone, cut] = products(precision, bytes, { size, add });
          const scale = Math.max(...wanted.map(Math.abs));
          expect(apart(wanted, alone) / scale, `${size}`).toBeLessThan(tolerance);
          expect(apart(wanted, cut) / scale, `${size}`).toBeLessThan(tolerance);
        }
      }
    });

    it(`adds up the parts of a long sum, ${precision}`, () => {
      for (const add of [false, true]) {
        const size = [5, 7, 9001] as const;
        const [wanted, alone, cut] = products(precision, bytes, { size, add, tb: true });
        const scale = Math.max(...wanted.map(Math.abs));
        expect(apart(wanted, alone) / scale).toBeLessThan(tolerance);
        expect(apart(wanted, cut) / scale).toBeLessThan(tolerance);
        expect(cut).not.toEqual(wanted);
      }
    });

    it.each(Object.keys(layerKinds))(`trains %s as the default tier, ${precision}`, (kind) => {
      const { model, xs, labels, s0 } = setting(kind, sizes);
      const passes = [plain, native, onTwo].map((workspace) => {
        const fast = new FastModel(model, { precision, workspace });
        const { loss, gradients } = fast.pass(xs, labels, s0);
        return { loss, gradients: gradients.map(({ gradient }) => Array.from(gradient.data)) };
      });
      const [a, ...others] = passes;
      for (const b of others) {
        expect(Math.abs(a.loss - b.loss) / Math.max(1, a.loss)).toBeLessThan(tolerance);
        a.gradients.forEach((wanted, i) => {
          const size = Math.max(...wanted.map(Math.abs)) || 1;
          expect(apart(wanted, b.gradients[i]) / size).toBeLessThan(tolerance);
        });
      }
    });
  }

  it.each([
    ["is computed by the other thread too", [600, 200, 100]],
    ["with sums that are long, but not enough to be cut along them, too", [192, 128, 2000]],
  ] as const)("%s", { timeout: 120_000 }, (_name, size) => {
    const until = Date.now() + 100_000;
    const before = piecesHelped(onTwo);
    while (piecesHelped(onTwo) === before) {
      expect(Date.now(), "no thread has helped in 100 s").toBeLessThan(until);
      const [wanted, , cut] = products("f32", 4, { size });
      expect(apart(wanted, cut) / Math.max(...wanted.map(Math.abs))).toBeLessThan(1e-4);
    }
  });

  it("falls back with one line when there is no library", () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const workspace = openBlasWorkspace({ mebibytes: 8, library: "/nowhere/libopenblas.so" });
    expect(warn).toHaveBeenCalledTimes(1);
    const line = String(warn.mock.calls[0][0]);
    expect(line).toMatch(/no library found \(tried \/nowhere\/libopenblas\.so\).*setup\.mjs/);
    expect(line).not.toContain("\n");
    expect(workspace.kernels("f32").add).toBeTypeOf("function");
  });

  it("passes over a file that is no library, as over one that is not there", () => {
    const file = fileURLToPath(import.meta.url);
    expect(() => loadOpenBlas(file)).toThrow(`no library found (tried ${file})`);
  });

  it("leaves OPENBLAS_NUM_THREADS as it was, set or not", () => {
    const before = process.env.OPENBLAS_NUM_THREADS;
    try {
      process.env.OPENBLAS_NUM_THREADS = "3";
      expect(loadOpenBlas().library).toMatch(/openblas/);
      expect(process.env.OPENBLAS_NUM_THREADS).toBe("3");
      delete process.env.OPENBLAS_NUM_THREADS;
      loadOpenBlas();
      expect(process.env.OPENBLAS_NUM_THREADS).toBeUndefined();
    } finally {
      if (before !== undefined) process.env.OPENBLAS_NUM_THREADS = before;
    }
  });

  it("refuses a number of threads that is none", () => {
    for (const threads of [0, -1, 1.5, Number.NaN]) {
      expect(() => openBlasWorkspace({ mebibytes: 8, threads })).toThrow(
        new RangeError(`threads: ${threads}; give a whole number ≥ 1`),
      );
    }
  });

  it("is the shared workspace's when UNROLLED_BACKEND asks for it, and else nobody's", () => {
    const library = fileURLToPath(new URL("../../lib/dist/node.cjs", import.meta.url));
    const program = `
      const lib = require(${JSON.stringify(library)});
      const random = new lib.RandomGenerator(1);
      const model = new lib.FastModel(new lib.RecurrentLanguageModel(50, 64, { random }));
      console.log(model.gradients[0].value.block.workspace.kernels("f32").product.name);`;
    const run = (backend: string) =>
      spawnSync(process.execPath, ["-e", program], {
        encoding: "utf8",
        env: { ...process.env, UNROLLED_BACKEND: backend },
      });
    expect(run("").stdout).toMatch(/^\d+\n$/); // WebAssembly's functions are numbered
    expect(run("openblas").stdout).toBe("\n");
    expect(run("openblas").stderr).toBe("");
    expect(run("cuda").stderr).toMatch(/"cuda"; known are "wasm" and "openblas"/);
  });
});
