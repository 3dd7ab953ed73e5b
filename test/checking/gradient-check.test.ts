// The gradient check on losses whose gradients are known exactly.
import { expect, it } from "vitest";
import { gradientCheck } from "../../lib/checking/gradient-check";
import { Matrix } from "../../lib/index";

const check = (gradient: Matrix, value: Matrix, loss: () => number, options = {}) =>
  gradientCheck([{ name: "W", value, gradient }], loss, options)[0];
const square = (value: Matrix) => () => value.data.reduce((sum, x) => sum + x * x, 0);

it("measures the error by the larger of both values, and says where it is worst", () => {
  const value = Matrix.from([
    [1, 2, 3],
    [1, 1, 3],
  ]);
  const gradient = Matrix.from([
    [2, 4, 6],
    [2, 2, 3],
  ]); // the last one should be 6
  const found = check(gradient, value, square(value));
  expect(found).toMatchObject({ name: "W", passed: false, row: 1, column: 2, computed: 3 });
  expect(found.numeric).toBeCloseTo(6, 6);
  expect(found.worst).toBeCloseTo(0.5, 6);
  gradient.data[5] = 12; // now the computed value is the larger
  expect(check(gradient, value, square(value)).worst).toBeCloseTo(0.5, 6);
});

it("compares what is below the floor by its difference over the floor", () => {
  const value = Matrix.from([1]);
  const flat = () => 1;
  expect(check(Matrix.from([0.001]), value, flat, { floor: 0.01 }).worst).toBeCloseTo(0.1, 12);
  expect(check(Matrix.from([0.001]), value, flat, { floor: 1 }).worst).toBeCloseTo(0.001, 12);
});

it("passes up to the tolerance itself, and of equal errors names the first", () => {
  const value = Matrix.from([1, 1, 1]);
  const flat = () => 1;
  const zero = check(Matrix.from([0, 0, 0]), value, flat, { tolerance: 0 });
  expect(zero).toMatchObject({ passed: true, worst: 0, column: 0 });
  expect(check(Matrix.from([0, 2, 2]), value, flat)).toMatchObject({ worst: 1, column: 1 });
});

it("takes a gradient that is no number for the worst, wherever it stands", () => {
  const value = Matrix.from([1, 1, 1]);
  const gradient = new Matrix(1, 3, Float64Array.of(5, Number.NaN, 9));
  const found = check(gradient, value, square(value));
  expect(found).toMatchObject({ passed: false, worst: Number.NaN, column: 1 });
});

it.each([
  ["rows", new Matrix(3, 2), "W is 2×2 and its gradient 3×2"],
  ["columns", new Matrix(2, 3), "W is 2×2 and its gradient 2×3"],
])("refuses a gradient with other %s", (_, gradient, message) => {
  expect(() => check(gradient, new Matrix(2, 2), () => 0)).toThrow(message);
});

it("puts the values back, also when the loss throws", () => {
  const value = Matrix.from([1, 2]);
  let calls = 0;
  const loss = () => {
    if (++calls === 3) throw new Error("no loss");
    return 0;
  };
  expect(() => check(Matrix.from([0, 0]), value, loss)).toThrow("no loss");
  expect([...value.data]).toEqual([1, 2]);
});
