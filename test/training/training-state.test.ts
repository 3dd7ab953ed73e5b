// Weights of a run: copied, and written into a model all or none.
import { expect, test } from "vitest";
import { Matrix } from "../../lib/tensor/matrix";
import { copyWeights, setWeights } from "../../lib/training/training-state";

const parameters = () => ({ a: Matrix.from([1, 2]), b: Matrix.from([[3], [4]]) });
const numbers = (weights: Record<string, Matrix>) =>
  Object.entries(weights).map(([name, { data }]) => [name, ...data]);

test("a copy keeps what was there", () => {
  const given = parameters();
  const copy = copyWeights(given);
  given.a.data.fill(9);
  expect(numbers(copy)).toEqual([
    ["a", 1, 2],
    ["b", 3, 4],
  ]);
  setWeights(given, copy);
  copy.b.data.fill(7);
  expect(numbers(given)).toEqual([
    ["a", 1, 2],
    ["b", 3, 4],
  ]);
});

test.each([
  ["b is not there, the model's is 2×1", { a: Matrix.from([8, 8]) }],
  ["b is 1×2, the model's is 2×1", { a: Matrix.from([8, 8]), b: Matrix.from([8, 8]) }],
  [
    "c is 1×1, the model's is not there",
    { ...parameters(), a: Matrix.from([8, 8]), c: Matrix.from([8]) },
  ],
])("parameter %s: nothing is written", (what, weights) => {
  const given = parameters();
  expect(() => setWeights(given, weights as Record<string, Matrix>)).toThrow(
    new RangeError(`parameter ${what}: make the model with the settings it was saved with`),
  );
  expect(numbers(given)).toEqual(numbers(parameters()));
});
