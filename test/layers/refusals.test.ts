// What layers, outputs and masks refuse: every sentence in full, and what lies just on a bound is taken.
import { describe, expect, it } from "vitest";
import { activations } from "../../lib/layers/activations";
import { BidirectionalLayer } from "../../lib/layers/bidirectional-layer";
import { deepNetwork } from "../../lib/layers/deep-network";
import { Embedding } from "../../lib/layers/embedding";
import { FastModel } from "../../lib/layers/fast/fast-model";
import { GRU } from "../../lib/layers/gru";
import { LinearOutput } from "../../lib/layers/linear-output";
import { LSTM } from "../../lib/layers/lstm";
import { maskOfLengths, requireMask } from "../../lib/layers/mask";
import { RecurrentLayer } from "../../lib/layers/recurrent-layer";
import { outputSensitivity, stateSensitivity } from "../../lib/layers/sensitivity";
import { requireSequence, requireSteps, stateMatrices } from "../../lib/layers/sequence-layer";
import { SequenceModel } from "../../lib/layers/sequence-model";
import { crossEntropy, logSumExp, softmax } from "../../lib/layers/softmax";
import { requireLabels, SoftmaxOutput } from "../../lib/layers/softmax-output";
import { meanSquaredError } from "../../lib/layers/squared-error";
import { StackedNetwork } from "../../lib/layers/stacked-network";
import { batchOf, requireInput } from "../../lib/layers/step-input";
import { truncatedPasses } from "../../lib/layers/truncated-bptt";
import { RandomGenerator } from "../../lib/random/generator";
import { exp, log } from "../../lib/tensor/elementary";
import { Matrix } from "../../lib/tensor/matrix";

const random = new RandomGenerator(1);
const ids = (...row: number[]) => Int32Array.from(row);
const layer = new RecurrentLayer(3, 2, { random });
const range = (message: string) => new RangeError(message);

describe("sizes", () => {
  it.each([0, -1, 1.5, 2 ** 53, Number.NaN])("of %d are refused by name, everywhere", (bad) => {
    const message = (name: string) => range(`${name} is ${bad}; give a whole number ≥ 1.`);
    for (const Layer of [RecurrentLayer, LSTM, GRU]) {
      expect(() => new Layer(bad, 1, { random })).toThrow(message("inputSize"));
      expect(() => new Layer(1, bad, { random })).toThrow(message("hiddenSize"));
    }
    expect(() => new LinearOutput(bad, 1, { random })).toThrow(message("hiddenSize"));
    expect(() => new LinearOutput(1, bad, { random })).toThrow(message("size"));
    expect(() => new SoftmaxOutput(bad, 1, { random })).toThrow(message("hiddenSize"));
    expect(() => new SoftmaxOutput(1, bad, { random })).toThrow(message("vocabularySize"));
    expect(() => new Embedding(bad, 1, { random })).toThrow(message("vocabularySize"));
    expect(() => new Embedding(1, bad, { random })).toThrow(message("size"));
    expect(() => deepNetwork("forward", bad, 3, () => layer)).toThrow(message("depth"));
  });

  it("of 1 are taken, and a batch is 1 unless it is said", () => {
    for (const Layer of [RecurrentLayer, LSTM, GRU]) {
      const small = new Layer(1, 1, { random });
      expect(stateMatrices(small.zeroState()).map(({ value }) => value)).toEqual(
        stateMatrices(small.zeroState(1)).map(({ value }) => value),
      );
      expect([small.inputSize, small.outputSize]).toEqual([1, 1]);
    }
    const both = new BidirectionalLayer(layer, new RecurrentLayer(3, 4, { random }));
    expect([both.inputSize, both.outputSize]).toEqual([3, 6]);
    expect(both.zeroState()).toEqual({ forward: new Matrix(1, 2), backward: new Matrix(1, 4) });
    const stack = new StackedNetwork([layer, new RecurrentLayer(2, 5, { random })]);
    expect([stack.inputSize, stack.outputSize]).toEqual([3, 5]);
    expect(stack.zeroState()).toEqual([new Matrix(1, 2), new Matrix(1, 5)]);
    expect(new SequenceModel(layer, 1, { random }).zeroState()).toEqual(new Matrix(1, 2));
  });
});

