// Products and matrices side by side: by hand on shapes that tell rows from columns, and each shape that does not fit.
import { expect, it } from "vitest";
import { besides } from "../../lib/tensor/element-wise";
import { Matrix } from "../../lib/tensor/matrix";
import { addAB, addABt, addAtB, addRow, addRowSum } from "../../lib/tensor/products";

const A = Matrix.from([
  [1, 2, 3],
  [4, 5, 6],
]);
const bias = Matrix.from([[10, 20, 30]]);

it("products and sums add to what is there", () => {
  const sum = (add: (C: Matrix) => void, rows: number, columns: number) => {
    const C = new Matrix(rows, columns, new Float64Array(rows * columns).fill(100));
    add(C);
    return C.toArray();
  };
  expect(sum((C) => addABt(C, A, bias), 2, 1)).toEqual([[240], [420]]);
  expect(sum((C) => addAB(C, Matrix.from([[1, -1]]), A), 1, 3)).toEqual([[97, 97, 97]]);
  expect(sum((C) => addAtB(C, A, Matrix.from([[1], [-1]])), 3, 1)).toEqual([[97], [97], [97]]);
  expect(sum((C) => addRow(C, bias), 2, 3)).toEqual([
    [110, 120, 130],
    [110, 120, 130],
  ]);
  expect(sum((C) => addRowSum(C, A), 1, 3)).toEqual([[105, 107, 109]]);
});

type Shape = readonly [rows: number, columns: number];
const zeros = ([rows, columns]: Shape) => new Matrix(rows, columns);

it.each([
  // A is 2×3; then B and C of which one size does not fit
  ["A Bᵀ", addABt, [4, 2], [2, 4]],
  ["A Bᵀ", addABt, [4, 3], [3, 4]],
  ["A Bᵀ", addABt, [4, 3], [2, 3]],
  ["A B", addAB, [2, 4], [2, 4]],
  ["A B", addAB, [3, 4], [3, 4]],
  ["A B", addAB, [3, 4], [2, 3]],
  ["Aᵀ B", addAtB, [3, 4], [3, 4]],
  ["Aᵀ B", addAtB, [2, 4], [2, 4]],
  ["Aᵀ B", addAtB, [2, 4], [3, 3]],
] as const)("%s refuses shapes that do not fit", (name, add, b, c) => {
  expect(() => add(zeros(c), A, zeros(b))).toThrow(
    new RangeError(`${name}: shapes 2×3 and ${b.join("×")} do not give ${c.join("×")}.`),
  );
});

it("rows and matrices side by side are refused unless they fit", () => {
  for (const row of [zeros([1, 2]), zeros([2, 3])]) {
    expect(() => addRow(zeros([2, 3]), row)).toThrow(/^A \+ bias: shapes 2×3 and/);
    expect(() => addRowSum(row, A)).toThrow(/^row sum: shapes 2×3 and/);
  }
  expect(() => besides(A, zeros([3, 1]))).toThrow(
    new RangeError("[A B]: 2×3 beside 3×1; give as many rows."),
  );
});
