// The gradient check: a computed gradient against central differences of the loss, number by number.
import { type Matrix, shapeOf } from "../tensor/matrix";

/** The verdict for one matrix. */
export interface GradientCheck {
  readonly name: string;
  /** Largest |computed − numeric| / max(|computed|, |numeric|, floor). */
  readonly worst: number;
  readonly passed: boolean;
  /** Where the worst element lies, from 0, and both its values. */
  readonly row: number;
  readonly column: number;
  readonly computed: number;
  readonly numeric: number;
}

/** A matrix that the loss depends on, and its computed gradient. */
export interface CheckedValue {
  readonly name: string;
  readonly value: Matrix;
  readonly gradient: Matrix;
}

/**
 * Nudges each element of each value by ±epsilon and compares (E₊ − E₋) / 2ε with the gradient.
 * Elements below `floor` are compared by their absolute difference over `floor`: rounding rules there.
 * It judges what it is given, weak settings too; `checkGradients` refuses those.
 * @param loss computes E from the values as they are now
 * @throws RangeError if a value and its gradient differ in shape
 */
export function gradientCheck(
  parameters: readonly CheckedValue[],
  loss: () => number,
  { epsilon = 1e-5, tolerance = 1e-6, floor = 1e-4 } = {},
): GradientCheck[] {
  return parameters.map(({ name, value, gradient }) => {
    if (value.rows !== gradient.rows || value.columns !== gradient.columns) {
      throw new RangeError(
        `gradientCheck: ${name} is ${shapeOf(value)} and its gradient ${shapeOf(gradient)}.`,
      );
    }
    let worst = 0;
    let at = 0;
    const numeric = new Float64Array(value.data.length);
    for (let i = 0; i < value.data.length; i++) {
      numeric[i] = centralDifference(value.data, i, epsilon, loss);
      const computed = gradient.data[i];
      const size = Math.max(Math.abs(computed), Math.abs(numeric[i]), floor);
      const error = Math.abs(computed - numeric[i]) / size;
      if (error <= worst || Number.isNaN(worst)) continue; // NaN becomes the worst, and fails
      worst = error;
      at = i;
    }
    return {
      name,
      worst,
      passed: worst <= tolerance,
      row: Math.floor(at / value.columns),
      column: at % value.columns,
      computed: gradient.data[at],
      numeric: numeric[at],
    };
  });
}

/** (E(x_i + ε) − E(x_i − ε)) / 2ε; x is as before afterwards, whatever `loss` throws. */
function centralDifference(
  data: Float64Array,
  i: number,
  epsilon: number,
  loss: () => number,
): number {
  const kept = data[i];
  try {
    data[i] = kept + epsilon;
    const above = loss();
    data[i] = kept - epsilon;
    return (above - loss()) / (2 * epsilon);
  } finally {
    data[i] = kept;
  }
}
