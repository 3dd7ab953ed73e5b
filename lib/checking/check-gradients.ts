// The gradient check of a whole model: every parameter, every input and the initial state, under
// settings in which a wrong backward shows. The article's own check could not fail: two steps from
// s_0 = 0, one loss, identity, weights near 0.

import type { Mask } from "../layers/mask";
import { type LayerState, stateMatrices } from "../layers/sequence-layer";
import type { SequenceModel } from "../layers/sequence-model";
import { PADDING } from "../layers/softmax-output";
import type { StepInput } from "../layers/step-input";
import { checkingMessages } from "../messages";
import { Matrix } from "../tensor/matrix";
import { type GradientCheck, gradientCheck } from "./gradient-check";

/** Steps below which the recursion over time hardly matters. */
const FEWEST_STEPS = 4;
/** Root mean square below which a product with the matrix hides in rounding. */
const SMALLEST_SCALE = 0.05;

/** What the check found. */
export interface GradientReport {
  readonly passed: boolean;
  /** One line: passed or failed, the worst element, and each weakness of the settings. */
  readonly verdict: string;
  readonly checks: GradientCheck[];
  /** Why this check could pass a wrong gradient; empty under good settings. */
  readonly weaknesses: string[];
}

/** How `checkGradients` checks. */
export interface CheckOptions<State> {
  readonly s0: State;
  readonly mask?: Mask;
  readonly epsilon?: number;
  readonly tolerance?: number;
  readonly floor?: number;
  /** "refuse" (the default) throws under weak settings, "say" goes on and says so in the verdict. */
  readonly weak?: "refuse" | "say";
}

/**
 * Compares `model.pass` with central differences of `model.loss` over all parameters, s_0 and, unless
 * they are ids, all x_t.
 * @throws RangeError under settings in which the check could not fail: T < 4, s_0 near 0, weights near
 *   0, fewer than two steps with a loss; and for shapes that do not fit
 */
export function checkGradients<State extends LayerState>(
  model: SequenceModel<State>,
  xs: readonly StepInput[],
  labels: readonly Int32Array[],
  options: CheckOptions<State>,
): GradientReport {
  const { s0, mask, weak = "refuse", ...precision } = options;
  const weaknesses = findWeaknesses(model, xs, labels, s0);
  if (weak === "refuse" && weaknesses.length > 0) {
    throw new RangeError(checkingMessages.refused({ weaknesses: weaknesses.join("; ") }));
  }
  const { gradients, layerGradients } = model.pass(xs, labels, s0, mask);
  const ds0 = stateMatrices(layerGradients.ds0);
  const values = [
    ...gradients,
    ...stateMatrices(s0).map(({ name, value }, i) => ({ name, value, gradient: ds0[i].value })),
    ...xs.flatMap((x, t) =>
      x instanceof Matrix
        ? [{ name: `x_${t + 1}`, value: x, gradient: layerGradients.dxs[t] }]
        : [],
    ),
  ];
  const checks = gradientCheck(values, () => model.loss(xs, labels, s0, mask), precision);
  const passed = checks.every((check) => check.passed);
  return { passed, verdict: verdictOf(checks, passed, weaknesses), checks, weaknesses };
}

function findWeaknesses<State extends LayerState>(
  model: SequenceModel<State>,
  xs: readonly StepInput[],
  labels: readonly Int32Array[],
  s0: State,
): string[] {
  const found: string[] = [];
  if (xs.length < FEWEST_STEPS) {
    found.push(checkingMessages.fewSteps({ steps: xs.length, fewest: FEWEST_STEPS }));
  }
  if (labels.filter((row) => row.some((label) => label !== PADDING)).length < 2) {
    found.push(checkingMessages.oneLoss());
  }
  const weights = Object.entries(model.parameters).filter(([, { rows }]) => rows > 1);
  const values = [...stateMatrices(s0), ...weights.map(([name, value]) => ({ name, value }))];
  for (const { name, value } of values) {
    const scale = rootMeanSquare(value);
    if (!(scale >= SMALLEST_SCALE)) {
      found.push(
        checkingMessages.nearZero({ name, scale: scale.toPrecision(2), smallest: SMALLEST_SCALE }),
      );
    }
  }
  return found;
}

function verdictOf(checks: GradientCheck[], passed: boolean, weaknesses: string[]): string {
  const worst = checks.reduce((a, b) => (b.worst <= a.worst ? a : b));
  const parts = {
    name: worst.name,
    row: worst.row,
    column: worst.column,
    error: worst.worst.toExponential(1),
  };
  const result = passed ? checkingMessages.passed(parts) : checkingMessages.failed(parts);
  return weaknesses.length === 0
    ? result
    : checkingMessages.weak({ result, weaknesses: weaknesses.join("; ") });
}

function rootMeanSquare({ data }: Matrix): number {
  return Math.sqrt(data.reduce((sum, value) => sum + value * value, 0) / data.length);
}