describe("deep networks", () => {
  it("make their layers lowest first, each of the size of the one below", () => {
    const made: string[] = [];
    const make = (size: number) => {
      made.push(`${size}`);
      return new RecurrentLayer(size, 4, { random });
    };
    expect(deepNetwork("forward", 3, 2, make).layers).toHaveLength(3);
    expect(made.splice(0)).toEqual(["2", "4", "4"]);
    const separate = deepNetwork("separate", 2, 2, make);
    expect(made.splice(0)).toEqual(["2", "4", "2", "4"]);
    expect(separate.outputSize).toBe(8);
    const crossed = deepNetwork("crossed", 2, 2, make);
    expect(made.splice(0)).toEqual(["2", "2", "8", "8"]);
    expect(crossed.layers.every((one) => one instanceof BidirectionalLayer)).toBe(true);
  });

  it("name their parameters by layer and direction, and their states too", () => {
    const make = (size: number) => new LSTM(size, 2, { random });
    const crossed = deepNetwork("crossed", 2, 3, make);
    expect(Object.keys(crossed.parameters)).toContain("bias_f′(2)");
    expect(Object.keys(crossed.parameters)).toHaveLength(48);
    expect(stateMatrices(crossed.zeroState()).map(({ name }) => name)).toEqual([
      "s_0(1).forward.s",
      "s_0(1).forward.c",
      "s_0(1).backward.s",
      "s_0(1).backward.c",
      "s_0(2).forward.s",
      "s_0(2).forward.c",
      "s_0(2).backward.s",
      "s_0(2).backward.c",
    ]);
  });

  it("refuse layers that do not fit, the second and the third too", () => {
    const [two, five] = [2, 5].map((size) => new RecurrentLayer(size, 2, { random }));
    expect(() => new StackedNetwork([])).toThrow(
      range("StackedNetwork: no layers; give at least 1."),
    );
    expect(() => new StackedNetwork([layer, five])).toThrow(
      range("StackedNetwork: layer 2 takes inputs of 5, layer 1 gives 2; give equal sizes."),
    );
    expect(() => new StackedNetwork([layer, two, five])).toThrow("layer 3 takes inputs of 5");
    const both = new StackedNetwork([new BidirectionalLayer(layer, layer)]);
    expect(() => both.step(ids(0), both.zeroState())).toThrow(
      new TypeError(
        "step: this layer reads in both directions, so no state follows from one step; use forward.",
      ),
    );
    expect(() => new BidirectionalLayer(layer, five)).toThrow(
      range("BidirectionalLayer: input sizes 3 and 5; give two layers of one input size."),
    );
  });
});

describe("inputs", () => {
  it("have as many rows as they are long, or as their matrix has", () => {
    expect([batchOf(ids(7, 7, 7)), batchOf(new Matrix(2, 5))]).toEqual([3, 2]);
  });

  it("are taken from the first id to the last, and refused by step and value", () => {
    expect(() => requireInput(ids(0, 2), 4, 2, 3)).not.toThrow();
    expect(() => requireInput(ids(0, 3), 4, 2, 3)).toThrow(
      range("x at step 4: id 3 is out of range; give ids from 0 to 2."),
    );
    expect(() => requireInput(ids(-1, 0), 4, 2, 3)).toThrow("id -1 is out of range");
    expect(() => requireInput(ids(0), 4, 2, 3)).toThrow(
      range("x at step 4 has 1 ids; expected 2, one a row."),
    );
    expect(() => requireInput(new Matrix(2, 4), 4, 2, 3)).toThrow("x at step 4 is 2×4");
    expect(() => requireInput(new Matrix(2, 3), 4, 2, 3)).not.toThrow();
  });

  it("are there, one gradient for each", () => {
    expect(() => requireSequence([])).toThrow(
      range("forward: the sequence is empty; give at least 1 step."),
    );
    expect(() => requireSequence([ids(0)])).not.toThrow();
    expect(() => requireSteps([new Matrix(1, 1)], [])).toThrow(
      range("backward: 1 gradients for 0 states."),
    );
    for (const Layer of [RecurrentLayer, LSTM, GRU]) {
      const one = new Layer(3, 2, { random });
      expect(() => one.forward([])).toThrow("the sequence is empty");
      expect(() => one.forward([ids(0), ids(3)])).toThrow("x at step 2: id 3");
      expect(() => one.step(ids(3), one.zeroState() as never)).toThrow("x at step 1: id 3");
      expect(() => one.step(ids(3), one.zeroState() as never, 7)).toThrow("x at step 7: id 3");
      const { cache } = one.forward([ids(0), ids(1)]);
      expect(() => one.backward([new Matrix(1, 2)], cache as never)).toThrow(
        range("backward: 1 gradients for 2 states."),
      );
      expect(() => one.backward([new Matrix(1, 2), new Matrix(1, 3)], cache as never)).toThrow(
        "gradient of state 2 is 1×3; expected 1×2",
      );
    }
    expect(() => layer.step(ids(0), new Matrix(1, 3), 5)).toThrow("s before step 5 is 1×3");
    const lstm = new LSTM(3, 2, { random });
    const gru = new GRU(3, 2, { random });
    expect(() => gru.step(ids(0, 1), new Matrix(2, 5))).toThrow("state before the step is 2×5");
    const state = { s: new Matrix(1, 2), c: new Matrix(1, 3) };
    expect(() => lstm.step(ids(0), state, 5)).toThrow("c before step 5 is 1×3; expected 1×2");
  });

  it("of an embedding have as many gradients, of the shapes it gave", () => {
    const table = new Embedding(3, 2, { random });
    expect(() => table.backward([], [ids(0)])).toThrow(
      range("Embedding: 0 gradients for 1 steps of ids."),
    );
    const second = [new Matrix(1, 2), new Matrix(1, 3)];
    expect(() => table.backward(second, [ids(0), ids(1)])).toThrow(
      "gradient of x_2 is 1×3; expected 1×2",
    );
    expect(() => table.forward([ids(0), ids(0, 3)])).toThrow("x at step 2: id 3");
  });
});

