// The results as a page and as a figure.
import { table } from "../section.mjs";

const UNITS = { G: { name: "µs a character", factor: 1e6 } };
const unitOf = (size) => UNITS[size] ?? { name: "ms a step", factor: 1e3 };

/** Three significant digits. */
const short = (value) => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));

/** The quickest of ours at a size. */
function bestOfOurs(results, size) {
  const times = results.filter(({ ours }) => ours).map((r) => r.sizes[size]?.seconds);
  return Math.min(...times.filter((t) => t !== undefined));
}

function cell(result, size, best) {
  const own = result.sizes[size];
  if (!own) return "–";
  if (own.error) return `fails ¹`;
  if (own.void) return `void ¹`;
  const { factor } = unitOf(size);
  return `${short(own.seconds * factor)} (${short(own.seconds / best)}×)${own.note ? " ²" : ""}`;
}

/** bench/results.md. */
export function page(results, { sizes, rounds, machine, node, flags }) {
  const names = Object.keys(sizes);
  const best = Object.fromEntries(names.map((size) => [size, bestOfOurs(results, size)]));
  const rows = [
    ["", ...names.map((size) => `${size}, ${unitOf(size).name}`)],
    ...results.map((r) => [r.name, ...names.map((size) => cell(r, size, best[size]))]),
  ];
  const versions = Object.assign({ Node: node }, ...results.map((r) => r.versions ?? {}));
  return `# One training step, ours and others'

Written by \`npm run bench\`. In brackets: how many times the quickest of ours. All start from the same weights, read the same batches, and compute in f32; a row counts only if its first five losses are ours to 1e-4. Medians of ${rounds} interleaved rounds, in each a turn of 0.4 s, whose second half is timed; a contender slower than 1.5 s a step is timed by its first steps. PyTorch is timed with 1 and 2 threads, eager (nn.RNN, nn.LSTM) and under torch.compile, NumPy with 1 and 2 threads: compare with their best.

${describe(sizes)}

Machine: ${machine}; ${flags}. Versions: ${Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(", ")}. Settings such as OPENBLAS_CORETYPE and OMP_NUM_THREADS are unset.

${table(rows)}

${notes(results)}

![Time of a step of each contender, as a multiple of the quickest of ours, for each size. The table above has the numbers.](results.svg)
`;
}

function describe(sizes) {
  const line = ([name, { cell: kind, V, H, T, B, optimiser, generates }]) =>
    generates
      ? `- ${name}: generating one character at a time, V = ${V}, H = ${H}.`
      : `- ${name}: ${kind === "lstm" ? "LSTM on 128 given numbers a token" : "tanh RNN"}, V = ${V}, H = ${H}, T = ${T}, B = ${B}; forward, back-propagation, softmax cross-entropy, ${optimiser === "sgd" ? "SGD" : "clipping and Adagrad"}.`;
  return Object.entries(sizes).map(line).join("\n");
}

function notes(results) {
  const lines = results.flatMap(({ name, sizes }) =>
    Object.entries(sizes).flatMap(([size, { error, void: other, note }]) => {
      if (error) return [`- ¹ ${name}, ${size}: ${error}.`];
      if (other) return [`- ¹ ${name}, ${size}: ${other}.`];
      return note ? [`- ² ${name}, ${size}: ${note}; five steps take too long.`] : [];
    }),
  );
  return lines.join("\n");
}

/** Each contender's time as a multiple of the quickest of ours, as bars on a logarithmic axis, as SVG. */
export async function figure(lib, results, names) {
  const shown = withGroups(results);
  const drawing = lib.barFigure({
    number: "0.1",
    caption: "Time of a step as a multiple of the quickest of ours (shorter is better).",
    alt: "The same numbers as in the table.",
    categories: names,
    x: { title: "size" },
    y: { title: "times the quickest of ours", log: true },
    series: shown.map(({ name, sizes }) => ({
      name,
      y: names.map((size) => {
        const own = sizes[size];
        const fine = own && !own.error && !own.void;
        return fine ? own.seconds / bestOfOurs(results, size) : null;
      }),
    })),
    references: [{ y: 1, label: "ours" }],
    format: null,
    height: 480,
  });
  return lib.host().drawSvg(drawing);
}

/** Variants of one library become one series: the best of them at each size. */
function withGroups(results) {
  const groups = new Map();
  for (const result of results) {
    const name = result.ours ? "Unrolled" : (result.group ?? result.name);
    const group = groups.get(name) ?? { name, sizes: {} };
    for (const [size, own] of Object.entries(result.sizes)) {
      if (own.error || own.void) continue;
      const kept = group.sizes[size];
      if (!kept || own.seconds < kept.seconds) group.sizes[size] = own;
    }
    groups.set(name, group);
  }
  return [...groups.values()];
}
