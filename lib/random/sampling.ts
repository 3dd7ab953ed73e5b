// Drawing an index from a probability distribution.
import { exp, log } from "../tensor/elementary";
import type { RandomGenerator } from "./generator";

/** How the next id is drawn. */
export interface SamplingOptions {
  /** Default 1. */
  readonly temperature?: number;
  /** Default all. */
  readonly topK?: number;
}

/**
 * Draws index i with probability p_i^{1/temperature}, normalised. Temperature 1 is the distribution
 * itself, below 1 prefers what is likely, 0 always takes the likeliest (the first of equals).
 * With `topK` only the k likeliest can be drawn (of equals, the earlier ones).
 * @param probabilities numbers ≥ 0 with a positive sum
 * @throws RangeError for a temperature below 0, a topK below 1, or probabilities without
 *   a positive finite sum
 */
export function sampleCategorical(
  probabilities: ArrayLike<number>,
  random: RandomGenerator,
  temperature = 1,
  topK = Number.POSITIVE_INFINITY,
): number {
  requireSampling({ temperature, topK });
  let best = 0;
  for (let i = 1; i < probabilities.length; i++) {
    if (probabilities[i] > probabilities[best]) best = i;
  }
  if (temperature === 0) return best;
  const top = log(probabilities[best]);
  const weights = Float64Array.from(probabilities, (p) => exp((log(p) - top) / temperature));
  if (topK < weights.length) keepLikeliest(weights, topK);
  let sum = 0;
  for (const weight of weights) sum += weight;
  requireWeights(sum);
  let u = random.uniform() * sum;
  for (let i = 0; i < weights.length; i++) {
    u -= weights[i];
    if (u < 0) return i;
  }
  return best; // rounding left a crumb of u over
}

/** @throws RangeError for a temperature below 0 or a topK below 1 */
export function requireSampling({ temperature = 1, topK = 1 }: SamplingOptions): void {
  if (!(temperature >= 0)) {
    throw new RangeError(`sampleCategorical: temperature is ${temperature}; give a number ≥ 0.`);
  }
  if (!(topK >= 1)) {
    throw new RangeError(`sampleCategorical: topK is ${topK}; give a whole number ≥ 1.`);
  }
}

/** @throws RangeError unless the weights' sum is positive and finite */
export function requireWeights(sum: number): void {
  if (sum > 0 && Number.isFinite(sum)) return;
  throw new RangeError(
    `sampleCategorical: the weights add up to ${sum}; give probabilities ≥ 0 with a positive sum.`,
  );
}

/** Sets all but the k largest weights to 0; of equals, the earlier ones stay. */
export function keepLikeliest(weights: Float32Array | Float64Array, k: number): void {
  const byWeight = Array.from(weights.keys()).sort((i, j) => weights[j] - weights[i] || i - j);
  for (const i of byWeight.slice(k)) weights[i] = 0;
}
