// jax-js on its WebAssembly backend: the whole training step under jit. Its arrays are counted references: a
// value that is used once more is asked for by `.ref`.
import path from "node:path";
import { pathToFileURL } from "node:url";
import { serve } from "./contender.mjs";

const packages = process.argv[3];
const folder = path.join(packages, "node_modules/@jax-js/jax");
const jax = await import(pathToFileURL(path.join(folder, "dist/index.js")).href);
const { numpy: np, nn, jit, valueAndGrad } = jax;
await jax.init("wasm");
jax.defaultDevice("wasm");

const held = (tree) => Object.fromEntries(Object.entries(tree).map(([k, a]) => [k, a.ref]));

function parameters({ weights, shapes }) {
  const at = (name) => {
    const { shape } = shapes.find((entry) => entry.name === name);
    return np.array(weights[name]).reshape(shape);
  };
  return { U: at("U").transpose(), W: at("W"), b: at("s bias"), V: at("V"), c: at("o bias") };
}

/** The rows of U that x names. */
const lookUp = (U, x) => U.slice(x);

function train(problem) {
  const { T, B, H, V: size, batches, rate, clip, optimiser } = problem;
  function loss({ U, W, b, V, c }, x, y) {
    const net = lookUp(U, x).add(b).reshape([T, B, H]);
    let h = np.zeros([B, H]);
    const states = [];
    for (let t = 0; t < T; t++) {
      h = np.tanh(net.ref.slice(t).add(np.matmul(h, W.ref.transpose())));
      states.push(h.ref);
    }
    for (const array of [net, W, h]) array.dispose();
    const z = np.matmul(np.concatenate(states), V.transpose()).add(c);
    return nn
      .logSoftmax(z)
      .mul(nn.oneHot(y, size))
      .sum()
      .div(-T * B);
  }
  const step = jit((p, sums, x, y) => {
    const [value, g] = valueAndGrad(loss)(held(p), x, y);
    const names = Object.keys(p);
    const [after, kept] = [{}, {}];
    for (const name of names) {
      if (optimiser === "sgd") {
        after[name] = p[name].sub(g[name].mul(rate));
        kept[name] = sums[name];
        continue;
      }
      const d = np.clip(g[name], -clip, clip);
      kept[name] = sums[name].add(d.ref.mul(d.ref));
      after[name] = p[name].sub(d.mul(rate).div(np.sqrt(kept[name].ref).add(1e-10)));
    }
    return [value, after, kept];
  });
  let p = parameters(problem);
  let sums = Object.fromEntries(
    Object.entries(p).map(([k, a]) => [k, np.zeros(optimiser === "sgd" ? [1] : a.shape)]),
  );
  const ready = batches.map(({ xs, labels }) => {
    const flat = (rows) => np.array(Int32Array.from(rows.flatMap((ids) => [...ids])));
    return { x: flat(xs), y: flat(labels) };
  });
  let count = 0;
  return async (steps) => {
    let last = 0;
    for (let i = 0; i < steps; i++) {
      const { x, y } = ready[count++ % ready.length];
      const [value, after, kept] = step(p, sums, x.ref, y.ref);
      [p, sums] = [after, kept];
      last = (await value.data())[0];
    }
    return last;
  };
}

function generate(problem) {
  const p = parameters(problem);
  const next = jit(({ U, W, b, V, c }, h, x) => {
    const net = lookUp(U, x).add(b);
    const s = np.tanh(net.add(np.matmul(h, W.transpose())));
    return [s.ref, nn.softmax(np.matmul(s, V.transpose()).add(c))];
  });
  return async (count) => {
    const surprises = [];
    let x = 0;
    let h = np.zeros([1, problem.H]);
    for (let i = 0; i < count; i++) {
      const [after, o] = next(held(p), h, np.array(Int32Array.of(x)));
      const probabilities = await o.data();
      h = after;
      let u = problem.uniforms[i];
      for (x = 0; x < probabilities.length - 1; x++) {
        u -= probabilities[x];
        if (u < 0) break;
      }
      surprises.push(-Math.log(probabilities[x]));
    }
    h.dispose();
    return surprises;
  };
}

await serve({ "jax-js": "0.1.25", Node: process.version }, (problem) =>
  problem.generates ? generate(problem) : train(problem),
);
