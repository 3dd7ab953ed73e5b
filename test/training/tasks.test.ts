// Tasks with a known distance, and accuracy on a model made up here.
import { expect, test } from "vitest";
import { PADDING } from "../../lib/layers/softmax-output";
import { RandomGenerator } from "../../lib/random/generator";
import { Matrix } from "../../lib/tensor/matrix";
import { accuracy, type Predictor } from "../../lib/training/accuracy";
import { SequenceBatches } from "../../lib/training/batches";
import { delayedRecall, echo, RECALL_IDS } from "../../lib/training/tasks";

test("delayed recall: symbol, distractors, question; only the question has a label, the symbol", () => {
  const examples = delayedRecall(200, 3, new RandomGenerator(1));
  for (const { inputs, labels } of examples) {
    const [symbol, ...rest] = inputs;
    expect(symbol).toBeLessThan(4);
    for (const id of rest.slice(0, 3)) expect([4, 5, 6, 7]).toContain(id);
    expect([...rest.slice(3)]).toEqual([RECALL_IDS - 1]);
    expect([...labels]).toEqual([PADDING, PADDING, PADDING, PADDING, symbol]);
  }
  expect(new Set(examples.map(({ inputs }) => inputs[0])).size).toBe(4);
});

test("echo: each label is the bit of lag steps before", () => {
  const [{ inputs, labels }] = echo(1, { steps: 30, lag: 10 }, new RandomGenerator(1));
  expect([...labels.subarray(0, 10)]).toEqual(new Array(10).fill(PADDING));
  expect([...labels.subarray(10)]).toEqual([...inputs.subarray(0, 20)]);
  expect(new Set(inputs)).toEqual(new Set([0, 1]));
});

test.each([0, 1.5, Number.NaN])("sizes such as %d are refused", (bad) => {
  const random = new RandomGenerator(1);
  const wanted = (name: string) => new RangeError(`${name} is ${bad}; give a whole number ≥ 1.`);
  expect(() => delayedRecall(1, bad, random)).toThrow(wanted("distance"));
  expect(() => delayedRecall(bad, 1, random)).toThrow(wanted("count"));
  expect(() => echo(1, { steps: 5, lag: bad }, random)).toThrow(wanted("lag"));
  expect(() => echo(1, { steps: bad, lag: 1 }, random)).toThrow(wanted("steps"));
  expect(() => echo(bad, { steps: 5, lag: 1 }, random)).toThrow(wanted("count"));
});

test("of equal outputs the first is the answer", () => {
  const model: Predictor = {
    predict: (xs) => ({
      outputs: xs.map(() => Matrix.from([[1, 3, 3]])),
      lastState: new Matrix(1, 1),
    }),
  };
  const of = (label: number) => {
    const example = { inputs: Int32Array.of(0), labels: Int32Array.of(label) };
    return accuracy(model, new SequenceBatches([example], { batchSize: 1 }));
  };
  expect([0, 1, 2].map(of)).toEqual([0, 1, 0]);
});

test("accuracy counts labels, not padding, and carries the state where pieces continue", () => {
  /** Answers 1 after the first 1 of a sequence has been read: its state is whether. */
  const model: Predictor = {
    predict(xs, s0) {
      let seen = s0 instanceof Matrix ? s0.data[0] : 0;
      const outputs = xs.map((x) => {
        seen = Math.max(seen, x[0]);
        return Matrix.from([[0.5, seen]]);
      });
      return { outputs, lastState: Matrix.from([[seen]]) };
    },
  };
  const example = {
    inputs: Int32Array.of(0, 1, 0, 0),
    labels: Int32Array.of(0, PADDING, 1, 0), // right, not counted, right only if carried, wrong
  };
  for (const pieceLength of [4, 2]) {
    expect(accuracy(model, new SequenceBatches([example], { batchSize: 1, pieceLength }))).toBe(
      2 / 3,
    );
  }
});
