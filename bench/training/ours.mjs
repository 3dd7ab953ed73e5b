// Unrolled as a notebook uses it: FastModel, an optimiser, sample; the environment chooses tier and threads.
import { createRequire } from "node:module";
import { serve } from "./contender.mjs";
import { startingModel } from "./problem.mjs";

const lib = createRequire(import.meta.url)("../../lib/dist/node.cjs");

function train(problem) {
  const { H, cell, inputs, batches } = problem;
  const model = new lib.FastModel(startingModel(lib, problem.name));
  const optimiser = new lib[problem.optimiser === "adagrad" ? "Adagrad" : "SGD"](problem.rate);
  const rowsOf = (ids) => {
    const rows = Array.from(ids, (id) => Array.from(inputs.subarray(id * H, (id + 1) * H)));
    return new lib.Matrix(ids.length, H, Float64Array.from(rows.flat()));
  };
  const ready = batches.map(({ xs, labels }) => ({
    xs: cell === "lstm" ? xs.map(rowsOf) : xs,
    labels,
  }));
  let count = 0;
  return (steps) => {
    let loss = 0;
    for (let i = 0; i < steps; i++) {
      const { xs, labels } = ready[count++ % ready.length];
      const pass = model.pass(xs, labels);
      if (problem.clip)
        lib.clipByValue(
          pass.gradients.map((g) => g.gradient),
          problem.clip,
        );
      optimiser.update(pass.gradients);
      loss = pass.loss;
    }
    return loss;
  };
}

function generate({ name }) {
  const model = new lib.FastModel(startingModel(lib, name));
  return (count) => {
    const ids = model.sample([0], count, { random: new lib.RandomGenerator(11) });
    return count > 5 ? [] : surprises(model, [0, ...ids]);
  };
}

/** −ln p of each id but the first, read from the model. */
function surprises(model, ids) {
  const { outputs } = model.predict(ids.slice(0, -1).map((id) => Int32Array.of(id)));
  return outputs.map(({ data }, t) => -Math.log(data[ids[t + 1]]));
}

await serve({ Node: process.version }, (problem) =>
  problem.generates ? generate(problem) : train(problem),
);
