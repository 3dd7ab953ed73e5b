// Drawing an index from a probability distribution.
import { exp, log } from "../tensor/elementary";
import type { RandomGenerator } from "./generator";

/**
 * Draws index i with probability p_i^{1/temperature}, normalised. Temperature 1 is the distribution
 * itself, below 1 prefers what is likely, 0 always takes the likeliest (the first of equals).
 * @param probabilities numbers ≥ 0 with a positive sum
 * @throws RangeError for a temperature below 0, or a distribution that holds no positive finite sum
 */
export function sampleCategorical(
  probabilities: ArrayLike<number>,
  random: RandomGenerator,
  temperature = 1,
): number {
  if (!(temperature >= 0)) {
    throw new RangeError(`sampleCategorical: temperature is ${temperature}; give a number ≥ 0.`);
  }
  let best = 0;
  for (let i = 1; i < probabilities.length; i++) {
    if (probabilities[i] > probabilities[best]) best = i;
  }
  if (temperature === 0) return best;
  const top = log(probabilities[best]);
  const weights = Float64Array.from(probabilities, (p) => exp((log(p) - top) / temperature));
  let sum = 0;
  for (const weight of weights) sum += weight;
  if (!(sum > 0 && Number.isFinite(sum))) {
    throw new RangeError(
      `sampleCategorical: the weights add up to ${sum}; give probabilities ≥ 0 with a positive sum.`,
    );
  }
  let u = random.uniform() * sum;
  for (let i = 0; i < weights.length; i++) {
    u -= weights[i];
    if (u < 0) return i;
  }
  return best; // rounding left a crumb of u over
}
