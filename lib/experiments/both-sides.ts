// y_t from x_{t−k} and x_{t+k}, by adding them or by XOR: what one layer in both directions can do, and
// what a forward layer can do once its output may come k steps later.
import type { SequenceLayer } from "../layers/sequence-layer";
import type { ExperimentDefinition } from "../training/experiment";

export interface BothSidesConfig {
  readonly distance: number;
  readonly length: number;
  readonly hiddenSize: number;
  readonly steps: number;
  readonly learningRate: number;
}

/** Accuracy in % on 512 fresh sequences, for each net and task. */
export const bothSides: ExperimentDefinition<BothSidesConfig> = {
  id: "both-sides",
  config: {
    seeds: [1, 2, 3, 4, 5, 6, 7, 8],
    distance: 2,
    length: 20,
    hiddenSize: 12,
    steps: 500,
    learningRate: 5e-3,
  },
  run: async ({ distance: k, length, hiddenSize, steps, learningRate }, seed, lib) => {
    const result: Record<string, number> = {};
    for (const task of ["sum", "XOR"]) {
      for (const net of ["both", "forward", "delayed"]) {
        const delay = net === "delayed" ? k : 0;
        const draw = new lib.RandomGenerator(1000 + seed);
        const example = () => {
          const inputs = Int32Array.from({ length }, () => draw.integer(2));
          const labels = inputs.map((_, step) => {
            const t = step - delay;
            if (t < k || t + k >= length) return lib.PADDING;
            const [past, future] = [inputs[t - k], inputs[t + k]];
            return task === "sum" ? past + future : past ^ future;
          });
          return { inputs, labels };
        };
        const training = Array.from({ length: 32 * steps }, example);
        const test = Array.from({ length: 512 }, example);

        const random = new lib.RandomGenerator(seed);
        const { glorot, orthogonal } = lib.initialisers;
        const initialise = { U: glorot, W: orthogonal };
        const half = () => new lib.RecurrentLayer(2, hiddenSize, { random, initialise });
        const layer: SequenceLayer =
          net === "both" ? new lib.BidirectionalLayer(half(), half()) : half();
        const classes = task === "sum" ? 3 : 2;
        const model = new lib.FastModel(new lib.SequenceModel(layer, classes, { random }));
        await lib.fit(model, new lib.SequenceBatches(training, { batchSize: 32 }), {
          ...{ steps, random, clipNorm: 1, optimiser: new lib.Adam(learningRate) },
          schedule: lib.schedules.linear(steps),
        });
        const { xs, labels } = new lib.SequenceBatches(test, { batchSize: 512 }).epoch().batch(0);
        let [right, asked] = [0, 0];
        model.predict(xs).outputs.forEach((o, t) => {
          labels[t].forEach((label, b) => {
            if (label === lib.PADDING) return;
            const row = o.row(b);
            asked++;
            if (row.indexOf(Math.max(...row)) === label) right++;
          });
        });
        model.dispose();
        result[`${net} ${task}`] = (100 * right) / asked;
      }
    }
    return result;
  },
};