describe("masks", () => {
  it("hold ones up to each length, from none to all steps", () => {
    expect(maskOfLengths([0, 1, 3], 3)).toEqual([
      Uint8Array.of(0, 1, 1),
      Uint8Array.of(0, 0, 1),
      Uint8Array.of(0, 0, 1),
    ]);
    for (const bad of [-1, 4, 1.5, Number.NaN]) {
      expect(() => maskOfLengths([1, bad], 3)).toThrow(
        range(`maskOfLengths: length ${bad}; give whole numbers from 0 to 3.`),
      );
    }
  });

  it("are refused for other steps, rows or numbers", () => {
    expect(() => requireMask(undefined, 5, 5)).not.toThrow();
    expect(() => requireMask([[1, 0]], 1, 2)).not.toThrow();
    expect(() => requireMask([[1]], 2, 1)).toThrow(
      range("mask: 1 steps; expected 2, one for each input."),
    );
    expect(() => requireMask([[1], [1, 1]], 2, 1)).toThrow(
      range("mask at step 2 has 2 rows; expected 1, one a row of the batch."),
    );
    expect(() => requireMask([[1, 1, 0.5]], 1, 3)).toThrow(
      range("mask at step 1, row 2 is 0.5; give 1 or 0."),
    );
    for (const Layer of [RecurrentLayer, LSTM, GRU]) {
      const one = new Layer(3, 2, { random });
      expect(() => one.forward([ids(0)], undefined, [[1, 1]])).toThrow("mask at step 1 has 2 rows");
      const both = new BidirectionalLayer(one, one);
      expect(() => both.forward([ids(0), ids(0)], undefined, [[1], [2]])).toThrow(
        "mask at step 2, row 0 is 2",
      );
      expect(() => both.forward([ids(0), ids(0)], undefined, [])).toThrow("mask: 0 steps");
    }
  });
});

describe("labels", () => {
  it("are counted but for padding, and refused by step and value", () => {
    expect(requireLabels([ids(0, -1), ids(2, 1)], 2, 2, 3)).toBe(3);
    const refused = (labels: Int32Array[]) => () => requireLabels(labels, 2, 1, 3);
    expect(refused([ids(0)])).toThrow(
      range("labels: 1 steps; expected 2, one for each input; give -1 where none counts."),
    );
    expect(refused([ids(0), ids(0, 0)])).toThrow(
      range("labels at step 2: 2; expected 1, one a row."),
    );
    for (const bad of [3, -2]) {
      expect(refused([ids(0), ids(bad)])).toThrow(
        range(
          `label at step 2: id ${bad} is out of range; give ids from 0 to 2, or -1 for padding.`,
        ),
      );
    }
    expect(refused([ids(-1), ids(-1)])).toThrow(
      range("labels: all are padding; give at least 1 label."),
    );
    const model = new SequenceModel(layer, 3, { random });
    const loss =
      (...labels: Int32Array[]) =>
      () =>
        model.loss([ids(0, 1), ids(0, 1)], labels);
    expect(loss(ids(0, 3), ids(0, 0))).toThrow("label at step 1: id 3 is out of range");
    expect(loss(ids(0, 0), ids(0))).toThrow("labels at step 2: 1; expected 2, one a row");
  });
});

