// Parity learned with and without W: is the number of ones so far odd? Without W means that every step
// is a sequence of its own, so that W multiplies s_0 = 0 and the net sees one bit at a time.
import type { ExperimentDefinition } from "../training/experiment";

export interface ParityConfig {
  /** Steps of a training sequence. */
  readonly length: number;
  /** Units with W, and units without it for as many weights in use (106 and 107). */
  readonly withW: number;
  readonly withoutW: number;
  readonly rates: readonly number[];
  readonly updates: number;
  /** Lengths of test sequences, and how many of each. */
  readonly tests: readonly (readonly [length: number, count: number])[];
}

/**
 * For the nets with W and without, each at the learning rate with the lowest last training loss: that
 * rate, the loss (a mean of each 50 updates), and at each test length the share of right answers,
 * first step left out.
 */
export const parity: ExperimentDefinition<ParityConfig> = {
  id: "parity",
  config: {
    seeds: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    ...{ length: 10, withW: 8, withoutW: 21, rates: [0.005, 0.01, 0.02], updates: 2000 },
    tests: [
      [10, 1000],
      [100, 200],
      [1000, 50],
    ],
  },
  run: async (config, seed, lib) => {
    type Examples = { inputs: Int32Array; labels: Int32Array }[];
    const draw = new lib.RandomGenerator(1000 + seed);
    const examples = (count: number, length: number, first?: number): Examples =>
      Array.from({ length: count }, () => {
        const inputs = Int32Array.from({ length }, () => draw.integer(2));
        let odd = 0;
        const labels = inputs.map((bit) => (odd ^= bit));
        if (first !== undefined) labels[0] = first;
        return { inputs, labels };
      });
    const apart = (whole: Examples): Examples =>
      whole.flatMap(({ inputs, labels }) =>
        Array.from(inputs, (bit, t) => ({
          inputs: Int32Array.of(bit),
          labels: Int32Array.of(labels[t]),
        })),
      );
    const training = examples(3200, config.length);
    const tests = config.tests.map(([length, count]) => examples(count, length, lib.PADDING));
    const train = async (hiddenSize: number, data: Examples, batchSize: number, rate: number) => {
      const random = new lib.RandomGenerator(seed);
      const initialise = { W: lib.initialisers.orthogonal };
      const layer = new lib.RecurrentLayer(2, hiddenSize, { random, initialise });
      const model = new lib.FastModel(new lib.SequenceModel(layer, 2, { random }));
      const { losses } = await lib.fit(model, new lib.SequenceBatches(data, { batchSize }), {
        ...{ steps: config.updates, optimiser: new lib.Adam(rate), clipNorm: 1, random },
        schedule: lib.schedules.linear(config.updates),
      });
      const mean = (i: number) => losses.slice(i, i + 50).reduce((a, b) => a + b) / 50;
      const curve = Array.from({ length: config.updates / 50 }, (_, i) => mean(50 * i));
      return { model, curve, rate };
    };
    const right = (model: InstanceType<typeof lib.FastModel>, test: Examples) => {
      const batches = new lib.SequenceBatches(test, { batchSize: test.length });
      const { xs, labels, tokens } = batches.epoch().batch(0);
      let hits = 0;
      model.predict(xs).outputs.forEach((o, t) => {
        labels[t].forEach((label, b) => {
          if (label !== lib.PADDING) hits += Number(o.get(b, 1) > 0.5 === (label === 1));
        });
      });
      return hits / tokens;
    };
    const result: Record<string, number | number[]> = {};
    for (const loop of [true, false]) {
      const runs: Awaited<ReturnType<typeof train>>[] = [];
      const data = loop ? training : apart(training);
      const units = loop ? config.withW : config.withoutW;
      const batchSize = loop ? 32 : 32 * config.length;
      for (const rate of config.rates) runs.push(await train(units, data, batchSize, rate));
      const last = ({ curve }: { curve: number[] }) => curve[curve.length - 1];
      const best = runs.reduce((a, b) => (last(b) < last(a) ? b : a));
      const name = loop ? "with W" : "without W";
      result[`${name}: rate`] = best.rate;
      result[`${name}: loss`] = best.curve;
      result[`${name}: right`] = tests.map((t) => right(best.model, loop ? t : apart(t)));
    }
    return result;
  },
};
