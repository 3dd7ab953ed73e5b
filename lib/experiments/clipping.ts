// Does clipping save a net that explodes? relu with W twice an orthogonal matrix, on delayed recall.
import type { ExperimentDefinition } from "../training/experiment";

export interface ClippingConfig {
  readonly distance: number;
  readonly clips: readonly { readonly name: "norm" | "value"; readonly value: number }[];
}

/**
 * For each way of clipping whether the task was solved (1 or 0: 99 % of 512 fresh sequences within 600
 * updates) and after how many updates (looked at after each 25).
 */
export const clipping = {
  id: "clipping",
  config: {
    seeds: [1, 2, 3, 4, 5, 6, 7, 8],
    distance: 20,
    clips: [
      { name: "norm", value: 10 },
      { name: "norm", value: 1 },
      { name: "norm", value: 0.1 },
      { name: "value", value: 1 },
      { name: "value", value: 0.1 },
      { name: "value", value: 0.01 },
    ],
  },
  run: async ({ distance, clips }, seed, lib) => {
    const solved: number[] = [];
    const updates: number[] = [];
    for (const { name, value } of clips) {
      const random = new lib.RandomGenerator(seed);
      const W = lib.initialisers.orthogonal(64, 64, random);
      for (let i = 0; i < W.data.length; i++) W.data[i] *= 2;
      const layer = new lib.RecurrentLayer(lib.RECALL_IDS, 64, {
        random,
        activation: lib.activations.relu,
        initialise: { W: () => W },
      });
      const model = new lib.FastModel(new lib.SequenceModel(layer, 4, { random }));
      const data = lib.delayedRecall(600 * 16, distance, random);
      const test = lib.delayedRecall(512, distance, random);
      const asked = new lib.SequenceBatches(test, { batchSize: 512 });
      const end = new AbortController();
      const optimiser = new lib.SGD(0.1);
      let steps = 0;
      try {
        await lib.fit(model, new lib.SequenceBatches(data, { batchSize: 16 }), {
          steps: 600,
          optimiser,
          ...(name === "norm" ? { clipNorm: value } : { clipValue: value }),
          random,
          signal: end.signal,
          onStep: ({ step }) => {
            steps = step;
            if (step % 25 === 0 && lib.accuracy(model, asked) >= 0.99) end.abort();
          },
        });
      } catch (error) {
        if (!(error instanceof lib.NotFiniteError)) throw error;
      }
      solved.push(Number(end.signal.aborted));
      updates.push(steps);
      model.dispose();
      optimiser.dispose();
    }
    return { solved, updates };
  },
} satisfies ExperimentDefinition<ClippingConfig> as ExperimentDefinition<ClippingConfig>;
