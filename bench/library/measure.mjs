// Measures the library's kernels: matrix products and one training step of the character model.
// `node bench/library/measure.mjs` after the build; numbers go to the console, the best of many runs.
import { createRequire } from "node:module";

const lib = createRequire(import.meta.url)("../../lib/dist/node.cjs");
const { Adagrad, clipByNorm, FastModel, RandomGenerator, RecurrentLanguageModel, Workspace } = lib;

/** Seconds of one call: the least of `rounds` rounds of `calls` calls. */
function seconds(calls, rounds, act) {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const start = process.hrtime.bigint();
    for (let i = 0; i < calls; i++) act();
    least = Math.min(least, Number(process.hrtime.bigint() - start) / 1e9 / calls);
  }
  return least;
}

const workspace = new Workspace(256);

function product(precision, m, n, k, transposed) {
  const bytes = precision === "f32" ? 4 : 8;
  const numbers = precision === "f32" ? workspace.f32 : workspace.f64;
  workspace.beginStep();
  const [a, b, c] = [m * k, k * n, m * n].map((count) => {
    const at = workspace.borrow(count * bytes, "bench");
    numbers.fill(0.5, at / bytes, at / bytes + count);
    return at;
  });
  const kernels = workspace.kernels(precision);
  const strides = { AB: [k, 1, n, 1], ABt: [k, 1, 1, k], AtB: [1, m, n, 1] }[transposed];
  const [rsa, csa, rsb, csb] = strides;
  const flop = 2 * m * n * k;
  const calls = Math.max(1, Math.round(2e8 / flop));
  const time = seconds(calls, 9, () => {
    kernels.product(m, n, k, a, rsa, csa, b, rsb, csb, c, n, false, workspace.scratch);
  });
  console.log(
    `${precision} ${transposed} ${m}×${n}×${k}: ${(flop / time / 1e9).toFixed(1)} GFLOP/s`,
  );
}

function trainingStep(precision, V, H, T, B) {
  const random = new RandomGenerator(1);
  const model = new RecurrentLanguageModel(V, H, { random });
  const rows = () =>
    Array.from({ length: T }, () => Int32Array.from({ length: B }, () => random.integer(V)));
  const [xs, labels] = [rows(), rows()];
  const fast = new FastModel(model, { precision, workspace });
  const adagrad = new Adagrad(0.01);
  let state = fast.zeroState(B);
  const step = () => {
    const pass = fast.pass(xs, labels, state);
    state = pass.lastState;
    clipByNorm(
      pass.gradients.map((g) => g.gradient),
      5,
    );
    adagrad.update(pass.gradients);
  };
  const calls = V > 1000 ? 3 : 500;
  seconds(calls, 2, step);
  const time = seconds(calls, 9, step);
  const forward = seconds(calls, 9, () => fast.loss(xs, labels));
  console.log(
    `${precision} step V=${V} H=${H} T=${T} B=${B}: ${(1e3 * time).toFixed(3)} ms, forward only ${(1e3 * forward).toFixed(3)} ms`,
  );
  fast.dispose();
  adagrad.dispose();
}

for (const precision of ["f32", "f64"]) {
  for (const kind of ["AB", "ABt", "AtB"]) product(precision, 256, 256, 256, kind);
  product(precision, 400, 400, 400, "AB");
  product(precision, 25, 65, 100, "ABt");
  product(precision, 100, 100, 25, "AtB");
  trainingStep(precision, 65, 100, 25, 1);
  trainingStep(precision, 65, 128, 50, 32);
  trainingStep(precision, 10_000, 200, 20, 20);
}
