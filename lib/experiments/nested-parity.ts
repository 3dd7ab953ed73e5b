// Counters on counters: the first tells the parity of the bits so far, each further one the parity of
// the answers of the one below. One would think that a layer for each counter helps.
import type { ExperimentDefinition } from "../training/experiment";

export interface NestedParityConfig {
  readonly length: number;
  /** How many counters stand on one another, in each task. */
  readonly counters: readonly number[];
  /** Layers and hidden units of each net, such as "2×32". */
  readonly shapes: readonly string[];
  readonly learningRate: number;
  readonly every: number;
  readonly mostSteps: number;
}

/**
 * For each shape the updates until the accuracy on 256 fresh sequences first reached 99 %, or −1; an
 * entry a task.
 */
export const nestedParity: ExperimentDefinition<NestedParityConfig> = {
  id: "nested-parity",
  config: {
    seeds: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
    length: 12,
    counters: [2, 3],
    shapes: ["1×54", "2×32", "3×25"],
    learningRate: 3e-3,
    every: 25,
    mostSteps: 4000,
  },
  run: async ({ length, counters, shapes, learningRate, every, mostSteps }, seed, lib) => {
    const result: Record<string, number[]> = {};
    for (const shape of shapes) {
      result[shape] = [];
      for (const count of counters) {
        const draw = new lib.RandomGenerator(1000 + seed);
        const batchOf = (size: number) => {
          const [xs, labels]: [Int32Array[], Int32Array[]] = [[], []];
          const states = Array.from({ length: count }, () => new Int32Array(size));
          for (let t = 0; t < length; t++) {
            const bits = Int32Array.from({ length: size }, () => draw.integer(2));
            for (let b = 0; b < size; b++) {
              let below = bits[b];
              for (const state of states) below = state[b] ^= below;
            }
            xs.push(bits);
            labels.push(states[count - 1].slice());
          }
          return { xs, labels };
        };
        const test = batchOf(256);

        const random = new lib.RandomGenerator(seed);
        const { glorot, orthogonal } = lib.initialisers;
        const [depth, hiddenSize] = shape.split("×").map(Number);
        const layer = lib.deepNetwork("forward", depth, 2, (size) => {
          const initialise = { U: glorot, W: orthogonal };
          return new lib.RecurrentLayer(size, hiddenSize, { random, initialise });
        });
        const model = new lib.FastModel(new lib.SequenceModel(layer, 2, { random }));
        const optimiser = new lib.Adam(learningRate);
        let solved = -1;
        for (let step = 1; step <= mostSteps && solved < 0; step++) {
          const { xs, labels } = batchOf(32);
          const { gradients } = model.pass(xs, labels);
          lib.clipByNorm(
            gradients.map(({ gradient }) => gradient),
            1,
          );
          optimiser.update(gradients);
          if (step % every > 0) continue;
          let right = 0;
          model.predict(test.xs).outputs.forEach((o, t) => {
            test.labels[t].forEach((label, b) => {
              if (o.get(b, 1) > 0.5 === (label === 1)) right++;
            });
          });
          if (right >= 0.99 * 256 * length) solved = step;
        }
        model.dispose();
        result[shape].push(solved);
      }
    }
    return result;
  },
};
