// What the environment asks of the shared workspace: what is neither costs one line, and changes nothing. Last, since
// they change it for good: OpenBLAS and threads.
import { availableParallelism } from "node:os";
import { afterEach, expect, it, vi } from "vitest";
import { useEnvironment } from "../../lib/tensor/environment";
import { sharedWorkspace } from "../../lib/tensor/workspace";

afterEach(() => vi.restoreAllMocks());

it.each([
  [{}, []],
  [{ UNROLLED_BACKEND: "", UNROLLED_THREADS: "" }, []],
  [{ UNROLLED_BACKEND: "wasm", UNROLLED_THREADS: "1" }, []],
  [{ UNROLLED_BACKEND: "cuda" }, [/UNROLLED_BACKEND is "cuda"/]],
  [{ UNROLLED_THREADS: "0" }, [/UNROLLED_THREADS is "0"/]],
  [{ UNROLLED_THREADS: "1.5" }, [/UNROLLED_THREADS is "1.5"/]],
  [{ UNROLLED_BACKEND: "gpu", UNROLLED_THREADS: "all" }, [/"all"/, /"gpu"/]],
] as [Record<string, string>, RegExp[]][])("%j", (environment, lines) => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
  const before = sharedWorkspace().kernels("f32");
  useEnvironment(environment);
  expect(sharedWorkspace().kernels("f32")).toBe(before);
  expect(warn.mock.calls).toHaveLength(lines.length);
  lines.forEach((line, i) => {
    expect(warn.mock.calls[i][0]).toMatch(line);
  });
});

it("gives it OpenBLAS, and then threads, without a word", () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
  const workspace = sharedWorkspace();
  const { product, add } = workspace.kernels("f32");
  useEnvironment({ UNROLLED_BACKEND: "openblas", UNROLLED_THREADS: "1" });
  expect(workspace.kernels("f32").product).not.toBe(product);
  expect(workspace.kernels("f32").add).toBe(add);
  expect(workspace.u8.buffer).toBeInstanceOf(ArrayBuffer);
  useEnvironment({ UNROLLED_THREADS: "2" });
  const shares = availableParallelism() > 1;
  expect(workspace.u8.buffer instanceof SharedArrayBuffer).toBe(shares);
  expect(warn).not.toHaveBeenCalled();
});
