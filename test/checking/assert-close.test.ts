// assertClose is silent within its bound and says the element, or the shapes, outside it.
import { expect, it } from "vitest";
import { assertClose } from "../../lib/checking/assert-close";
import { Matrix } from "../../lib/index";

it("takes numbers, arrays and matrices, up to the bound itself", () => {
  assertClose("n", 1, 1);
  assertClose("n", 1.5, 1, 0.5);
  assertClose("n", [1, 2], Matrix.from([[1, 2]]));
  assertClose(
    "n",
    [
      [1, 2],
      [3, 4],
    ],
    [
      [1, 2.25],
      [3, 4],
    ],
    0.25,
  );
  expect(() => assertClose("n", 1, 1 + 1e-8)).toThrow("within 1e-9");
});

it("names the first element that differs, both ways, and one that is no number", () => {
  const differs = /^eq: element 1 is 3, expected 2 within 0\.5\.$/;
  expect(() => assertClose("eq", [1, 3, 9], [1, 2, 2], 0.5)).toThrow(differs);
  expect(() => assertClose("eq", 1, 3, 1)).toThrow("element 0 is 1, expected 3");
  const nan = Matrix.from([0]);
  nan.data[0] = Number.NaN; // as a computation gives it
  expect(() => assertClose("eq", nan, 1, 9)).toThrow("element 0 is NaN");
  expect(() => assertClose("eq", 1, nan, 9)).toThrow("expected NaN");
});

it.each([
  ["rows", [[1], [2]], [[1]], "eq: shape 2×1, expected 1×1."],
  ["columns", [1, 2], [1, 2, 3], "eq: shape 1×2, expected 1×3."],
  ["orientation", [1, 2], [[1], [2]], "eq: shape 1×2, expected 2×1."],
])("names both shapes when they differ in %s", (_, a, b, message) => {
  expect(() => assertClose("eq", a, b, 9)).toThrow(message);
});
