// What a language model is to the rest of the library: something that gives, for the ids so far, the
// probability of every next id. N-grams are ones, and recurrent nets can be.

export interface NextTokenModel {
  /** Number of ids; a distribution has as many elements. */
  readonly vocabularySize: number;
  /** Id of the mark that begins a sentence, if there is one: its probability is always 0. */
  readonly start: number | undefined;
  /** P(id | context), from 0 to 1. */
  probability(context: ArrayLike<number>, id: number): number;
  /** P(· | context): `vocabularySize` numbers that add up to 1. */
  distribution(context: ArrayLike<number>): Float64Array;
}
