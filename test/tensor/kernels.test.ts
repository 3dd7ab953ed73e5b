// Each kernel against the plain reference.
import { describe, expect, it } from "vitest";
import { Matrix, RandomGenerator, softmax, Workspace } from "../../lib/index";
import * as plain from "../../lib/tensor/elementary";
import { addAB, addABt, addAtB } from "../../lib/tensor/products";

const workspace = new Workspace(16);
const random = new RandomGenerator(21);
const precisions = ["f32", "f64"] as const;

function numbers(
  precision: "f32" | "f64",
  data: ArrayLike<number>,
): { at: number; view: Float32Array | Float64Array } {
  const bytes = precision === "f32" ? 4 : 8;
  const at = workspace.borrow(data.length * bytes, "test");
  const all = precision === "f32" ? workspace.f32 : workspace.f64;
  all.set(data, at / bytes);
  return { at, view: all.subarray(at / bytes, at / bytes + data.length) };
}

function randomNumbers(count: number, scale = 1): Float64Array {
  return Float64Array.from({ length: count }, () => Math.fround(scale * random.normal()));
}

function worst(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < expected.length; i++) {
    most = Math.max(most, Math.abs(actual[i] - expected[i]) / Math.max(1, Math.abs(expected[i])));
  }
  return most;
}

