// How values look: the display API, values that show themselves, matrices, and bounds.
import { describe, expect, it } from "vitest";
import { sharedKernel } from "./shared-kernel";

const kernel = sharedKernel({ folder: process.cwd() });

describe("display from tslab", () => {
  it("shows each kind of content under its media type", async () => {
    const run = await kernel().execute(
      `import { display } from "tslab";
display.html("<b>1</b>"); display.markdown("*2*"); display.svg("<svg/>"); display.javascript("3"); display.text("4");
display.latex("$5$"); display.png(new Uint8Array([137, 80])); display.raw("application/x-own", "6");`,
    );
    expect(run.of("display_data").map((c) => c.data)).toEqual([
      { "text/html": "<b>1</b>" },
      { "text/markdown": "*2*" },
      { "image/svg+xml": "<svg/>" },
      { "text/javascript": "3" },
      { "text/plain": "4" },
      { "text/latex": "$5$" },
      { "image/png": "iVA=" },
      { "application/x-own": "6" },
    ]);
  });

  it("updates by id, and clears", async () => {
    const run = await kernel().execute(
      `import { clearOutput, newDisplay } from "tslab";
const live = newDisplay(); live.text("one"); live.text("two"); clearOutput(true); clearOutput();`,
    );
    const [first] = run.of("display_data");
    const [update] = run.of("update_display_data");
    expect(first!.data).toEqual({ "text/plain": "one" });
    expect(update!.data).toEqual({ "text/plain": "two" });
    expect(update!.transient.display_id).toBe(first!.transient.display_id);
    expect(run.of("clear_output")).toEqual([{ wait: true }, { wait: false }]);
  });
});

describe("a last expression", () => {
  const data = async (code: string) => (await kernel().execute(code)).of("execute_result")[0]?.data;

  it("shows itself by Jupyter.display, also asynchronously and with metadata", async () => {
    const show = 'Symbol.for("Jupyter.display")';
    expect(await data(`({ [${show}]: () => ({ "text/html": "<i>x</i>" }) })`)).toEqual({
      "text/html": "<i>x</i>",
    });
    const run = await kernel().execute(
      `({ async [${show}]() { await null; return { data: { "text/plain": "y" }, metadata: { a: 1 } } } })`,
    );
    expect(run.of("execute_result")[0]).toMatchObject({
      data: { "text/plain": "y" },
      metadata: { a: 1 },
    });
    const wrong = await kernel().execute(`({ [${show}]: () => 7 })`);
    expect(wrong.error?.evalue).toContain("returned 7; it has to return an object of media types");
  });

  it("is inspected as Node would, bounded", async () => {
    expect(await kernel().value("({ a: [1, new Map([[1, { b: 2n }]])] })")).toBe(
      "{\n  a: [ 1, Map(1) { 1 => { b: 2n } } ]\n}",
    );
    expect((await kernel().value("new Array(1e6).fill(7)"))!.length).toBeLessThan(2000);
    expect((await kernel().value('"x".repeat(1e7)'))!.length).toBeLessThan(101_000);
    expect(await kernel().value("undefined")).toBeUndefined();
    expect(await kernel().value("null")).toBe("null");
  });

  it("may be a matrix of mathjs", async () => {
    const shown = await data('import { matrix } from "mathjs"; matrix([[1, 2.5], [-30, 4]])');
    expect(shown["text/plain"]).toBe("Matrix 2 × 2\n  1  2.5\n-30    4");
    expect(shown["text/latex"]).toContain("\\begin{bmatrix}\n1 & 2.5 \\\\\n-30 & 4\n");
    const large = await data('import { ones } from "mathjs"; ones(40, 50)');
    expect(large["text/plain"].split("\n")).toHaveLength(13);
    expect(large["text/plain"]).toContain("⋯");
    const vector = await data('import { matrix } from "mathjs"; matrix([1, 2])');
    expect(vector["text/plain"]).toBe("Matrix 2\n[ 1, 2 ]");
  });

  it("is a table from console.table", async () => {
    const run = await kernel().execute("console.table([{ a: 1, b: 'x' }, { a: 2, b: 'y' }])");
    expect(run.text().split("\n")[3]).toBe("│ 0       │ 1 │ 'x' │");
  });
});
