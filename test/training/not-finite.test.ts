// What training says when numbers leave the finite: the whole sentence, and the place it names.
import { describe, expect, it } from "vitest";
import { Matrix } from "../../lib/tensor/matrix";
import {
  explainFailure,
  NotFiniteError,
  requireFinite,
  requireFiniteWeights,
} from "../../lib/training/not-finite";
import type { AnyGradient } from "../../lib/training/trainable";

const ADVICE = "Lower the learning rate, or clip the gradients";
const UNKNOWN = "unknown, since no gradient was computed before";

/** A parameter with these rows of weights, or ones, and of gradients. */
function parameter(name: string, gradient: number[][], value?: number[][]): AnyGradient {
  const ones = gradient.map((row) => row.map(() => 1));
  return { name, value: matrixOf(value ?? ones), gradient: matrixOf(gradient) };
}

/** `Matrix.from` takes finite numbers only. */
function matrixOf(rows: number[][]): Matrix {
  return new Matrix(rows.length, rows[0].length, Float64Array.from(rows.flat()));
}

const usual = [
  parameter("U", [[1, -3]]),
  parameter("W", [
    [3, 2, 0],
    [0, -1, 0],
  ]),
];

/** The error, which has to be of training's own kind. */
function thrown(act: () => void): NotFiniteError {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(NotFiniteError);
    return error as NotFiniteError;
  }
  throw new Error("nothing was thrown");
}

describe("requireFinite", () => {
  it("lets finite numbers pass", () => {
    expect(() => requireFinite(1, -2.5, 1e308, usual)).not.toThrow();
  });

  it("names step, loss, norm, and the first gradient of largest size", () => {
    const error = thrown(() => requireFinite(7, Number.NaN, 4, usual));
    expect(error.message).toBe(
      "training stopped at step 7: the loss is NaN, the norm of the gradients 4; " +
        `the largest gradient is U[0, 1] = -3.00e+0. ${ADVICE}`,
    );
    expect(error.name).toBe("NotFiniteError");
    expect(error.step).toBe(7);
    expect(error.largest).toEqual({ name: "U", row: 0, column: 1, value: -3 });
    expect(error.cause).toBeUndefined();
  });

  it("needs the norm to be finite as well, and points to the first gradient that is not", () => {
    const bad = [
      ...usual,
      parameter("V", [
        [9, 9, 9],
        [9, Number.NaN, Number.NEGATIVE_INFINITY],
      ]),
    ];
    const error = thrown(() => requireFinite(2, 0.5, Number.POSITIVE_INFINITY, bad));
    expect(error.message).toContain("the loss is 0.5, the norm of the gradients Infinity; ");
    expect(error.message).toContain("the largest gradient is V[1, 1] = NaN. ");
    expect(error.largest).toEqual({
      name: "V",
      row: 1,
      column: 1,
      value: Number.NaN,
    });
  });

  it("points to the largest of a later parameter, and to none where all are 0", () => {
    const later = [parameter("a", [[1, 2]]), parameter("b", [[0], [5], [4]])];
    expect(thrown(() => requireFinite(1, Number.NaN, 1, later)).largest).toEqual({
      name: "b",
      row: 1,
      column: 0,
      value: 5,
    });
    for (const none of [[], [parameter("a", [[0, -0]])]]) {
      const error = thrown(() => requireFinite(1, Number.NaN, 0, none));
      expect(error.largest).toBeUndefined();
      expect(error.message).toContain(`the largest gradient is ${UNKNOWN}. ${ADVICE}`);
    }
  });
});

describe("requireFiniteWeights", () => {
  it("names the weight that is not finite, and the largest gradient", () => {
    for (const [row, column] of [
      [0, 0],
      [1, 2],
    ]) {
      const value = [
        [1, 1, 1],
        [1, 1, 1],
      ];
      value[row][column] = Number.NEGATIVE_INFINITY;
      const gradient = [
        [0, 0, 0],
        [0, 0.001234, 0],
      ];
      const all = [...usual.slice(0, 1), parameter("W", gradient, value)];
      expect(thrown(() => requireFiniteWeights(12, all)).message).toBe(
        `training stopped at step 12: the update made W[${row}, ${column}] = -Infinity; ` +
          `the largest gradient is U[0, 1] = -3.00e+0. ${ADVICE}`,
      );
    }
  });

  it("lets pass weights whose squares only are too large, and goes on to the next", () => {
    const large = parameter("a", [[1]], [[1e200]]);
    expect(() => requireFiniteWeights(1, [large, ...usual])).not.toThrow();
    const error = thrown(() =>
      requireFiniteWeights(1, [large, parameter("b", [[2]], [[Number.NaN]])]),
    );
    expect(error.message).toContain("the update made b[0, 0] = NaN; ");
  });
});

describe("explainFailure", () => {
  it.each([
    ["x is NaN.", "x is NaN"],
    ["1.5 and Infinity; give others;", "1.5 and Infinity; give others"],
    ["NaN. Give another", "NaN. Give another"],
  ])("puts step and gradient to a layer's refusal: %s", (message, shown) => {
    const cause = new RangeError(message);
    const error = explainFailure(cause, 5, usual) as NotFiniteError;
    expect(error).toBeInstanceOf(NotFiniteError);
    expect(error.message).toBe(
      `training stopped at step 5: ${shown}; the largest gradient is U[0, 1] = -3.00e+0. ${ADVICE}`,
    );
    expect(error.cause).toBe(cause);
    expect(error.step).toBe(5);
  });

  it("leaves any other error as it is", () => {
    for (const error of [new RangeError("id 7"), new Error("NaN"), new TypeError("NaN"), "NaN"]) {
      expect(explainFailure(error, 5, usual)).toBe(error);
    }
  });
});
