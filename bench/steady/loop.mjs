// The loop of steady/run.mjs: a small net trains on, its state carried along; beside it, more seldom, a larger one on
// the memory that threads share. Prints memory as it goes, and exits with 1 where some was taken.
import { createRequire } from "node:module";

const lib = createRequire(import.meta.url)("../../lib/dist/node.cjs");
const steps = Number(process.argv[2]);
/** What the process may grow by: pages that the engine keeps for later, and code that it compiles late. */
const ALLOWED = 16 * 2 ** 20;
/** A step of the larger net costs as much as many of the small one. */
const SELDOM = 200;

function training(V, H, T, B, optimiser, workspace) {
  const random = new lib.RandomGenerator(5);
  const model = new lib.FastModel(new lib.RecurrentLanguageModel(V, H, { random }), { workspace });
  const row = () => Int32Array.from({ length: B }, () => random.integer(V));
  const [xs, labels] = [Array.from({ length: T }, row), Array.from({ length: T }, row)];
  let state = model.zeroState(B);
  const step = () => {
    const pass = model.pass(xs, labels, state);
    state = pass.lastState;
    const gradients = pass.gradients.map(({ gradient }) => gradient);
    lib.clipByNorm(gradients, 5);
    optimiser.update(pass.gradients);
  };
  return { step, workspace: model.gradients[0].value.block.workspace };
}

const small = training(65, 50, 10, 1, new lib.Adagrad(0.05), new lib.Workspace(16));
const large = training(1000, 64, 8, 40, new lib.Adam(0.001));

function train(from, to) {
  for (let i = from; i < to; i++) {
    small.step();
    if (i % SELDOM === 0) large.step();
  }
}

function memory() {
  globalThis.gc();
  const { rss, heapUsed } = process.memoryUsage();
  return {
    rss,
    heapUsed,
    taken: small.workspace.use.allocations + large.workspace.use.allocations,
  };
}

/** Bytes of JavaScript objects that a step leaves to the collector. */
function garbage() {
  const count = 100;
  globalThis.gc();
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < count; i++) small.step();
  return (process.memoryUsage().heapUsed - before) / count;
}

const mebibytes = (bytes) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
let first;
let last;
for (let tenth = 1; tenth <= 10; tenth++) {
  train(Math.floor((steps * (tenth - 1)) / 10), Math.floor((steps * tenth) / 10));
  last = memory();
  first ??= last;
  const { rss, heapUsed, taken } = last;
  console.log(
    `  ${Math.floor((steps * tenth) / 10)} steps: process ${mebibytes(rss)}, objects ${mebibytes(heapUsed)}, blocks taken of the workspaces ${taken}`,
  );
}
const taken = last.taken - first.taken;
const grown = last.rss - first.rss;
console.log(
  `  since a tenth, blocks: ${taken}, process: ${mebibytes(grown)}, objects: ${mebibytes(last.heapUsed - first.heapUsed)}, collected a step: ${Math.round(garbage() / 100) / 10} kB`,
);
if (taken > 0 || grown > ALLOWED) {
  console.error("  it grows");
  process.exitCode = 1;
}
