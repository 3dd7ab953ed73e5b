// The gradient check: a computed gradient against central differences of the loss, number by number.
import type { Matrix } from "../tensor/matrix";

/** The verdict for one matrix. */
export interface GradientCheck {
  readonly name: string;
  /** Largest |computed − numeric| / max(|computed|, |numeric|, floor). */
  readonly worst: number;
  readonly passed: boolean;
}

/**
 * Nudges each element of each value by ±epsilon and compares (E₊ − E₋) / 2ε with the gradient.
 * Elements below `floor` are compared by their absolute difference over `floor`: rounding rules there.
 * @param loss computes E from the values as they are now
 * @throws RangeError if a value and its gradient differ in shape
 */
export function gradientCheck(
  parameters: readonly { name: string; value: Matrix; gradient: Matrix }[],
  loss: () => number,
  { epsilon = 1e-5, tolerance = 1e-6, floor = 1e-4 } = {},
): GradientCheck[] {
  return parameters.map(({ name, value, gradient }) => {
    if (value.rows !== gradient.rows || value.columns !== gradient.columns) {
      throw new RangeError(
        `gradientCheck: ${name} is ${value.rows}×${value.columns} and its gradient ${gradient.rows}×${gradient.columns}.`,
      );
    }
    let worst = 0;
    for (let i = 0; i < value.data.length; i++) {
      const kept = value.data[i];
      value.data[i] = kept + epsilon;
      const above = loss();
      value.data[i] = kept - epsilon;
      const below = loss();
      value.data[i] = kept;
      const numeric = (above - below) / (2 * epsilon);
      const computed = gradient.data[i];
      const size = Math.max(Math.abs(computed), Math.abs(numeric), floor);
      const error = Math.abs(computed - numeric) / size;
      worst = error <= worst ? worst : error; // NaN becomes the worst, and fails
    }
    return { name, worst, passed: worst <= tolerance };
  });
}
