// XOR of a bit two steps back and a bit two steps ahead, by stacks that let the two directions meet at
// different places.
import type { DeepNetworkKind } from "../layers/deep-network";
import type { ExperimentDefinition } from "../training/experiment";

export interface XorStacksConfig {
  readonly distance: number;
  readonly length: number;
  readonly hiddenSize: number;
  readonly steps: number;
  readonly every: number;
  readonly learningRate: number;
  /** Names of nets: kind and depth, or "headed": both directions under one forward layer. */
  readonly nets: readonly string[];
}

/** Accuracy in % on 512 fresh sequences, every `every` steps, and the parameter count, for each net. */
export const xorStacks: ExperimentDefinition<XorStacksConfig> = {
  id: "xor-stacks",
  config: {
    seeds: [1, 2, 3, 4, 5, 6, 7, 8],
    distance: 2,
    length: 20,
    hiddenSize: 12,
    steps: 500,
    every: 25,
    learningRate: 5e-3,
    nets: ["separate 1", "separate 2", "separate 3", "crossed 2", "headed 2", "forward 2"],
  },
  run: async ({ distance: k, length, hiddenSize, steps, every, learningRate, nets }, seed, lib) => {
    const draw = new lib.RandomGenerator(1000 + seed);
    const example = () => {
      const inputs = Int32Array.from({ length }, () => draw.integer(2));
      const labels = inputs.map((_, t) =>
        t < k || t + k >= length ? lib.PADDING : inputs[t - k] ^ inputs[t + k],
      );
      return { inputs, labels };
    };
    const training = Array.from({ length: 32 * steps }, example);
    const test = Array.from({ length: 512 }, example);
    const { xs, labels } = new lib.SequenceBatches(test, { batchSize: 512 }).epoch().batch(0);

    const result: Record<string, number | number[]> = {};
    for (const net of nets) {
      const random = new lib.RandomGenerator(seed);
      const { glorot, orthogonal } = lib.initialisers;
      const initialise = { U: glorot, W: orthogonal };
      const make = (size: number) =>
        new lib.RecurrentLayer(size, hiddenSize, { random, initialise });
      const [kind, depth] = net.split(" ");
      const layer =
        kind === "headed"
          ? new lib.StackedNetwork([
              new lib.BidirectionalLayer(make(2), make(2)),
              make(2 * hiddenSize),
            ])
          : lib.deepNetwork(kind as DeepNetworkKind, Number(depth), 2, make);
      const readable = new lib.SequenceModel(layer, 2, { random });
      const model = new lib.FastModel(readable);
      const accuracy = () => {
        let [right, asked] = [0, 0];
        model.predict(xs).outputs.forEach((o, t) => {
          labels[t].forEach((label, b) => {
            if (label === lib.PADDING) return;
            asked++;
            if (o.get(b, 1) > 0.5 === (label === 1)) right++;
          });
        });
        return (100 * right) / asked;
      };
      const curve = [accuracy()];
      await lib.fit(model, new lib.SequenceBatches(training, { batchSize: 32 }), {
        ...{ steps, random, clipNorm: 1, optimiser: new lib.Adam(learningRate) },
        schedule: lib.schedules.linear(steps),
        onStep: ({ step }) => {
          if (step % every === 0) curve.push(accuracy());
        },
      });
      model.dispose();
      result[net] = curve;
      result[`${net}, parameters`] = readable.parameterCount;
    }
    return result;
  },
};
