// An experiment that takes no time.
import type { ExperimentDefinition } from "../../lib/index";

export const small: ExperimentDefinition<{ steps: number }> = {
  id: "small",
  config: { seeds: [1, 2, 3], steps: 20 },
  run: async ({ steps }, seed, lib) => {
    const random = new lib.RandomGenerator(seed);
    const model = new lib.RecurrentLanguageModel(3, 4, { random });
    const losses: number[] = [];
    const ids = Int32Array.from({ length: 100 }, (_, i) => [0, 0, 1, 2][i % 4]);
    await lib.fit(model, new lib.StreamBatches(ids, { batchSize: 2, length: 5 }), {
      steps,
      random,
      optimiser: new lib.Adam(0.01),
      onStep: ({ loss }) => void losses.push(loss),
    });
    return { last: losses[steps - 1], losses };
  },
};
