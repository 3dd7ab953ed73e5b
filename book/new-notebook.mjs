// `npm run new-notebook -- 05-bptt "Backpropagation through time" [folder]`: a notebook from the
// template, in notebooks/ unless another folder is named.
import { existsSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** Cells of the template: [id, text] for prose, [id, text, true] for code. It runs as it is. */
const template = (n, title) => [
  [
    "title",
    `# ${n} ${title}

One paragraph: what the reader will be able to do.

> **Puzzle.** A question that this notebook answers, and that the reader can guess at now.`,
  ],
  [
    "tools",
    `import * as math from "mathjs";
import { assertClose, claim, lineFigure, show, showTable } from "../lib";

const blackboard = math.parser();`,
    true,
  ],
  [
    "first-text",
    `## ${n}.1 First idea

The problem, then the idea that solves it, then the equation and its shapes:

$$ y = x^2 \\tag{${n}.1} $$

Shapes: $x$ and $y$ are numbers.`,
  ],
  [
    "first",
    `blackboard.evaluate("y(x) = x^2"); // (${n}.1)
const squares = [1, 2, 3, 4].map((x) => [x, x ** 2]);
for (const [x, y] of squares) {
  assertClose("(${n}.1)", y, blackboard.evaluate(\`y(\${x})\`), 0);
}
showTable(["x", "y"], squares);
claim("the root of 2, squared", Math.SQRT2 ** 2, 2.0);`,
    true,
  ],
  [
    "figure",
    `await show(lineFigure({
  number: "${n}.1",
  caption: "One or two sentences: what is shown.",
  alt: "What the figure shows: y rises from 1 to 16, faster and faster.",
  x: { title: "x" },
  y: { title: "y" },
  series: [{ name: "x squared", x: squares.map(([x]) => x), y: squares.map(([, y]) => y) }],
}));`,
    true,
  ],
  [
    "first-moral",
    `What the reader has just seen, with its numbers: the root of 2, squared, is 2.0. Then the surprise, which leads to the next idea.`,
  ],
  [
    "exercises",
    `## ${n}.2 Exercises

> **Exercise ${n}.1.** The question. Its checker goes into lib/exercises/section-${n}.ts, its hints into lib/messages/exercises-${n}.ts.`,
  ],
  [
    "exercise-1",
    `const answer1: number | undefined = undefined;
// Here the checker is called, once lib/exercises/section-${n}.ts has it.`,
    true,
  ],
  [
    "solution-1",
    `<details><summary>Solution</summary>

Why it is so, in a few sentences.

\`\`\`ts
const answer1 = 25;
\`\`\`

</details>`,
  ],
  ["further", `## ${n}.3 Where this comes from\n\nThe sources, as links to ../book/references.md.`],
];

function fail(message) {
  console.error(`new-notebook: ${message}`);
  process.exit(2);
}

const notebooks = fileURLToPath(new URL("../notebooks", import.meta.url));
const [name, title, folder = notebooks] = process.argv.slice(2);
if (!/^\d\d-[a-z0-9-]+$/.test(name ?? "") || !title) {
  fail('give a name and a title, such as 05-bptt "Backpropagation through time"');
}
const file = path.join(folder, `${name}.ipynb`);
if (existsSync(file)) fail(`${name}.ipynb exists; nothing was changed`);
const cells = template(Number(name.slice(0, 2)), title).map(([id, source, code]) => ({
  ...{ cell_type: code ? "code" : "markdown", id, metadata: {}, source },
  ...(code ? { execution_count: null, outputs: [] } : {}),
}));
const kernelspec = { name: "tslab", display_name: "TypeScript", language: "typescript" };
const notebook = { cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 };
writeFileSync(`${file}.tmp`, `${JSON.stringify(notebook, null, 1)}\n`);
renameSync(`${file}.tmp`, file);
console.log(
  `notebooks/${name}.ipynb is made; npm run notebooks -- ${name.slice(0, 2)} executes it`,
);
