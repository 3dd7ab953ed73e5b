// How far back the gradient of a net in training reaches, and how saturated its units are, on delayed
// recall over 20 distractors: a start that fails beside one that succeeds.
import type { ExperimentDefinition } from "../training/experiment";

export interface GradientReachConfig {
  readonly distance: number;
  readonly updates: number;
  /** Looked at before the first update and after each so many. */
  readonly every: number;
  readonly bins: number;
}

/**
 * For each start: `reach`, the norm of δ at lags 0 to distance + 1 divided by that at lag 0, look after
 * look; `losses`, the loss at each look; `states`, shares of states between −1 and 1, at the first look
 * and at the last.
 */
export const gradientReach: ExperimentDefinition<GradientReachConfig> = {
  id: "gradient-reach",
  config: { seeds: [1, 2, 3, 4, 5], distance: 20, updates: 600, every: 50, bins: 20 },
  run: async ({ distance, updates, every, bins }, seed, lib) => {
    const { initialisers: init } = lib;
    const study = async (initialise: { U?: typeof init.glorot; W?: typeof init.orthogonal }) => {
      const random = new lib.RandomGenerator(seed);
      const data = new lib.SequenceBatches(lib.delayedRecall(updates * 32, distance, random), {
        batchSize: 32,
      });
      const probe = new lib.SequenceBatches(lib.delayedRecall(64, distance, random), {
        batchSize: 64,
      });
      const { xs, labels } = probe.epoch().batch(0);
      const layer = new lib.RecurrentLayer(lib.RECALL_IDS, 61, { random, initialise });
      const reference = new lib.SequenceModel(layer, 4, { random });
      const model = new lib.FastModel(reference);
      const [reach, losses, states]: number[][] = [[], [], []];
      const look = (step: number) => {
        model.store();
        const { loss, layerGradients } = reference.pass(xs, labels);
        const norms = layerGradients.deltas.map((delta) => lib.gradientNorm([delta])).reverse();
        reach.push(...norms.map((norm) => norm / norms[0]));
        losses.push(loss);
        if (step > 0 && step < updates) return;
        const values = layer.forward(xs).states.flatMap(({ data: s }) => Array.from(s));
        const counts = new Array<number>(bins).fill(0);
        for (const s of values) counts[Math.min(bins - 1, Math.floor(((s + 1) * bins) / 2))]++;
        states.push(...counts.map((count) => count / values.length));
      };
      look(0);
      const optimiser = new lib.Adam(2e-3);
      await lib.fit(model, data, {
        steps: updates,
        optimiser,
        schedule: lib.schedules.linear(updates),
        clipNorm: 1,
        random,
        onStep: ({ step }) => {
          if (step % every === 0) look(step);
        },
      });
      model.dispose();
      optimiser.dispose();
      return { reach, losses, states };
    };
    const uniform = await study({});
    const orthogonal = await study({ U: init.glorot, W: init.orthogonal });
    return {
      "uniform reach": uniform.reach,
      "uniform losses": uniform.losses,
      "uniform states": uniform.states,
      "orthogonal reach": orthogonal.reach,
      "orthogonal losses": orthogonal.losses,
      "orthogonal states": orthogonal.states,
    };
  },
};
