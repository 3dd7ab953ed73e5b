// `node --expose-gc training.mjs STEPS`: trains a small language model for so many steps and compares the memory in use after a
// fifth of them with that at the end. Exit status 1 when it grew.
import { createRequire } from "node:module";

const lib = createRequire(import.meta.url)("../../../lib/dist/node.cjs");
const steps = Number(process.argv[2]);
const LIMITS = { heapUsed: 2, rss: 20 }; // MB; what fragments and caches may take

const random = new lib.RandomGenerator(1);
const model = new lib.FastModel(new lib.RecurrentLanguageModel(65, 32, { random }));
const optimiser = new lib.Adam(0.001);
const ids = () => Array.from({ length: 10 }, () => Int32Array.of(random.integer(65)));
const batches = Array.from({ length: 16 }, () => ({ xs: ids(), labels: ids() }));

function memory() {
  gc();
  return process.memoryUsage();
}

let early;
for (let step = 0; step < steps; step++) {
  if (step === Math.floor(steps / 5)) early = memory();
  const { xs, labels } = batches[step % batches.length];
  const { loss, gradients } = model.pass(xs, labels);
  if (!Number.isFinite(loss)) throw new Error(`step ${step}: the loss is ${loss}`);
  lib.clipByNorm(
    gradients.map(({ gradient }) => gradient),
    5,
  );
  optimiser.update(gradients);
}
const late = memory();
const grown = Object.entries(LIMITS).map(([name, limit]) => {
  const more = (late[name] - early[name]) / 1e6;
  if (!(more <= limit)) process.exitCode = 1;
  return `${name} ${more.toFixed(2)} MB more (at most ${limit})`;
});
console.log(`${steps} steps, ${grown.join(", ")} than after a fifth of them`);
