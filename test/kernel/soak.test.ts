// Thousands of random cells on one kernel: no output lost, no wrong value, no dead kernel.
// 200 cells in the normal run; SOAK_CELLS=2000 runs as many. A failure names the seed and the shortest cells it found.
import fc from "fast-check";
import { expect, it } from "vitest";
import type { KernelClient, Run } from "./client";
import { sharedKernel } from "./shared-kernel";
import { type Cell, cells, Model } from "./soak-model";

const CELLS = Number(process.env.SOAK_CELLS ?? 200);
const CHUNK = 20;

const kernel = sharedKernel();
let chunks = 0;
let ran = 0;

/** Has fast-check print the cells as a notebook, not as objects. */
function printable(chunk: Cell[]): Cell[] {
  const text = () => chunk.map((c) => c.code).join("\n%%\n");
  return Object.assign(chunk, { [fc.toStringMethod]: text });
}

async function run(client: KernelClient, cell: Cell): Promise<Run> {
  const id = await client.start(cell.code);
  if (cell.interrupt) {
    await client.until("begun", (m) => m.parent === id && m.type === "stream");
    await client.interrupt();
  }
  return client.finish(id);
}

it(`survives ${CELLS} random cells`, { timeout: 60_000 + 500 * CELLS }, async () => {
  // The prefix keeps a chunk from seeing the names of others, so that one that fails can be made shorter.
  const property = fc.asyncProperty(
    fc.array(cells("PREFIX_"), { minLength: CHUNK, maxLength: CHUNK }).map(printable),
    async (chunk) => {
      const prefix = `r${++chunks}_`;
      const model = new Model();
      for (const cell of chunk) {
        const code = cell.code.replaceAll("PREFIX_", prefix);
        const expected = cell.run(model);
        const seen = await run(kernel(), { ...cell, code });
        ran++;
        expect({ code, stdout: seen.text(), result: seen.result }).toEqual({
          code,
          stdout: expected.stdout,
          result: expected.result,
        });
        expect({ code, ename: seen.error?.ename }).toEqual({ code, ename: expected.error?.ename });
        if (expected.error?.evalue) expect(seen.error?.evalue).toBe(expected.error.evalue);
        expect(seen.text("stderr")).toBe("");
        const displays = seen.of("display_data").map((c) => c.data["text/plain"]);
        expect(displays).toEqual(expected.displays ?? []);
        kernel().arrived.length = 0;
      }
    },
  );
  const seed = Number(process.env.SOAK_SEED ?? 20_261_124);
  await fc.assert(property, { seed, numRuns: Math.ceil(CELLS / CHUNK), endOnFailure: true });
  expect(ran).toBeGreaterThanOrEqual(CELLS);
});