describe("kernels", () => {
  it.each(precisions)("products of any shape and transposition, %s", (precision) => {
    const { product, matrixTimesColumn, rowTimesMatrix } = workspace.kernels(precision);
    const within = precision === "f32" ? 1e-4 : 1e-13;
    const sizes = [1, 2, 3, 7, 8, 16, 17, 33, 65];
    const size = () => sizes[random.integer(sizes.length)];
    for (let trial = 0; trial < 60; trial++) {
      workspace.beginStep();
      const [m, n] = [trial === 0 ? 515 : size(), size()];
      const k = trial === 1 ? 300 : size();
      const add = trial % 2 === 0;
      const [A, B] = [randomNumbers(m * k), randomNumbers(k * n)];
      const start = randomNumbers(m * n);
      const expected = new Matrix(m, n, add ? start.slice() : undefined);
      const [a, b, c] = [A, B, start].map((data) => numbers(precision, data));
      const kind = trial % 3;
      if (kind === 0) {
        addAB(expected, new Matrix(m, k, A), new Matrix(k, n, B));
        product(m, n, k, a.at, k, 1, b.at, n, 1, c.at, n, add, workspace.scratch);
      } else if (kind === 1) {
        addABt(expected, new Matrix(m, k, A), new Matrix(n, k, B));
        product(m, n, k, a.at, k, 1, b.at, 1, k, c.at, n, add, workspace.scratch);
      } else {
        addAtB(expected, new Matrix(k, m, A), new Matrix(k, n, B));
        product(m, n, k, a.at, 1, m, b.at, n, 1, c.at, n, add, workspace.scratch);
      }
      expect(worst(c.view, expected.data), `${m}×${n}×${k}, kind ${kind}`).toBeLessThan(within);
      const row = new Matrix(1, n);
      addAB(row, new Matrix(1, k, A.slice(0, k)), new Matrix(k, n, B));
      const y = numbers(precision, new Float64Array(n + 4).fill(5));
      rowTimesMatrix(k, n, a.at, b.at, n, y.at);
      expect(
        worst(
          y.view.subarray(0, n),
          row.data.map((v) => v + 5),
        ),
      ).toBeLessThan(within);
      const column = new Matrix(1, m);
      addABt(column, new Matrix(1, k, B.slice(0, k)), new Matrix(m, k, A));
      const z = numbers(precision, new Float64Array(m + 4).fill(5));
      matrixTimesColumn(m, k, a.at, k, b.at, z.at);
      expect(
        worst(
          z.view.subarray(0, m),
          column.data.map((v) => v + 5),
        ),
      ).toBeLessThan(within);
      for (const [view, length] of [
        [y.view, n],
        [z.view, m],
      ] as const) {
        expect(Array.from(view.subarray(length)), "numbers behind the row").toEqual([5, 5, 5, 5]);
      }
    }
  });

  it.each(precisions)("a transpose of any shape, and nothing behind it, %s", (precision) => {
    const { transpose } = workspace.kernels(precision);
    for (const m of [1, 3, 4, 5, 8, 13]) {
      for (const n of [1, 2, 4, 7, 9]) {
        workspace.beginStep();
        const a = numbers(precision, randomNumbers(m * n));
        const out = numbers(precision, new Float64Array(m * n + 4).fill(5));
        transpose(m, n, a.at, out.at);
        const wanted = Array.from(
          { length: n * m },
          (_, i) => a.view[(i % m) * n + Math.trunc(i / m)],
        );
        expect(Array.from(out.view), `${m} × ${n}`).toEqual([...wanted, 5, 5, 5, 5]);
      }
    }
  });

  it("vector functions in f64 give the plain functions' bits", () => {
    const { activation, exponential } = workspace.kernels("f64");
    const special = [0, -0, 1e-300, 22, 22.1, -22.1, 709.7, 709.79, -745.1, -745.2, 1e9, -1e9];
    const xs = [
      ...special,
      Infinity,
      -Infinity,
      Number.NaN,
      ...randomNumbers(5000, 8),
      ...randomNumbers(2000, 300),
    ];
    workspace.beginStep();
    const x = numbers("f64", xs);
    const y = numbers("f64", new Float64Array(xs.length));
    const bitsOf = (values: ArrayLike<number>) => Array.from(values); // toEqual tells 0 from −0
    exponential(xs.length, x.at, y.at);
    expect(bitsOf(y.view)).toEqual(bitsOf(xs.map(plain.exp)));
    activation(0, xs.length, x.at, y.at);
    expect(bitsOf(y.view)).toEqual(bitsOf(xs.map(plain.tanh)));
    activation(1, xs.length, x.at, y.at);
    expect(bitsOf(y.view)).toEqual(bitsOf(xs.map(plain.sigmoid)));
  });

  it("scalar functions compiled for WebAssembly give the same bits", () => {
    const xs = [
      0,
      -0,
      1,
      5e-324,
      1e-310,
      1e300,
      Infinity,
      -Infinity,
      Number.NaN,
      ...randomNumbers(3000, 50),
    ];
    const { exp, log, tanh, sigmoid, sin, cos } = plain;
    for (const [name, f] of Object.entries({ exp, log, tanh, sigmoid, sin, cos })) {
      const kernel = workspace.functions[name as "exp"];
      for (const x of xs) expect(kernel(x), `${name}(${x})`).toBe(f(x));
    }
    for (const [i, x] of xs.entries()) {
      const y = i % 3 === 0 ? Math.round(random.normal() * 5) : xs[(i * 7) % xs.length];
      expect(workspace.functions.pow(x, y), `pow(${x}, ${y})`).toBe(plain.pow(x, y));
    }
  });

  it("vector functions in f32 are within 4 ulp of f32", () => {
    const { activation, exponential } = workspace.kernels("f32");
    const xs = Float32Array.from([...randomNumbers(6000, 6), ...randomNumbers(3000, 0.01)]);
    workspace.beginStep();
    const [x, y] = [numbers("f32", xs), numbers("f32", new Float32Array(xs.length))];
    const check = (reference: (x: number) => number) => {
      xs.forEach((value, i) => {
        const wanted = reference(value);
        expect(Math.abs(y.view[i] - wanted) / Math.abs(wanted)).toBeLessThan(4 * 2 ** -23);
      });
    };
    exponential(xs.length, x.at, y.at);
    check(plain.exp);
    activation(0, xs.length, x.at, y.at);
    check(plain.tanh);
    activation(1, xs.length, x.at, y.at);
    check(plain.sigmoid);
  });

  it.each(precisions)("softmax and cross-entropy, %s", (precision) => {
    const kernels = workspace.kernels(precision);
    const within = precision === "f32" ? 1e-6 : 1e-14;
    for (const K of [1, 2, 3, 4, 5, 9, 65]) {
      workspace.beginStep();
      const rows = Array.from({ length: 4 }, () => randomNumbers(K, 30));
      const flat = rows.flatMap((row) => Array.from(row));
      const z = numbers(precision, flat);
      kernels.softmax(4, K, z.at);
      const wanted = rows.map((row) => softmax(row));
      expect(
        worst(
          z.view,
          wanted.flatMap((row) => Array.from(row)),
        ),
      ).toBeLessThan(within);
      const labels = Int32Array.of(0, K - 1, -1, K >> 1);
      const at = workspace.borrow(16, "labels");
      workspace.i32.set(labels, at / 4);
      z.view.set(flat);
      const loss = kernels.crossEntropy(4, K, z.at, at, 3);
      let expected = 0;
      const gradient = wanted.flatMap((o, i) => {
        const label = labels[i];
        if (label < 0) return Array.from(o, () => 0);
        const top = Math.max(...rows[i]);
        expected +=
          plain.log(rows[i].reduce((s, v) => s + plain.exp(v - top), 0)) + top - rows[i][label];
        return Array.from(o, (p, j) => (p - Number(j === label)) / 3);
      });
      expect(worst([loss], [expected])).toBeLessThan(within * 10);
      expect(worst(z.view, gradient)).toBeLessThan(within);
    }
  });

  it.each(precisions)("a softmax sees the largest logit wherever it lies, %s", (precision) => {
    const kernels = workspace.kernels(precision);
    for (const K of [1, 3, 4, 8, 19, 33]) {
      for (let largest = 0; largest < K; largest++) {
        workspace.beginStep();
        const z = numbers(precision, new Float64Array(K));
        z.view[largest] = 1000; // e^1000 is more than a number holds
        kernels.softmax(1, K, z.at);
        const wanted = Array.from({ length: K }, (_, j) => Number(j === largest));
        expect(worst(z.view, wanted)).toBeLessThan(1e-30);
      }
    }
  });
});
