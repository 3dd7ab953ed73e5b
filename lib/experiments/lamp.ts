// The lamp: y_t = y_{t−1} XOR R[u_t, v_t], with a random table R for each seed. How many updates do
// stacks of different shapes need?
import type { Matrix } from "../tensor/matrix";
import type { ExperimentDefinition, ExperimentRun } from "../training/experiment";

export interface LampConfig {
  readonly symbols: number;
  readonly length: number;
  /** Layers and hidden units of each net, such as "2×31". */
  readonly shapes: readonly string[];
  readonly learningRates: readonly number[];
  /** Accuracy is measured every so many updates, on 256 fresh sequences. */
  readonly every: number;
  readonly mostSteps: number;
}

/**
 * For each shape a list with an entry a learning rate: the updates until the accuracy first reached
 * 99 %, or −1 if that took more than `mostSteps`; and the accuracy then.
 */
const run: ExperimentRun<LampConfig> = async (config, seed, lib) => {
  const { symbols, length, shapes, learningRates, every, mostSteps } = config;
  const result: Record<string, number[]> = {};
  for (const shape of shapes) {
    result[shape] = [];
    result[`${shape}, accuracy`] = [];
    for (const learningRate of learningRates) {
      const draw = new lib.RandomGenerator(1000 + seed);
      const table = Int32Array.from({ length: symbols * symbols }, () => draw.integer(2));
      const batchOf = (size: number) => {
        const xs: Matrix[] = [];
        const labels: Int32Array[] = [];
        const lamp = new Int32Array(size);
        for (let t = 0; t < length; t++) {
          const x = new lib.Matrix(size, 2 * symbols); // two one-hot vectors
          for (let b = 0; b < size; b++) {
            const [u, v] = [draw.integer(symbols), draw.integer(symbols)];
            x.set(b, u, 1);
            x.set(b, symbols + v, 1);
            lamp[b] ^= table[symbols * u + v];
          }
          xs.push(x);
          labels.push(lamp.slice());
        }
        return { xs, labels };
      };
      const test = batchOf(256);

      const random = new lib.RandomGenerator(seed);
      const { glorot, orthogonal } = lib.initialisers;
      const [depth, hiddenSize] = shape.split("×").map(Number);
      const layer = lib.deepNetwork("forward", depth, 2 * symbols, (size) => {
        const initialise = { U: glorot, W: orthogonal };
        return new lib.RecurrentLayer(size, hiddenSize, { random, initialise });
      });
      const model = new lib.FastModel(new lib.SequenceModel(layer, 2, { random }));
      const accuracyOf = () => {
        let right = 0;
        model.predict(test.xs).outputs.forEach((o, t) => {
          test.labels[t].forEach((label, b) => {
            if (o.get(b, 1) > 0.5 === (label === 1)) right++;
          });
        });
        return (100 * right) / (256 * length);
      };
      const optimiser = new lib.Adam(learningRate);
      let [solved, accuracy] = [-1, 0];
      for (let step = 1; step <= mostSteps && solved < 0; step++) {
        const { xs, labels } = batchOf(32);
        const { gradients } = model.pass(xs, labels);
        lib.clipByNorm(
          gradients.map(({ gradient }) => gradient),
          1,
        );
        optimiser.update(gradients);
        if (step % every > 0) continue;
        accuracy = accuracyOf();
        if (accuracy >= 99) solved = step;
      }
      model.dispose();
      result[shape].push(solved);
      result[`${shape}, accuracy`].push(accuracy);
    }
  }
  return result;
};

const config = { symbols: 6, length: 8, every: 125, mostSteps: 5000 };
const seeds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
/** About 3,300 weights each. */
const equal = ["1×51", "2×31", "3×24"];

/** Three shapes of one size, at one learning rate. */
export const lamp: ExperimentDefinition<LampConfig> = {
  id: "lamp",
  config: { ...config, seeds, shapes: equal, learningRates: [3e-3] },
  run,
};

/** The control, wide and shallow, with 11,502 weights. */
export const lampWide: ExperimentDefinition<LampConfig> = {
  id: "lamp-wide",
  config: { ...config, seeds, shapes: ["1×100"], learningRates: [3e-3] },
  run,
};

/** The same at other learning rates, for the first six seeds. */
export const lampRates: ExperimentDefinition<LampConfig> = {
  id: "lamp-rates",
  config: { ...config, seeds: seeds.slice(0, 6), shapes: equal, learningRates: [2e-3, 5e-3, 1e-2] },
  run,
};

export const lampWideRates: ExperimentDefinition<LampConfig> = {
  id: "lamp-wide-rates",
  config: { ...config, seeds: seeds.slice(0, 6), shapes: ["1×100"], learningRates: [2e-3, 5e-3] },
  run,
};
