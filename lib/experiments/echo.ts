// Truncated BPTT and what lies beyond the cut: y_t = x_{t−10}, the gradient cut every `length` steps.
import type { ExperimentDefinition } from "../training/experiment";

export interface EchoConfig {
  readonly lag: number;
  readonly lengths: readonly number[];
  readonly updates: number;
}

/** Share of right answers after equal numbers of updates, for each length of the pieces. */
export const echo: ExperimentDefinition<EchoConfig> = {
  id: "echo",
  config: { seeds: [1, 2], lag: 10, lengths: [5, 20], updates: 300 },
  run: async (config, seed, lib) => {
    const random = new lib.RandomGenerator(1000 + seed);
    const bits = (count: number) => Int32Array.from({ length: count }, () => random.integer(2));
    const examples = (count: number) =>
      Array.from({ length: count }, () => {
        const inputs = bits(60);
        const labels = inputs.map((_, t) =>
          t < config.lag ? lib.PADDING : inputs[t - config.lag],
        );
        return { inputs, labels };
      });
    const [training, test] = [examples(640), examples(64)];
    const right: number[] = [];
    for (const pieceLength of config.lengths) {
      const start = new lib.RandomGenerator(seed);
      const layer = new lib.RecurrentLayer(2, 32, {
        random: start,
        initialise: { W: lib.initialisers.orthogonal },
      });
      const model = new lib.SequenceModel(layer, 2, { random: start });
      const data = new lib.SequenceBatches(training, { batchSize: 32, pieceLength });
      const optimiser = new lib.Adam(3e-3);
      await lib.fit(model, data, { steps: config.updates, optimiser, random: start, clipNorm: 1 });
      const { xs, labels } = new lib.SequenceBatches(test, { batchSize: 64 }).epoch().batch(0);
      let [hits, count] = [0, 0];
      model.predict(xs).outputs.forEach((o, t) => {
        labels[t].forEach((label, b) => {
          if (label === lib.PADDING) return;
          count++;
          hits += Number(o.get(b, 1) > 0.5 === (label === 1));
        });
      });
      right.push(hits / count);
    }
    return { right };
  },
};
