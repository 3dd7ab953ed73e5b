// Truncated BPTT with one update a batch: the state runs through all steps, the gradient is cut every
// `length` steps, and the pieces' gradients are summed. So lengths compare at equal updates.
import { PADDING } from "../layers/softmax-output";
import { requireSetting } from "./optimiser";
import { type AnyState, copyState, type Trainable } from "./trainable";

/**
 * `model` to be trained with gradients that reach at most `length` − 1 steps back; what it computes
 * otherwise is the same. Source: Williams & Peng 1990.
 * @throws RangeError unless length is a whole number ≥ 1
 */
export function truncated(model: Trainable, length: number): Trainable {
  requireSetting(
    "length",
    length,
    Number.isSafeInteger(length) && length >= 1,
    "a whole number ≥ 1",
  );
  return {
    parameters: model.parameters,
    zeroState: (batch) => model.zeroState(batch),
    evaluate: (...given) => model.evaluate(...given),
    predict: (...given) => model.predict(...given),
    pass: (xs, labels, s0, mask) => {
      const sums = new Map<string, Float64Array>();
      let state: AnyState | undefined = s0;
      let gradients: ReturnType<Trainable["pass"]>["gradients"] = [];
      let [loss, tokens] = [0, 0];
      for (let from = 0; from < xs.length; from += length) {
        const to = from + length;
        const [x, y, m] = [xs.slice(from, to), labels.slice(from, to), mask?.slice(from, to)];
        const count = y.reduce((sum, row) => sum + row.filter((id) => id !== PADDING).length, 0);
        if (count === 0) {
          state = model.predict(x, state, m).lastState;
          continue;
        }
        const piece = model.pass(x, y, state, m);
        for (const { name, gradient } of piece.gradients) add(sums, name, gradient.data, count);
        ({ gradients, lastState: state } = piece);
        loss += count * piece.loss;
        tokens += count;
      }
      if (tokens === 0) return model.pass(xs, labels, s0, mask); // says what is wrong
      for (const { name, gradient } of gradients) {
        gradient.data.set(sums.get(name)!.map((sum) => sum / tokens));
      }
      return { loss: loss / tokens, lastState: copyState(state!), gradients };
    },
  };
}

/** Adds a piece's gradient, a mean over `count` labels, as the sum over them. */
function add(
  sums: Map<string, Float64Array>,
  name: string,
  data: Float32Array | Float64Array,
  count: number,
): void {
  let sum = sums.get(name);
  if (!sum) {
    sum = new Float64Array(data.length);
    sums.set(name, sum);
  }
  for (let i = 0; i < sum.length; i++) sum[i] += count * data[i];
}
