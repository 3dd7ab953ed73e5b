// Compares one training step with NumPy, PyTorch and JavaScript libraries, all from the same weights on the same
// batches, and writes bench/results.md with its figure.
//
//   npm run bench                 everything: about eight minutes, the first time longer
//   npm run bench -- --quick      only ours, and only that all of them agree: no times
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { compare } from "./compare.mjs";
import { OURS, peers } from "./contenders.mjs";
import { SIZES, writeProblem } from "./problem.mjs";
import { figure, page } from "./report.mjs";

const here = import.meta.dirname;
const root = path.resolve(here, "../..");
const require = createRequire(import.meta.url);
const lib = require("../../lib/dist/node.cjs");
const quick = process.argv.includes("--quick");
const MINUTES = 6;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "bench-training-"));
const sizes = Object.keys(SIZES);
try {
  for (const size of sizes) writeProblem(lib, size, folder);
  const entries = quick ? OURS : [...OURS, ...peers(path.join(root, ".venv/bin/python"))];
  const { results, rounds } = await compare(entries, {
    sizes,
    folder,
    rounds: quick ? 0 : 15,
    turn: 0.4,
    until: Date.now() + MINUTES * 60e3,
    say: (text) => console.log(`  ${Math.round(process.uptime())} s: ${text}`),
  });
  const wrong = results.flatMap(({ name, sizes: all }) =>
    Object.entries(all)
      .filter(([, { error, void: other }]) => error || other)
      .map(([size, { error, void: other }]) => ({ name, size, why: error ?? other })),
  );
  for (const { name, size, why } of wrong) console.log(`  ${name}, ${size}: ${why}`);
  const ours = wrong.filter(({ name }) => results.find((r) => r.name === name).ours);
  if (ours.length) process.exitCode = 1;
  if (quick) {
    const count = results.reduce((sum, result) => sum + Object.keys(result.sizes).length, 0);
    console.log(`${count - wrong.length} passed, ${wrong.length} failed`);
  } else {
    const machine = `${os.availableParallelism()} cores, ${os.cpus()[0].model.trim()}, ${os.platform()} ${os.arch()}`;
    save(
      "results.md",
      page(results, { sizes: SIZES, rounds, machine, node: process.version, flags: cpuFlags() }),
    );
    save("results.svg", await figure(lib, results, sizes));
  }
} finally {
  fs.rmSync(folder, { recursive: true, force: true });
}

/** The vector units that decide which kernels a library takes. */
function cpuFlags() {
  try {
    const flags =
      /^flags\s*:(.*)$/m.exec(fs.readFileSync("/proc/cpuinfo", "utf8"))?.[1].trim().split(/\s+/) ??
      [];
    return flags
      .filter((flag) => /^(sse4_2|avx|avx2|fma|avx512f|avx512_vnni|amx_tile)$/.test(flag))
      .join(" ");
  } catch {
    return "unknown";
  }
}

function save(name, text) {
  fs.writeFileSync(path.join(root, "bench", name), text);
  console.log(`  bench/${name}`);
}
