// How a step's time grows with each size by itself: hidden size H, vocabulary V, steps T, sequences B; ours and NumPy.
// `npm run bench -- growth` writes the section "growth" of bench/README.md and growth.svg; about five minutes.
// With --quick only the least and the usual size, and nothing is kept.
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { table, writeSection } from "../section.mjs";
import { compare } from "../training/compare.mjs";
import { OURS, peers } from "../training/contenders.mjs";
import { writeProblem } from "../training/problem.mjs";
import { exponent } from "./exponent.mjs";

const root = path.resolve(import.meta.dirname, "../..");
const lib = createRequire(import.meta.url)("../../lib/dist/node.cjs");
const quick = process.argv.includes("--quick");
const USUAL = { V: 500, H: 128, T: 16, B: 8 };
const GROWN = {
  H: [32, 64, 128, 256, 512],
  V: [125, 250, 500, 1000, 2000, 4000, 8000],
  T: [4, 8, 16, 32, 64],
  B: [1, 2, 4, 8, 16, 32, 64],
};
const MEANINGS = { H: "hidden size", V: "vocabulary", T: "steps", B: "sequences" };
const CONTENDERS = /^(Unrolled, 1 thread|NumPy, 1 thread)$/;

const nameOf = ({ V, H, T, B }) => `V${V}-H${H}-T${T}-B${B}`;
const points = Object.entries(GROWN).map(([letter, values]) => ({
  letter,
  values: quick ? [values[0], USUAL[letter]] : values,
}));
const sizes = [
  ...new Set(
    points.flatMap(({ letter, values }) =>
      values.map((value) => nameOf({ ...USUAL, [letter]: value })),
    ),
  ),
];

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "bench-growth-"));
try {
  for (const size of sizes) writeProblem(lib, size, folder);
  const everyone = [...OURS, ...peers(path.join(root, ".venv/bin/python"))];
  const { results, rounds } = await compare(
    everyone.filter(({ name }) => CONTENDERS.test(name)),
    {
      ...{ sizes, folder, rounds: quick ? 3 : 9, turn: 0.15, until: Date.now() + 5 * 60e3 },
      say: (text) => console.log(`  ${text}`),
    },
  );
  const curves = results.flatMap((result) => points.map((point) => curve(result, point)));
  const lines = curves.map(({ name, letter, values, seconds, power }) => [
    ...[name, `${letter}, ${MEANINGS[letter]}`],
    values.map((value, i) => `${value}: ${(1e3 * seconds[i]).toPrecision(3)}`).join(", "),
    power.toFixed(2),
  ]);
  const text = table([["", "grown", "ms a step", "exponent"], ...lines]);
  console.log(text);
  if (!quick) await keep(text, curves, rounds);
} finally {
  fs.rmSync(folder, { recursive: true, force: true });
}

/** A contender's times along one size. @throws Error if it failed somewhere */
function curve({ name, sizes: all }, { letter, values }) {
  const seconds = values.map((value) => {
    const own = all[nameOf({ ...USUAL, [letter]: value })];
    if (own.error ?? own.void)
      throw new Error(`${name}, ${letter} = ${value}: ${own.error ?? own.void}`);
    return own.seconds;
  });
  return { name, letter, values, seconds, power: exponent(values, seconds) };
}

async function keep(text, curves, rounds) {
  const { V, H, T, B } = USUAL;
  const drawing = lib.lineFigure({
    number: "0.2",
    caption: "Time of a step against each size, the others as usual.",
    alt: "The same numbers as in the table.",
    x: { title: "size, as a multiple of the usual one", log: true },
    y: { title: "ms a step", log: true },
    series: curves.map(({ name, letter, values, seconds, power }) => ({
      name: `${name.split(",")[0]}, ${letter} (exponent ${power.toFixed(2)})`,
      x: values.map((value) => value / USUAL[letter]),
      y: seconds.map((s) => 1e3 * s),
    })),
    height: 560,
  });
  fs.writeFileSync(path.join(root, "bench/growth.svg"), await lib.host().drawSvg(drawing));
  writeSection(
    "growth",
    `## Growth\n\n\`npm run bench -- growth\`, one thread each, Node ${process.version}, ${os.cpus()[0].model.trim()}; a training step of a tanh RNN with SGD, medians of ${rounds} rounds. One size grows, the others stay at V = ${V}, H = ${H}, T = ${T}, B = ${B}. The exponent is the slope of the straight line through the points on logarithmic axes: 1 where twice the size takes twice the time.\n\n${text}\n\n![Time of a step against H, V, T and B, ours and NumPy, on logarithmic axes. The table above has the numbers.](growth.svg)`,
  );
}
