// Interpolated Kneser-Ney smoothing, with one discount for each order or with three (modified).
// Sources: Kneser & Ney 1995; Chen & Goodman, "An empirical study of smoothing techniques for language
// modeling", Computer Speech and Language 13 (1999), section 3. As in Heafield et al. 2013, n-grams
// that begin with the start mark keep their counts, since nothing stands before them.
import { countsOfCounts } from "./counts-of-counts";
import type { NgramCounts } from "./ngram-counts";
import { NgramModel, outcomes, sumOverChildren } from "./ngram-model";

/** What is taken off counts of 1, of 2, and of 3 or more. */
export type Discounts = readonly [one: number, two: number, more: number];

export interface KneserNeyOptions {
  /** Fixed discounts of each order, shortest first, in place of the estimated ones: 0 ≤ D_r ≤ r. */
  readonly discounts?: readonly Discounts[];
  /**
   * Whether the unigrams are discounted and interpolated with 1/|V|, so that every id has a
   * probability above 0. Default true; false leaves the plain continuation counts (as NLTK does).
   */
  readonly interpolateUnigrams?: boolean;
}

/** A Kneser-Ney model, and the discounts it uses. */
export class KneserNeyModel extends NgramModel {
  /** Discounts of each order, shortest first. */
  readonly discounts: readonly Discounts[];
  /** Orders whose counts of counts allow no estimate: a D_r is no number in (0, r]. */
  readonly assumedOrders: readonly number[];

  /** @internal */
  constructor(
    counts: NgramCounts,
    discounts: readonly Discounts[],
    assumedOrders: readonly number[],
    interpolateUnigrams: boolean,
  ) {
    super(counts, estimate(counts, discounts, interpolateUnigrams));
    this.discounts = discounts;
    this.assumedOrders = assumedOrders;
  }
}

/** For orders that allow no estimate. */
const ASSUMED_ONE: Discounts = [0.5, 0.5, 0.5];
const ASSUMED_THREE: Discounts = [0.5, 1, 1.5];

/**
 * Interpolated Kneser-Ney with one discount for each order, D = n_1 / (n_1 + 2 n_2), where n_r is the
 * number of n-grams counted r times (0.5 where the text allows no estimate):
 *   P(w | u) = max(a(u w) − D, 0) / a(u •) + D N_1+(u •) / a(u •) · P(w | u without its first token),
 * where a is the count at the highest order and the number of different tokens seen before it below.
 */
export function kneserNey(counts: NgramCounts, options: KneserNeyOptions = {}): KneserNeyModel {
  return build(counts, options, ASSUMED_ONE, ([, n1, n2]) => {
    const d = n1 / (n1 + 2 * n2);
    return [d, d, d];
  });
}

/**
 * Modified Kneser-Ney: Y = n_1 / (n_1 + 2 n_2), D_1 = 1 − 2 Y n_2/n_1, D_2 = 2 − 3 Y n_3/n_2,
 * D_3+ = 3 − 4 Y n_4/n_3 (0.5, 1, 1.5 where the text allows no estimate).
 */
export function modifiedKneserNey(
  counts: NgramCounts,
  options: KneserNeyOptions = {},
): KneserNeyModel {
  return build(counts, options, ASSUMED_THREE, ([, n1, n2, n3, n4]) => {
    const y = n1 / (n1 + 2 * n2);
    return [1 - (2 * y * n2) / n1, 2 - (3 * y * n3) / n2, 3 - (4 * y * n4) / n3];
  });
}

function build(
  counts: NgramCounts,
  options: KneserNeyOptions,
  assumed: Discounts,
  formula: (n: readonly number[]) => Discounts,
): KneserNeyModel {
  const { discounts, interpolateUnigrams = true } = options;
  if (discounts) {
    requireDiscounts(counts, discounts);
    return new KneserNeyModel(counts, discounts, [], interpolateUnigrams);
  }
  const rows = countsOfCounts(counts, adjustedCounts(counts), 4).slice(1);
  const estimated = rows.map(formula);
  const usable = estimated.map((d) => d.every((value, i) => value > 0 && value <= i + 1));
  return new KneserNeyModel(
    counts,
    estimated.map((d, i) => (usable[i] ? d : assumed)),
    usable.flatMap((ok, i) => (ok ? [] : [i + 1])),
    interpolateUnigrams,
  );
}

/**
 * a of each node: its count at the highest order and behind the start mark, else the number of
 * different tokens seen before it, N_1+(• w).
 */
export function adjustedCounts(counts: NgramCounts): Int32Array {
  const { order, nodes, parent, token, suffix, depth, start } = counts;
  const adjusted = new Int32Array(nodes);
  const afterStart = new Uint8Array(nodes); // 1 for n-grams that begin with the start mark
  for (let node = 1; node < nodes; node++) {
    const begins = parent[node] === 0 ? token[node] === start : afterStart[parent[node]] === 1;
    afterStart[node] = begins ? 1 : 0;
    if (begins || depth[node] === order) adjusted[node] = counts.count[node];
    if (depth[node] > 1) adjusted[suffix[node]]++;
  }
  return adjusted;
}

function estimate(
  counts: NgramCounts,
  discounts: readonly Discounts[],
  interpolateUnigrams: boolean,
): { probability: Float64Array; backoff: Float64Array; lower: "shorter context" } {
  const { nodes, parent, suffix, depth } = counts;
  const adjusted = adjustedCounts(counts);
  const discount = (node: number): number => {
    const a = adjusted[node];
    if (a === 0 || (depth[node] === 1 && !interpolateUnigrams)) return 0;
    return Math.min(a, discounts[depth[node] - 1][Math.min(a, 3) - 1]);
  };
  const total = sumOverChildren(counts, (node) => adjusted[node]);
  const taken = sumOverChildren(counts, discount);
  const backoff = taken.map((sum, node) => (total[node] > 0 ? sum / total[node] : 1));
  const uniform = 1 / outcomes(counts);
  const probability = new Float64Array(nodes);
  for (let node = 1; node < nodes; node++) {
    if (counts.token[node] === counts.start) continue; // it has no probability
    const context = parent[node];
    const lower = depth[node] === 1 ? uniform : probability[suffix[node]];
    const own = total[context] > 0 ? (adjusted[node] - discount(node)) / total[context] : 0;
    probability[node] = own + backoff[context] * lower;
  }
  return { probability, backoff, lower: "shorter context" };
}

function requireDiscounts(counts: NgramCounts, discounts: readonly Discounts[]): void {
  if (discounts.length !== counts.order) {
    throw new RangeError(
      `Kneser-Ney: ${discounts.length} sets of discounts; give ${counts.order}, one for each order.`,
    );
  }
  discounts.forEach((set, i) => {
    if (!(set.length === 3 && set.every((d, r) => d >= 0 && d <= r + 1))) {
      throw new RangeError(
        `Kneser-Ney: the discounts of order ${i + 1} are ${set.join(", ")}; give three numbers, at most 1, 2 and 3, none below 0.`,
      );
    }
  });
}
