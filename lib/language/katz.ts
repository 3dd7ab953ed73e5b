// Katz's back-off with Good-Turing discounts. Source: S. M. Katz, "Estimation of probabilities from
// sparse data for the language model component of a speech recogniser", IEEE Transactions on
// Acoustics, Speech and Signal Processing 35 (1987); Chen & Goodman 1999, section 2.
import { countsOfCounts } from "./counts-of-counts";
import type { NgramCounts } from "./ngram-counts";
import { NgramModel, outcomes, sumOverChildren } from "./ngram-model";

/** Counts above this are trusted as they are (Katz's choice). */
const TRUSTED = 5;

/** Below this, what is left of 1 is added up anew, so that rounding does not spoil the sum. */
const NEARLY_ALL = 1e-3;

/** A Katz model, and its discounts. */
export class KatzModel extends NgramModel {
  /** Row n − 1, column r: what a count of r is multiplied by at order n; 1 past the row's end. */
  readonly discounts: readonly (readonly number[])[];

  /** @internal */
  constructor(counts: NgramCounts, discounts: readonly (readonly number[])[]) {
    super(counts, estimate(counts, discounts));
    this.discounts = discounts;
  }
}

/**
 * P(w | u) = d_c c(u w) / c(u •) if "u w" was seen, else α(u) P(w | u without its first token), where
 * α(u) makes it a distribution. Counts c ≤ k are discounted by Good-Turing,
 *   d_r = (r′ / r − A) / (1 − A), r′ = (r + 1) n_{r+1} / n_r, A = (k + 1) n_{k+1} / n_1,
 * with k = 5, or the largest k from 2 for which n_1…n_{k+1} > 0 and 0 < d_r < 1 (none: no discount;
 * k = 1 always gives d_1 = 0).
 * After a context whose counts all exceed k nothing would be left for unseen tokens: there 1 is added
 * to c(u •), as SRILM does. Where every token was seen, the discounted counts are normalised.
 */
export function katz(counts: NgramCounts): KatzModel {
  const rows = countsOfCounts(counts, counts.count, TRUSTED + 1).slice(1);
  return new KatzModel(counts, rows.map(goodTuring));
}

/** d_0 (unused, 1), d_1 … d_k for the largest k from 2 to 5 that works. */
function goodTuring(n: readonly number[]): number[] {
  for (let k = TRUSTED; k >= 2; k--) {
    const cut = ((k + 1) * n[k + 1]) / n[1];
    const d = [1];
    for (let r = 1; r <= k; r++) {
      d.push((((r + 1) * n[r + 1]) / (r * n[r]) - cut) / (1 - cut));
    }
    if (d.slice(1).every((value) => value > 0 && value < 1)) return d;
  }
  return [1];
}

interface Shares {
  readonly probability: Float64Array;
  readonly backoff: Float64Array;
}

function estimate(
  counts: NgramCounts,
  discounts: readonly (readonly number[])[],
): Shares & { lower: "shorter context" } {
  const { nodes, parent, count, depth } = counts;
  const discounted = (node: number): number =>
    count[node] * (discounts[depth[node] - 1][count[node]] ?? 1);
  const kept = sumOverChildren(counts, discounted);
  const total = sumOverChildren(counts, (node) => count[node]);
  const seen = sumOverChildren(counts, (node) => (count[node] > 0 ? 1 : 0));
  const all = outcomes(counts);
  const whole = total.map((sum, node) => {
    if (seen[node] === all) return kept[node];
    return kept[node] < sum ? sum : sum + 1;
  });
  const probability = new Float64Array(nodes);
  for (let node = 1; node < nodes; node++) {
    if (count[node] > 0) probability[node] = discounted(node) / whole[parent[node]];
  }
  const backoff = kept.map((sum, node) => {
    if (total[node] === 0) return 1;
    return seen[node] === all ? 0 : 1 - sum / whole[node];
  });
  shareOut(counts, probability, backoff);
  return { probability, backoff, lower: "shorter context" };
}

/** Divides what each context leaves by the lower probability of the tokens it is for. */
function shareOut(counts: NgramCounts, probability: Float64Array, backoff: Float64Array): void {
  const all = outcomes(counts);
  const seen = sumOverChildren(counts, (node) => {
    if (counts.count[node] === 0) return 0;
    return counts.depth[node] === 1 ? 1 / all : probability[counts.suffix[node]];
  });
  const model = new NgramModel(counts, { probability, backoff, lower: "shorter context" });
  for (let node = 0; node < counts.nodes; node++) {
    if (seen[node] === 0 || backoff[node] === 0) continue;
    const unseen = 1 - seen[node] > NEARLY_ALL ? 1 - seen[node] : sumOfUnseen(model, node);
    backoff[node] /= unseen;
  }
}

/** The lower probability of all tokens not seen after a context, without 1 − Σ, which cancels. */
function sumOfUnseen(model: NgramModel, context: number): number {
  const { counts } = model;
  const lower = model.distributionAfter(context === 0 ? -1 : counts.suffix[context]);
  for (const child of counts.childrenOf(context)) lower[counts.token[child]] = 0;
  return lower.reduce((sum, p) => sum + p, 0);
}
