// Softmax and cross-entropy: the article's numbers, and no overflow.
import { describe, expect, it } from "vitest";
import { crossEntropy, softmax } from "../../lib/index";

describe("softmax and cross-entropy", () => {
  it("gives the article's numbers", () => {
    expect(Array.from(softmax([1, 2, 3, 4]), (p) => p.toFixed(2))).toEqual([
      "0.03",
      "0.09",
      "0.24",
      "0.64",
    ]);
    expect(crossEntropy(softmax([1, 2, 3, 4]), 0)).toBeCloseTo(3.44, 2);
    expect(crossEntropy([0.03, 0.09, 0.24, 0.64], 0)).toBeCloseTo(3.51, 2);
  });

  it("does not overflow, and refuses what is not finite", () => {
    expect(softmax([1001, 1002, 1003, 1004])).toEqual(softmax([1, 2, 3, 4]));
    expect(() => softmax([1, Number.NaN])).toThrow("element 1 is NaN");
    expect(() => softmax([])).toThrow("at least 1");
    expect(() => crossEntropy([0.5, 0.5], 2)).toThrow("label 2");
  });
});