describe("softmax and its sums", () => {
  it("refuse what has no probability", () => {
    expect(() => softmax([0, Number.POSITIVE_INFINITY])).toThrow(
      range("softmax: element 1 is Infinity; give finite numbers."),
    );
    expect(() => softmax([])).toThrow(range("softmax: no numbers; give at least 1."));
    for (const bad of [2, -1, 0.5]) {
      expect(() => crossEntropy([0.5, 0.5], bad)).toThrow(
        range(`crossEntropy: label ${bad}; give a whole number from 0 to 1.`),
      );
    }
    expect([crossEntropy([0.25, 0.75], 0), crossEntropy([0.25, 0.75], 1)]).toEqual([
      -log(0.25),
      -log(0.75),
    ]);
  });

  it("log-sum-exp takes the largest off, and is the largest where that is not finite", () => {
    expect(logSumExp([])).toBe(Number.NEGATIVE_INFINITY);
    expect(logSumExp([3, Number.POSITIVE_INFINITY])).toBe(Number.POSITIVE_INFINITY);
    expect(logSumExp([3, Number.NaN])).toBeNaN();
    expect(logSumExp([1000, 1000])).toBe(1000 + log(2));
    expect(logSumExp([-1000, -1001])).toBe(-1000 + log(1 + exp(-1)));
  });

  it("the squared error counts what has a target and is no padding", () => {
    const o = new Matrix(2, 2, Float64Array.of(1, 2, 3, 4));
    const zero = new Matrix(2, 2);
    const whole = meanSquaredError([o, o], [zero, null]);
    expect(whole.loss).toBe(30 / 4);
    expect(whole.dOutputs.map(({ data }) => [...data])).toEqual([
      [0.5, 1, 1.5, 2],
      [0, 0, 0, 0],
    ]);
    const masked = meanSquaredError([o], [zero], [[0, 1]]);
    expect(masked.loss).toBe(25 / 2);
    expect([...masked.dOutputs[0].data]).toEqual([0, 0, 3, 4]);
    expect(() => meanSquaredError([o], [])).toThrow(range("0 steps of targets for 1 outputs."));
    expect(() => meanSquaredError([o], [null])).toThrow(
      range("meanSquaredError: all is padding; give 1 number or more."),
    );
    expect(() => meanSquaredError([o, o], [zero, new Matrix(1, 2)])).toThrow(
      "target at step 2 is 1×2; expected 2×2",
    );
    expect(() => meanSquaredError([o], [zero], [[1]])).toThrow("mask at step 1 has 1 rows");
  });
});

describe("sensitivity and pieces", () => {
  const xs = [ids(0), ids(1)];

  it("take steps from 1 to T of one sequence", () => {
    for (const bad of [0, 3, 1.5]) {
      const message = (name: string) =>
        range(`sensitivity: ${name} is ${bad}; give a step from 1 to 2.`);
      expect(() => stateSensitivity(layer, xs, { t: bad, k: 1 })).toThrow(message("t"));
      expect(() => stateSensitivity(layer, xs, { t: 1, k: bad })).toThrow(message("k"));
    }
    expect(stateSensitivity(layer, xs, { t: 2, k: 1 }).data.some((x) => x !== 0)).toBe(true);
    expect(() => stateSensitivity(layer, [ids(0, 1)], { t: 1, k: 1 })).toThrow(
      range("sensitivity: a batch of 2; give one sequence."),
    );
  });

  it("start from the state that is given", () => {
    const s0 = Matrix.from([[0.9, -0.9]]);
    const from = (start?: Matrix) => stateSensitivity(layer, xs, { t: 1, k: 1, s0: start });
    expect(from(s0)).not.toEqual(from());
    const model = new SequenceModel(layer, 2, { random });
    const of = (start?: Matrix) => outputSensitivity(model, xs, { t: 1, k: 1, s0: start });
    expect(of(s0)).not.toEqual(of());
    expect([of().rows, of().columns]).toEqual([2, 3]);
  });

  it("are cut in lengths from 1 on", () => {
    const model = new SequenceModel(layer, 2, { random });
    const labels = [ids(0), ids(1)];
    for (const bad of [0, -1, 1.5]) {
      expect(() => [...truncatedPasses(model, xs, labels, bad)]).toThrow(
        range(`truncatedPasses: length is ${bad}; give a whole number ≥ 1.`),
      );
    }
    expect(() => [...truncatedPasses(model, xs, [ids(0)], 1)]).toThrow(
      range("truncatedPasses: 1 labels for 2 steps."),
    );
    expect([...truncatedPasses(model, xs, labels, 1)]).toHaveLength(2);
    expect([...truncatedPasses(model, xs, labels, 2)]).toHaveLength(1);
    const s0 = Matrix.from([[0.9, -0.9]]);
    const [first] = truncatedPasses(model, xs, labels, 2, s0);
    expect(first.loss).toBe(model.pass(xs, labels, s0).loss);
  });
});

