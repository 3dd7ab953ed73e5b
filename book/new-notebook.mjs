// `npm run new-notebook -- 05-bptt "Backpropagation through time" [folder]`: a notebook from the
// template, in notebooks/ unless another folder is named.
import { existsSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** Cells of the template: [id, text] for prose, [id, text, true] for code. */
const template = (n, title) => [
  [
    "title",
    `# ${n} ${title}\n\nOne paragraph: what the reader will be able to do.\n\n> **Puzzle.** A question that this notebook answers.`,
  ],
  [
    "tools",
    'import * as math from "mathjs";\nimport { assertClose, claim, exercise } from "../lib";\n\nconst blackboard = math.parser();',
    true,
  ],
  [
    "first-text",
    `## ${n}.1 First idea\n\nThe idea in words, then the equation, then its shapes:\n\n$$ y = 2 x \\tag{${n}.1} $$\n\nShapes: $x$ and $y$ are numbers.`,
  ],
  [
    "first",
    `blackboard.evaluate("y(x) = 2 * x"); // (${n}.1)\nassertClose("(${n}.1)", 2 * 3, blackboard.evaluate("y(3)"), 0);`,
    true,
  ],
  [
    "exercises",
    `## ${n}.2 Exercises\n\n> **Exercise ${n}.1.** The question. Its checker is in lib/exercises/section-${n}.ts.`,
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
