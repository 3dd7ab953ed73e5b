// Writing text with a language model: the next token is drawn from its distribution, again and again.
import type { RandomGenerator } from "../random/generator";
import { sampleCategorical } from "../random/sampling";
import type { NextTokenModel } from "./next-token-model";

export interface GenerationOptions {
  readonly random: RandomGenerator;
  /** Most tokens to write. */
  readonly length: number;
  /** 1 draws from the distribution, below 1 prefers what is likely, 0 takes the likeliest. Default 1. */
  readonly temperature?: number;
  /** What stands before; default nothing, or the start mark if the model has one. */
  readonly context?: ArrayLike<number>;
  /** Writing ends after this id, the end mark of a vocabulary for example. */
  readonly end?: number;
}

/**
 * The tokens written, without the context, with the end mark if it was reached.
 * @throws RangeError for a length that is no whole number ≥ 0, or a temperature below 0
 */
export function generate(model: NextTokenModel, options: GenerationOptions): Int32Array {
  const { random, length, temperature = 1, end } = options;
  if (!(Number.isInteger(length) && length >= 0)) {
    throw new RangeError(`generate: length is ${length}; give a whole number of at least 0.`);
  }
  const before = options.context ?? (model.start === undefined ? [] : [model.start]);
  const text = new Int32Array(before.length + length);
  text.set(before);
  let at = before.length;
  while (at < text.length) {
    const distribution = model.distribution(text.subarray(0, at));
    text[at++] = sampleCategorical(distribution, random, temperature);
    if (text[at - 1] === end) break;
  }
  return text.slice(before.length, at);
}
