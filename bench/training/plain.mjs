// Plain JavaScript as most would write it: typed arrays, three nested loops, no library.
import { serve } from "./contender.mjs";

/** y += A x, A is m×n from `row` on. */
function addProduct(A, m, n, x, y) {
  for (let i = 0; i < m; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += A[i * n + j] * x[j];
    y[i] += sum;
  }
}

/** y += Aᵀ x, and G += x sᵀ. */
function addBack(A, m, n, x, y, G, s) {
  for (let i = 0; i < m; i++) {
    const d = x[i];
    for (let j = 0; j < n; j++) {
      y[j] += A[i * n + j] * d;
      G[i * n + j] += d * s[j];
    }
  }
}

function softmax(z) {
  let top = z[0];
  for (const v of z) if (v > top) top = v;
  let sum = 0;
  for (let i = 0; i < z.length; i++) sum += z[i] = Math.exp(z[i] - top);
  for (let i = 0; i < z.length; i++) z[i] /= sum;
}

function next({ U, W, V, "s bias": b, "o bias": c }, size, x, before) {
  const s = new Float32Array(size.H);
  for (let i = 0; i < size.H; i++) s[i] = b[i] + U[i * size.V + x];
  addProduct(W, size.H, size.H, before, s);
  for (let i = 0; i < size.H; i++) s[i] = Math.tanh(s[i]);
  const o = Float32Array.from(c);
  addProduct(V, size.V, size.H, s, o);
  softmax(o);
  return { s, o };
}

function train(problem) {
  const { V, H, T, B, weights, batches } = problem;
  const zeros = () =>
    Object.fromEntries(Object.keys(weights).map((k) => [k, new Float32Array(weights[k].length)]));
  const [gradients, sums] = [zeros(), zeros()];
  let count = 0;
  function step() {
    const { xs, labels } = batches[count++ % batches.length];
    for (const g of Object.values(gradients)) g.fill(0);
    let loss = 0;
    for (let n = 0; n < B; n++) {
      const run = [];
      let before = new Float32Array(H);
      for (let t = 0; t < T; t++) {
        const now = next(weights, problem, xs[t][n], before);
        loss -= Math.log(now.o[labels[t][n]]);
        run.push({ ...now, before });
        before = now.s;
      }
      let ds = new Float32Array(H);
      for (let t = T - 1; t >= 0; t--) {
        const { s, o, before: earlier } = run[t];
        o[labels[t][n]] -= 1;
        for (let i = 0; i < V; i++) {
          o[i] /= T * B;
          gradients["o bias"][i] += o[i];
        }
        addBack(weights.V, V, H, o, ds, gradients.V, s);
        const delta = new Float32Array(H);
        for (let i = 0; i < H; i++) {
          delta[i] = ds[i] * (1 - s[i] * s[i]);
          gradients["s bias"][i] += delta[i];
          gradients.U[i * V + xs[t][n]] += delta[i];
        }
        ds = new Float32Array(H);
        addBack(weights.W, H, H, delta, ds, gradients.W, earlier);
      }
    }
    for (const [name, w] of Object.entries(weights)) update(w, gradients[name], sums[name]);
    return loss / (T * B);
  }
  function update(w, gradient, sum) {
    if (problem.optimiser === "sgd") {
      for (let i = 0; i < w.length; i++) w[i] -= problem.rate * gradient[i];
      return;
    }
    for (let i = 0; i < w.length; i++) {
      const g = Math.max(-problem.clip, Math.min(problem.clip, gradient[i]));
      sum[i] += g * g;
      w[i] -= (problem.rate * g) / (Math.sqrt(sum[i]) + 1e-10);
    }
  }
  return (steps) => {
    let loss = 0;
    for (let i = 0; i < steps; i++) loss = step();
    return loss;
  };
}

function generate(problem) {
  const { weights, uniforms, H } = problem;
  return (count) => {
    let [x, s] = [0, new Float32Array(H)];
    const surprises = [];
    for (let i = 0; i < count; i++) {
      const now = next(weights, problem, x, s);
      s = now.s;
      let u = uniforms[i];
      for (x = 0; x < now.o.length - 1; x++) {
        u -= now.o[x];
        if (u < 0) break;
      }
      surprises.push(-Math.log(now.o[x]));
    }
    return surprises;
  };
}

await serve({ Node: process.version }, (problem) =>
  problem.generates ? generate(problem) : train(problem),
);
