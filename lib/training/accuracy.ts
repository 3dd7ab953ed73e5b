// How often a model's most likely label is the right one.
import type { Mask } from "../layers/mask";
import { PADDING } from "../layers/softmax-output";
import type { Matrix } from "../tensor/matrix";
import type { BatchSource } from "./batches";
import { type AnyState, copyState } from "./trainable";

/** A readable or a fast model. */
export interface Predictor {
  predict(
    xs: readonly Int32Array[],
    s0?: AnyState,
    mask?: Mask,
  ): { readonly outputs: Matrix[]; readonly lastState: AnyState };
}

/** Share of right answers, 0 to 1, over one epoch in fixed order; padding does not count. */
export function accuracy(model: Predictor, data: BatchSource): number {
  const epoch = data.epoch();
  let [right, count] = [0, 0];
  let state: AnyState | undefined;
  for (let i = 0; i < epoch.count; i++) {
    const { xs, labels, mask, continues } = epoch.batch(i);
    const { outputs, lastState } = model.predict(xs, continues ? state : undefined, mask);
    state = copyState(lastState);
    outputs.forEach((o, t) => {
      labels[t].forEach((label, b) => {
        if (label === PADDING) return;
        count++;
        if (mostLikely(o.row(b)) === label) right++;
      });
    });
  }
  return right / count;
}

/** Index of the largest number, the first of equal ones. */
function mostLikely(values: Float64Array): number {
  let best = 0;
  for (let k = 1; k < values.length; k++) if (values[k] > values[best]) best = k;
  return best;
}
