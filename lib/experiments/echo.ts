// Truncated BPTT and what lies beyond the cut: y_t = x_{t−10}, the gradient cut every K steps while
// the state is carried through all 60.
import type { ExperimentDefinition } from "../training/experiment";

/** Settings of the echo: say at each step which input came `lag` steps before, with gradients cut to pieces of K steps. */
export interface EchoConfig {
  /** Steps between an input and its echo. */
  readonly lag: number;
  /** Length of a sequence, in steps. */
  readonly steps: number;
  /** The lengths K of a piece that are compared, in steps. */
  readonly lengths: readonly number[];
  /** Updates of the parameters, the same for each K. */
  readonly updates: number;
}

/** Share of right answers after equal numbers of updates, for each length K of the pieces. */
export const echo: ExperimentDefinition<EchoConfig> = {
  id: "echo",
  config: {
    seeds: [1, 2, 3, 4, 5, 6],
    lag: 10,
    steps: 60,
    lengths: [1, 5, 8, 10, 11, 13, 60],
    updates: 1000,
  },
  run: async ({ lag, steps, lengths, updates }, seed, lib) => {
    const right: number[] = [];
    for (const length of lengths) {
      const random = new lib.RandomGenerator(seed);
      const training = lib.echo(32 * updates, { steps, lag }, random);
      const test = lib.echo(64, { steps, lag }, random);
      const layer = new lib.RecurrentLayer(2, 32, { random });
      const model = new lib.FastModel(new lib.SequenceModel(layer, 2, { random }));
      const optimiser = new lib.Adam(3e-3);
      const data = new lib.SequenceBatches(training, { batchSize: 32 });
      const schedule = lib.schedules.linear(updates);
      const options = { steps: updates, optimiser, schedule, clipNorm: 1, random };
      await lib.fit(lib.truncated(model, length), data, options);
      right.push(lib.accuracy(model, new lib.SequenceBatches(test, { batchSize: 64 })));
      model.dispose();
      optimiser.dispose();
    }
    return { right };
  },
};
