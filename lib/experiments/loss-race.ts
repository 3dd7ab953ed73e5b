// Cross-entropy against the squared error: the tutorial's sentence learnt by heart, from a new net and
// from one that is sure of another order of its words.
import type { ExperimentDefinition } from "../training/experiment";

export interface LossRaceConfig {
  readonly hiddenSize: number;
  /** Learning rates of plain gradient descent. */
  readonly rates: readonly number[];
  /** Training ends after so many updates, learnt or not. */
  readonly limit: number;
}

/** Updates until each right word has probability above 0.9, one number a rate; `limit` if never. */
export const lossRace: ExperimentDefinition<LossRaceConfig> = {
  id: "loss-race",
  config: {
    seeds: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    hiddenSize: 8,
    rates: [0.3, 1, 3, 10],
    limit: 1500,
  },
  run: (config, seed, lib) => {
    const V = 7; // s 我 昨天 上学 迟到 了 e
    const [sentence, shuffled] = [Int32Array.from([0, 1, 2, 3, 4, 5, 6]), [0, 5, 4, 3, 2, 1, 6]];
    type Model = InstanceType<typeof lib.RecurrentLanguageModel>;
    const pieces = (ids: ArrayLike<number>) => lib.piece(Int32Array.from(ids), 0, V - 1);

    /** ∂E/∂z of the squared error E = ½ Σ (o_i − y_i)², through softmax. */
    const squaredSlopes = (o: Float64Array, label: number) => {
      const error = o.map((p, i) => p - Number(i === label));
      const weighted = error.reduce((sum, e, i) => sum + e * o[i], 0);
      return error.map((e, i) => o[i] * (e - weighted));
    };
    const squaredGradients = (model: Model) => {
      const { xs, labels } = pieces(sentence);
      const { states, cache } = model.layer.forward(xs);
      const { outputs } = model.output.forward(states);
      const { V: weights } = model.output;
      const [dV, dBias] = [new lib.Matrix(V, weights.columns), new lib.Matrix(1, V)];
      const dStates = outputs.map((o, t) => {
        const dState = new lib.Matrix(1, weights.columns);
        squaredSlopes(o.data, labels[t][0]).forEach((slope, i) => {
          const dz = slope / outputs.length;
          dBias.data[i] += dz;
          for (let j = 0; j < weights.columns; j++) {
            dV.data[i * weights.columns + j] += dz * states[t].data[j];
            dState.data[j] += dz * weights.get(i, j);
          }
        });
        return dState;
      });
      const { gradients } = model.layer.backward(dStates, cache);
      const all = [gradients.U, gradients.W, gradients.bias, dV, dBias]; // the order of parameters
      return Object.entries(model.parameters).map(([name, value], i) => {
        return { name, value, gradient: all[i] };
      });
    };

    const train = (model: Model, squared: boolean, rate: number) => {
      const optimiser = new lib.SGD(rate);
      const { xs, labels } = pieces(sentence);
      for (let step = 0; step < config.limit; step++) {
        const { outputs } = model.predict(xs);
        if (outputs.every((o, t) => o.data[labels[t][0]] > 0.9)) return step;
        optimiser.update(squared ? squaredGradients(model) : model.pass(xs, labels).gradients);
      }
      return config.limit;
    };
    const race = (sure: boolean, squared: boolean) =>
      config.rates.map((rate) => {
        const random = new lib.RandomGenerator(seed);
        const model = new lib.RecurrentLanguageModel(V, config.hiddenSize, { random });
        const { xs, labels } = pieces(shuffled);
        const before = new lib.SGD(1);
        for (let i = 0; sure && i < 300; i++) before.update(model.pass(xs, labels).gradients);
        return train(model, squared, rate);
      });
    return {
      newCrossEntropy: race(false, false),
      newSquared: race(false, true),
      sureCrossEntropy: race(true, false),
      sureSquared: race(true, true),
    };
  },
};
