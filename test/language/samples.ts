// Texts and models for the tests of lib/language.
import fc from "fast-check";
import {
  addK,
  katz,
  kneserNey,
  maximumLikelihood,
  modifiedKneserNey,
  type NgramCounts,
  type NgramModel,
} from "../../lib/index";

/** Every estimator, by name. */
export const estimators: Record<string, (counts: NgramCounts) => NgramModel> = {
  "maximum likelihood": maximumLikelihood,
  "add-k": (counts) => addK(counts, 0.3),
  Katz: katz,
  "Kneser-Ney": (counts) => kneserNey(counts),
  "Kneser-Ney, plain unigrams": (counts) => kneserNey(counts, { interpolateUnigrams: false }),
  "modified Kneser-Ney": (counts) => modifiedKneserNey(counts),
};

export function ids(...values: number[]): Int32Array {
  return Int32Array.from(values);
}

/** One to six sequences of ids below `size`, at least one of them not empty. */
export function sequences(size: number): fc.Arbitrary<Int32Array[]> {
  const sequence = fc.array(fc.integer({ min: 0, max: size - 1 }), { maxLength: 40 });
  return fc
    .array(sequence.map(Int32Array.from.bind(Int32Array)), { minLength: 1, maxLength: 6 })
    .filter((text) => text.some((part) => part.length > 0)) as fc.Arbitrary<Int32Array[]>;
}

/** The same text as sentences: ids moved up by two, between the marks 0 (start) and 1 (end). */
export function asSentences(text: readonly Int32Array[]): Int32Array[] {
  return text.map((part) => Int32Array.from([0, ...part.map((id) => id + 2), 1]));
}
