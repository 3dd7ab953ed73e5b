// A notebook that keeps to what stock tslab can do shows the same text and figures there as on our kernel.
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { type Output, program, ROOT, readOutputs, run, writeNotebook } from "./notebook";

// Beside lib, as the notebooks' folder is.
const folder = mkdtempSync(join(ROOT, "test", "stock.tmp-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const CELLS = [
  'import { display } from "tslab";\nimport { lineFigure, Matrix, show } from "../../lib";',
  `interface Point { x: number; y: number }
function length({ x, y }: Point): number { return Math.sqrt(x * x + y * y); }
console.log(length({ x: 3, y: 4 }), { nested: [1, { two: "2" }] });
console.error("to stderr");`,
  "let total = 0;\nconst add = (n: number): void => { total += n; };\nadd(2);",
  "add(3);\nconsole.log(total);\nfor (let i = 0; i < 100; i++) console.log('line', i);",
  'display.svg("<svg xmlns=\\"http://www.w3.org/2000/svg\\"/>");\ndisplay.html("<b>bold</b>");\ndisplay.text("plain");',
  `const figure = lineFigure({
  number: "9.9", caption: "A line.", alt: "It rises.",
  x: { title: "step" }, y: { title: "value" },
  series: [{ name: "one", y: [1, 2, 4] }],
});
await show(figure);`,
  "const later = await new Promise<string>((resolve) => setTimeout(() => resolve('waited'), 20));\nconsole.log(later);",
];

/** Text of a stream joined, and the data of displays without what stock tslab does not send. */
function comparable(outputs: readonly Output[]): unknown[] {
  const streams = ["stdout", "stderr"].map((name) =>
    outputs
      .filter((o) => o.output_type === "stream" && o.name === name)
      .map((o) => [o.text ?? ""].flat().join(""))
      .join(""),
  );
  const displays = outputs.filter((o) => o.output_type !== "stream");
  return [...streams, ...displays.map((o) => ({ type: o.output_type, data: o.data }))];
}

it("gives equal text and figure data on both kernels", { timeout: 120_000 }, async () => {
  const results = await Promise.all(
    ["tslab", "tslab-stock"].map(async (kernel) => {
      const file = join(folder, `${kernel}.ipynb`);
      writeNotebook(file, CELLS, kernel);
      const args = ["--inplace", "--timeout=100", file];
      const { status, output } = await run(program("jupyter-execute"), args, folder);
      expect(status, output).toBe(0);
      return readOutputs(file).map(comparable);
    }),
  );
  const [ours, stock] = results;
  expect(ours).toEqual(stock);
  expect(ours![3]![0]).toContain("line 99\n");
  const [figure, caption] = ours![5]!.slice(-2) as { data: object }[];
  expect(Object.keys(caption.data)).toEqual(["text/html"]);
  expect(Object.keys(figure.data).sort()).toEqual([
    "application/vnd.plotly.v1+json",
    "image/svg+xml",
    "text/plain",
  ]);
});