describe("models", () => {
  const model = new SequenceModel(layer, 2, { random });

  it("write as many ids as they are asked for, none too", () => {
    const fast = new FastModel(model);
    for (const one of [model, fast]) {
      expect(one.sample([0], 0, { random })).toEqual([]);
      expect(one.sample([0, 1, 2], 4, { random })).toHaveLength(4);
      expect(() => one.sample([], 1, { random })).toThrow(
        range("sample: start is empty; give at least 1 id."),
      );
    }
    for (const bad of [-1, 3, 0.5, Number.NaN]) {
      expect(() => fast.sample([bad], 1, { random })).toThrow(
        range(`sample: id ${bad} is out of range; give ids from 0 to 2.`),
      );
    }
    fast.dispose();
  });

  it("that are fast say what they cannot read", () => {
    const fast = new FastModel(model, { precision: "f64" });
    const labels = [ids(0, 0), ids(1, 1)];
    const xs = [ids(0, 1), ids(1, 2)];
    expect(() => fast.pass([], [])).toThrow(
      range("forward: the sequence is empty; give at least 1 step."),
    );
    expect(() => fast.pass([ids(0), ids(0, 1)], labels)).toThrow("x at step 2 has 2 ids");
    expect(() => fast.pass(xs, labels, undefined, [[1, 1]])).toThrow("mask: 1 steps; expected 2");
    for (const bad of [new Matrix(1, 2), new Matrix(2, 3)]) {
      expect(() => fast.pass(xs, labels, bad)).toThrow(
        range(`s_0 is ${bad.rows}×${bad.columns}; expected 2×2.`),
      );
    }
    const mixed = new TypeError("forward: ids and matrices are mixed; give all steps in one form.");
    expect(() => fast.pass([ids(0, 1), new Matrix(2, 3)], labels)).toThrow(mixed);
    expect(() => fast.pass([new Matrix(2, 3), ids(0, 1)], labels)).toThrow(mixed);
    const { lastState } = fast.pass(xs, labels);
    expect(() => fast.pass([ids(0)], [ids(0)], lastState)).toThrow(
      range("carried state has 2 rows; the input has 1."),
    );
    fast.pass(xs, labels);
    expect(() => fast.dxs()).toThrow(
      new Error("dxs: the newest pass read ids, or was forward only."),
    );
    fast.dispose();
  });

  it("go on from a carried state of another batch when the batch before was one too", () => {
    const [fast, other] = [1, 2].map(() => new FastModel(model, { precision: "f64" }));
    const pass = (one: FastModel, batch: number, s0?: Parameters<FastModel["pass"]>[2]) => {
      const row = Int32Array.from({ length: batch }, (_, b) => b % 2);
      return one.pass([row, row], [row, row], s0);
    };
    for (const batch of [3, 1, 2]) {
      const carried = pass(fast, batch, pass(fast, batch).lastState);
      const read = pass(other, batch, pass(other, batch).lastState.read());
      expect(carried.loss).toBe(read.loss);
    }
    for (const one of [fast, other]) one.dispose();
  });

  it("of layers that are none of the library's have no fast twin", () => {
    class Own extends RecurrentLayer {}
    expect(
      () => new FastModel(new SequenceModel(new Own(3, 2, { random }), 2, { random })),
    ).not.toThrow();
    const foreign = Object.assign(Object.create({ constructor: { name: "Foreign" } }), {
      inputSize: 3,
      outputSize: 2,
      parameters: {},
    });
    expect(() => new FastModel(new SequenceModel(foreign, 2, { random }))).toThrow(
      new TypeError("FastModel: Foreign has no fast twin; run the readable model."),
    );
  });
});

describe("activations", () => {
  it("have the names and the derivatives that they are said to have", () => {
    for (const [name, activation] of Object.entries(activations)) {
      expect(activation.name).toBe(name);
    }
    const { tanh, sigmoid, relu, identity } = activations;
    expect([tanh.derivative(0.5), sigmoid.derivative(0.25)]).toEqual([0.75, 0.1875]);
    expect([-1, 0, 2].map(relu.f)).toEqual([0, 0, 2]);
    expect([0, 0.1].map(relu.derivative)).toEqual([0, 1]);
    expect([-3, 0, 2].map(identity.f)).toEqual([-3, 0, 2]);
    expect(identity.derivative()).toBe(1);
  });
});
