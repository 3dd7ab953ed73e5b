// How near the products come to what one core can do with 128-bit vectors: `npm run bench -- library`. The peak is
// measured in the same run, turn by turn with the products; of each the best counts, since what else runs on the
// machine only slows. Writes the section "library" of bench/README.md; with --quick it only prints.
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import asc from "assemblyscript/asc";
import { table, writeSection } from "../section.mjs";

const { Workspace } = createRequire(import.meta.url)("../../lib/dist/node.cjs");
const TURNS = 20_000;
const ROUNDS = 400;
const AIM = 0.85;

/** A·B, A·Bᵀ, Aᵀ·B: strides of A and B by rows and columns. */
const WAYS = {
  "A B": (_m, n, k) => [k, 1, n, 1],
  "A Bᵀ": (_m, _n, k) => [k, 1, 1, k],
  "Aᵀ B": (m, n) => [1, m, n, 1],
};
const SHAPES = [
  [256, 256, 256],
  [512, 2000, 128],
  [2000, 128, 512],
  [16, 128, 128],
  [25, 65, 100],
  [100, 100, 25],
];

async function compilePeak() {
  const source = fs.readFileSync(path.join(import.meta.dirname, "peak.as"), "utf8");
  let binary;
  const { error, stderr } = await asc.main(
    ["peak.ts", "--outFile", "peak.wasm", "-O3", "--runtime", "stub", "--enable", "simd"],
    {
      readFile: (name) => (name === "peak.ts" ? source : null),
      writeFile: (_name, contents) => {
        binary = contents;
      },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`assemblyscript: ${error.message}\n${stderr}`);
  return new WebAssembly.Instance(new WebAssembly.Module(binary), {}).exports.peak;
}

/** A product to time: { name, flop, act }. */
function productOf(workspace, way, [m, n, k]) {
  const strides = WAYS[way](m, n, k);
  const [a, b, c] = [m * k, k * n, m * n].map((count) => {
    const at = workspace.borrow(4 * count, "bench");
    workspace.f32.fill(0.5, at / 4, at / 4 + count);
    return at;
  });
  const { product } = workspace.kernels("f32");
  const [rsa, csa, rsb, csb] = strides;
  return {
    ...{ way, shape: `${m}×${n}×${k}`, flop: 2 * m * n * k },
    act: () => product(m, n, k, a, rsa, csa, b, rsb, csb, c, n, false, workspace.scratch),
  };
}

const seconds = (act) => {
  const start = process.hrtime.bigint();
  act();
  return Number(process.hrtime.bigint() - start) / 1e9;
};

const peak = await compilePeak();
const workspace = new Workspace(64);
workspace.beginStep();
const probes = [
  { way: "peak", shape: "registers", flop: 96 * TURNS, act: () => peak(TURNS, 1) },
  ...SHAPES.flatMap((shape) => Object.keys(WAYS).map((way) => productOf(workspace, way, shape))),
];
const best = probes.map(() => Number.POSITIVE_INFINITY);
for (let round = 0; round < ROUNDS; round++) {
  probes.forEach(({ flop, act }, i) => {
    if (flop > 1e7 && round % 10) return; // a large one takes as long as ten of the others
    for (let again = 0; again < (i === 0 ? 5 : 1); again++)
      best[i] = Math.min(best[i], seconds(act));
  });
}
const speeds = probes.map(({ flop }, i) => flop / best[i] / 1e9);
const rows = SHAPES.map((_, i) => {
  const own = [1, 2, 3].map((j) => speeds[3 * i + j]);
  const shown = own.map(
    (speed) => `${speed.toFixed(1)} (${Math.round((100 * speed) / speeds[0])} %)`,
  );
  return [probes[3 * i + 1].shape, ...shown];
});
const text = table([["m×n×k", ...Object.keys(WAYS)], ...rows]);
const square = Math.min(speeds[1], speeds[2], speeds[3]) / speeds[0];
console.log(`  peak ${speeds[0].toFixed(1)} GFLOP/s, load ${os.loadavg()[0].toFixed(1)}\n${text}`);
console.log(`  256×256×256: ${Math.round(100 * square)} % of the peak; the aim is ${100 * AIM} %`);
if (!process.argv.includes("--quick")) {
  writeSection(
    "library",
    `## Products\n\n\`npm run bench -- library\`, Node ${process.version}, ${os.cpus()[0].model.trim()}. GFLOP/s of one core in f32, the best of many calls, and in brackets the share of what 128-bit vectors can do without memory, ${speeds[0].toFixed(1)} GFLOP/s in the same run.\n\n${text}`,
  );
}
