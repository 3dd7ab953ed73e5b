// Ways to break the project, and the words by which `npm test` must name each. See sabotage.mjs.

const NOTEBOOK = "notebooks/02-basic-rnn.ipynb";

/** Puts source in front of a notebook's n-th code cell; the file stays in the form that the runner writes. */
function inCell(checkout, n, source) {
  const notebook = JSON.parse(checkout.read(NOTEBOOK));
  const cell = notebook.cells.filter((c) => c.cell_type === "code")[n - 1];
  cell.source = [...source.split("\n").map((line) => `${line}\n`), ...[cell.source].flat()];
  if (typeof cell.source[0] !== "string") throw new Error("a cell has no source");
  checkout.write(NOTEBOOK, `${JSON.stringify(notebook, null, 1)}\n`);
}

const inNotebooks = ["notebooks=02"];

/** Each: what is broken and how, the part of `npm test` that sees it, and what that part says. */
export const sabotages = [
  {
    what: "an error in a cell",
    how: (c) => inCell(c, 4, 'throw new Error("sabotage");'),
    parts: inNotebooks,
    says: /✗ 02-basic-rnn, code cell 4: Error: sabotage/,
  },
  {
    what: "a kernel killed at a random moment",
    how: (c) => {
      const ms = Math.floor(Math.random() * 4000);
      inCell(c, 2, `setTimeout(() => process.kill(process.pid, "SIGKILL"), ${ms});`);
    },
    parts: inNotebooks,
    says: /✗ 02-basic-rnn, code cell \d+: the kernel died/,
  },
  {
    what: "a cell that fills the memory",
    how: (c) =>
      inCell(c, 3, "const full: number[][] = [];\nfor (;;) full.push(Array(1e6).fill(1));"),
    parts: inNotebooks,
    says: /✗ 02-basic-rnn, code cell 3: OutOfMemory/,
  },
  {
    what: "a kernel that never replies",
    how: (c) => {
      c.replace(
        "kernel/node/execution.ts",
        "this.payload = [];",
        "this.payload = [];\n    if (n === 3) await new Promise(() => {});",
      );
      c.replace("book/runner/__main__.py", "default=300", "default=10"); // instead of five minutes
    },
    parts: inNotebooks,
    says: /✗ 02-basic-rnn, code cell 3: no reply within 10/,
  },
  {
    what: "an output lost on its way",
    how: (c) =>
      c.replace(
        "kernel/node/channels.ts",
        "    this.noteDropped(false);\n",
        "    if (text.length > 60) return;\n    this.noteDropped(false);\n",
      ),
    parts: inNotebooks,
    says: /✗ 02-basic-rnn: the file differs from what its code gives now/,
  },
  {
    what: "an output edited by hand",
    how: (c) => c.replace(NOTEBOOK, '"✓ ', '"✓ about '),
    parts: inNotebooks,
    says: /✗ 02-basic-rnn: the file differs from what its code gives now/,
  },
  {
    what: "a cell whose result changes from run to run",
    how: (c) => inCell(c, 3, "console.log(Math.random());"),
    parts: inNotebooks,
    says: /✗ 02-basic-rnn: the file differs from what its code gives now/,
  },
  {
    what: "a notebook cut in the middle",
    how: (c) => c.write(NOTEBOOK, c.read(NOTEBOOK).slice(0, 50_000)),
    parts: inNotebooks,
    says: /✗ 02-basic-rnn: 02-basic-rnn\.ipynb: is no JSON/,
  },
  {
    what: "an exercise whose solution fails",
    how: (c) => c.replace(NOTEBOOK, "statesOf([1, 0, 0], 0.5)", "statesOf([1, 0, 0], 0.4)"),
    parts: inNotebooks,
    says: /✗ 02-basic-rnn.*solution/i,
  },
  {
    what: "an exercise without a solution",
    how: (c) => {
      const notebook = JSON.parse(c.read(NOTEBOOK));
      notebook.cells = notebook.cells.filter(({ id }) => id !== "solution-1");
      c.write(NOTEBOOK, `${JSON.stringify(notebook, null, 1)}\n`);
    },
    parts: inNotebooks,
    says: /✗ 02-basic-rnn.*2\.1/,
  },
  {
    what: "a claim that is off",
    how: (c) => c.replace(NOTEBOOK, "kinds[0].y[2], 95.6)", "kinds[0].y[2], 95.7)"),
    parts: inNotebooks,
    says: /✗ 02-basic-rnn, code cell \d+: .*the text says 95\.7 for "mean of ten seeds/,
  },
  {
    what: "a number of the text changed in its last digit",
    how: (c) => c.replace(NOTEBOOK, "the mean of all is 95.6 %", "the mean of all is 95.7 %"),
    parts: ["claims"],
    says: /02-basic-rnn.*95\.7/,
  },
  {
    what: "a decimal in the text that nothing measured",
    how: (c) => c.replace(NOTEBOOK, "Three things", "About 63.27 % of all things, or three"),
    parts: ["claims"],
    says: /02-basic-rnn.*63\.27/,
  },
  {
    what: "a cell that runs on our kernel only",
    how: (c) => inCell(c, 2, "const reused = 1; console.log(reused);\nconst reused2 = { reused };"),
    parts: ["stock=02"],
    says: /✗ 02-basic-rnn/,
  },
  {
    what: "a built file that is stale",
    how: (c) => c.replace("lib/dist/node.cjs", "use strict", "use Strict"),
    parts: ["types"],
    says: /lib\/dist\/node\.cjs was not what its sources give/,
  },
  {
    what: "a corrupted data file",
    how: (c) => c.replace("data/sotu-1990.txt", "the", "teh"),
    parts: ["unit=test/language/corpus.test.ts"],
    says: /sotu-1990\.txt/,
  },
  {
    what: "a stale result of an experiment",
    how: (c) => c.replace("data/results/parity.json", '"key": "', '"key": "0'),
    parts: ["unit=test/training/experiment-keys.test.ts"],
    says: /parity.*npm run experiments/s,
  },
  {
    what: "a kept result changed by hand",
    how: (c) =>
      c.write(
        "data/results/parity.json",
        c.read("data/results/parity.json").replace(/0\.9(\d)/, "0.8$1"),
      ),
    parts: inNotebooks,
    says: /✗ 02-basic-rnn/,
  },
  {
    what: "a gradient that takes the state of the wrong step",
    how: (c) =>
      c.replace(
        "lib/layers/recurrent-layer.ts",
        "addAtB(dW, delta, t === 0 ? s0 : states[t - 1])",
        "addAtB(dW, delta, states[t])",
      ),
    parts: ["unit=test/layers"],
    says: /FAIL.*gradient/,
  },
  {
    what: "a skipped test",
    how: (c) => c.replace("test/random/generator.test.ts", '  it("', '  it.skip("'),
    parts: ["unit=test/random"],
    says: /unit: 1 tests were skipped/,
  },
  {
    what: "a test that runs alone",
    how: (c) => c.replace("test/random/generator.test.ts", '  it("', '  it.only("'),
    parts: ["unit=test/random"],
    says: /only/,
  },
  {
    what: "a test file that does not load",
    how: (c) =>
      c.replace("test/random/generator.test.ts", "import", "import {} from './absent';\nimport"),
    parts: ["unit=test/random"],
    says: /generator\.test\.ts.* did not load/,
  },
  {
    what: "a test file that no run finds",
    how: (c) =>
      c.command("git", ["mv", "test/random/generator.test.ts", "test/random/generator.spec.ts"]),
    parts: ["unit=test/setup"],
    says: /generator\.spec\.ts/,
  },
  {
    what: "a notebook missing from the contents",
    how: (c) => c.replace("book/sections/table.json", '"04-deep-rnn"', '"04-deep"'),
    parts: ["unit=test/book/sections.test.ts"],
    says: /04-deep/,
  },
  {
    what: "a notebook that is gone",
    how: (c) => c.command("git", ["rm", "-q", "notebooks/04-deep-rnn.ipynb"]),
    parts: ["book"],
    says: /04-deep-rnn/,
  },
  {
    what: "a figure without its text alternative",
    how: (c) =>
      c.write(NOTEBOOK, c.read(NOTEBOOK).replace(/"alt": "From 1 to 9.*\n/, '"alt": "",\n')),
    parts: ["book"],
    says: /02-basic-rnn.*(text alternative|alt)/,
  },
  {
    what: "a link to an equation that is not there",
    how: (c) => c.replace(NOTEBOOK, "02-basic-rnn.ipynb#eq-2", "02-basic-rnn.ipynb#eq-22"),
    parts: ["book"],
    says: /eq-22/,
  },
  {
    what: "a citation that the references lack",
    how: (c) => c.replace(NOTEBOOK, "references.md#elman1990", "references.md#elman1991"),
    parts: ["book"],
    says: /elman1991/,
  },
  {
    what: "a script from elsewhere",
    how: (c) =>
      c.replace(
        "book/errata.md",
        "\n\n",
        '\n\n<script src="https://example.org/a.js"></script>\n\n',
      ),
    parts: ["book"],
    says: /example\.org/,
  },
  {
    what: "a type error",
    how: (c) =>
      c.replace(
        "lib/random/generator.ts",
        "uniform(low = 0, high = 1): number {",
        "uniform(low = 0, high = 1): string {",
      ),
    parts: ["types"],
    says: /lib\/random\/generator\.ts/,
  },
  {
    what: "a package that the lock does not have",
    how: (c) => c.replace("package.json", '"katex": "0.16.25"', '"katex": "0.16.24"'),
    parts: ["types"],
    says: /set-up: npm ci failed: .*in sync/,
  },
];
