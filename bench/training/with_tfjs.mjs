// TensorFlow.js on one of its backends for Node without native code: "cpu" or "wasm" (SIMD; its threads need a
// page that is cross-origin isolated).
import { createRequire } from "node:module";
import path from "node:path";
import { serve } from "./contender.mjs";

const [, , , backend, packages] = process.argv;
const require = createRequire(path.join(packages, "package.json"));
const tf = require("@tensorflow/tfjs");
const wasm = require.resolve("@tensorflow/tfjs-backend-wasm");
require("@tensorflow/tfjs-backend-wasm").setWasmPaths(`${path.dirname(wasm)}/`);
await tf.setBackend(backend);
await tf.ready();

function variables({ weights, shapes }) {
  const value = Object.fromEntries(
    shapes.map(({ name, shape }) => [name, tf.tensor2d(weights[name], shape)]),
  );
  const make = {
    U: value.U.transpose(),
    W: value.W,
    b: value["s bias"],
    V: value.V,
    c: value["o bias"],
  };
  return Object.fromEntries(Object.entries(make).map(([name, w]) => [name, tf.variable(w)]));
}

function train(problem) {
  const { T, B, H, V: size, batches, rate, clip } = problem;
  const p = variables(problem);
  const list = Object.values(p);
  const sgd = tf.train.sgd(rate);
  const sums = list.map((w) => tf.variable(tf.zerosLike(w)));
  const ready = batches.map(({ xs, labels }) => ({
    x: tf.tensor1d(
      xs.flatMap((ids) => [...ids]),
      "int32",
    ),
    y: tf.oneHot(
      tf.tensor1d(
        labels.flatMap((ids) => [...ids]),
        "int32",
      ),
      size,
    ),
  }));
  // The gradient of gather is missing on WebAssembly: there it is a product with the one-hot matrix.
  const lookUp = tf.customGrad((U, save) => {
    const { x } = current;
    save([x]);
    return {
      value: tf.gather(U, x),
      gradFunc: (d, [ids]) =>
        backend === "wasm"
          ? tf.matMul(tf.oneHot(ids, size), d, true)
          : tf.unsortedSegmentSum(d, ids, size),
    };
  });
  let current;
  function loss({ y }) {
    const net = lookUp(p.U).add(p.b).reshape([T, B, H]).unstack();
    let h = tf.zeros([B, H]);
    const states = net.map((input) => (h = tf.tanh(input.add(tf.matMul(h, p.W, false, true)))));
    const z = tf.matMul(tf.concat(states), p.V, false, true).add(p.c);
    return tf.neg(tf.sum(tf.mul(y, tf.logSoftmax(z))).div(T * B));
  }
  function update(gradients) {
    if (problem.optimiser === "sgd") return sgd.applyGradients(gradients);
    list.forEach((w, i) => {
      const g = tf.clipByValue(gradients[w.name], -clip, clip);
      sums[i].assign(sums[i].add(g.square()));
      w.assign(w.sub(g.mul(rate).div(sums[i].sqrt().add(1e-10))));
    });
  }
  let count = 0;
  return (steps) => {
    let last = 0;
    for (let i = 0; i < steps; i++) {
      tf.tidy(() => {
        current = ready[count++ % ready.length];
        const { value, grads } = tf.variableGrads(() => loss(current), list);
        update(grads);
        last = value.dataSync()[0];
      });
    }
    return last;
  };
}

function generate(problem) {
  const p = variables(problem);
  return (count) => {
    const surprises = [];
    let x = 0;
    let h = tf.zeros([1, problem.H]);
    for (let i = 0; i < count; i++) {
      const [next, o] = tf.tidy(() => {
        const net = tf.gather(p.U, tf.tensor1d([x], "int32")).add(p.b);
        const s = tf.tanh(net.add(tf.matMul(h, p.W, false, true)));
        return [s, tf.softmax(tf.matMul(s, p.V, false, true).add(p.c))];
      });
      const probabilities = o.dataSync();
      tf.dispose([h, o]);
      h = next;
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

await serve({ "TensorFlow.js": tf.version.tfjs, Node: process.version }, (problem) =>
  problem.generates ? generate(problem) : train(problem),
);
