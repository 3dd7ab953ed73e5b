// Truncated BPTT with one update a batch, against whole passes and the sum of the cut pieces.
import { describe, expect, test } from "vitest";
import { FastModel } from "../../lib/layers/fast/fast-model";
import { RecurrentLayer } from "../../lib/layers/recurrent-layer";
import { SequenceModel } from "../../lib/layers/sequence-model";
import { RandomGenerator } from "../../lib/random/generator";
import { SequenceBatches } from "../../lib/training/batches";
import { echo } from "../../lib/training/tasks";
import { truncated } from "../../lib/training/truncated";

function setting() {
  const random = new RandomGenerator(4);
  const layer = new RecurrentLayer(2, 5, { random });
  const model = new SequenceModel(layer, 2, { random });
  const data = new SequenceBatches(echo(3, { steps: 12, lag: 3 }, random), { batchSize: 3 });
  return { layer, model, ...data.epoch().batch(0) };
}
type Gradients = readonly { name: string; gradient: { data: ArrayLike<number> } }[];
const numbers = (gradients: Gradients) =>
  gradients.flatMap(({ gradient }) => [...Array.from(gradient.data)]);

describe("truncated", () => {
  test("as long as the sequence, it changes nothing but rounding", () => {
    const { model, xs, labels } = setting();
    const whole = model.pass(xs, labels);
    const pieces = truncated(model, 12).pass(xs, labels);
    expect(pieces.loss).toBeCloseTo(whole.loss, 14);
    numbers(pieces.gradients).forEach((g, i) => {
      expect(g).toBeCloseTo(numbers(whole.gradients)[i], 14);
    });
  });

  test("the loss is that of the whole; the gradient is the sum of δ_t s_{t−1}ᵀ of the cut pieces", () => {
    const { model, layer, xs, labels } = setting();
    const { loss, gradients } = truncated(model, 5).pass(xs, labels);
    expect(loss).toBeCloseTo(model.loss(xs, labels), 14);
    const expected = new Float64Array(25);
    let state = layer.zeroState(3);
    for (const [from, to] of [
      [0, 5],
      [5, 10],
      [10, 12],
    ]) {
      const count = labels
        .slice(from, to)
        .flatMap((row) => [...row])
        .filter((y) => y >= 0).length;
      const piece = model.pass(xs.slice(from, to), labels.slice(from, to), state);
      const { gradient } = piece.gradients.find(({ name }) => name === "W")!;
      gradient.data.forEach((g, i) => {
        expected[i] += (g * count) / 27; // 9 labels of each of 3 sequences
      });
      state = piece.lastState;
    }
    const { gradient } = gradients.find(({ name }) => name === "W")!;
    gradient.data.forEach((g, i) => {
      expect(g).toBeCloseTo(expected[i], 14);
    });
  });

  test("a fast model gives the same, pieces without a label among them", () => {
    const { model, xs, labels } = setting();
    const readable = truncated(model, 2).pass(xs, labels); // the first piece has no label
    const fast = truncated(new FastModel(model, { precision: "f64" }), 2).pass(xs, labels);
    expect(fast.loss).toBeCloseTo(readable.loss, 12);
    numbers(fast.gradients).forEach((g, i) => {
      expect(g).toBeCloseTo(numbers(readable.gradients)[i], 12);
    });
  });

  test.each([0, 1.5, 2 ** 53])("a length of %d is refused", (length) => {
    const message = `length is ${length}; give a whole number ≥ 1.`;
    expect(() => truncated(setting().model, length)).toThrow(new RangeError(message));
  });

  test("all else is the model's own", () => {
    const { model, layer, xs, labels } = setting();
    const cut = truncated(model, 1);
    expect(cut.parameters.W).toBe(model.parameters.W);
    const start = layer.zeroState(3);
    start.data.fill(0.5);
    const { loss, lastState } = model.evaluate(xs, labels, start);
    expect(cut.evaluate(xs, labels, start)).toEqual({ loss, lastState });
    expect(cut.predict(xs, start).lastState).toEqual(lastState);
    expect(cut.zeroState(3)).toEqual(layer.zeroState(3));
    expect(cut.zeroState()).toEqual(layer.zeroState(1));
    expect(cut.pass(xs, labels, start).lastState).toEqual(lastState);
  });

  test("a mask is cut as the steps are", () => {
    const { model } = setting();
    const some = [2, 5, 4].map((steps) => ({
      inputs: Int32Array.from({ length: steps }, (_, t) => t % 2),
      labels: Int32Array.from({ length: steps }, (_, t) => (t + 1) % 2),
    }));
    const { xs, labels, mask } = new SequenceBatches(some, { batchSize: 3 }).epoch().batch(0);
    const whole = model.pass(xs, labels, undefined, mask);
    const cut = truncated(model, 3).pass(xs, labels, undefined, mask);
    expect(cut.loss).toBeCloseTo(whole.loss, 14);
    expect(cut.lastState).toEqual(whole.lastState);
    expect(truncated(model, 3).pass(xs, labels).lastState).not.toEqual(whole.lastState);
  });

  test("without any label the model says what is wrong", () => {
    const { model, xs, labels } = setting();
    const none = labels.map((row) => row.map(() => -1));
    const message = "labels: all are padding; give at least 1 label.";
    expect(() => model.pass(xs, none)).toThrow(message);
    expect(() => truncated(model, 5).pass(xs, none)).toThrow(message);
  });
});
