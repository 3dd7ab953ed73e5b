// The two simplest estimates: counts divided by counts (maximum likelihood), and the same after k has
// been added to each (Laplace's rule for k = 1, Lidstone's in general).
import type { NgramCounts } from "./ngram-counts";
import { NgramModel, outcomes, sumOverChildren } from "./ngram-model";

/**
 * P(w | context) = c(context w) / Σ_v c(context v): 0 for what was not seen. A context never seen
 * is cut from the left until it is one that was, since 0/0 says nothing.
 */
export function maximumLikelihood(counts: NgramCounts): NgramModel {
  const total = sumOverChildren(counts, (node) => counts.count[node]);
  const probability = new Float64Array(counts.nodes);
  for (let node = 1; node < counts.nodes; node++) {
    const sum = total[counts.parent[node]];
    probability[node] = sum > 0 ? counts.count[node] / sum : 0;
  }
  const backoff = total.map((sum) => (sum > 0 ? 0 : 1));
  return new NgramModel(counts, { probability, backoff, lower: "shorter context" });
}

/**
 * P(w | context) = (c(context w) + k) / (Σ_v c(context v) + k |V|), where |V| counts all ids but the
 * start mark; 1/|V| after a context never seen.
 * @param k more than 0
 * @throws RangeError for another k
 */
export function addK(counts: NgramCounts, k: number): NgramModel {
  if (!(k > 0 && Number.isFinite(k))) {
    throw new RangeError(
      `addK: k is ${k}; give a number above 0 (for 0 there is maximumLikelihood).`,
    );
  }
  const total = sumOverChildren(counts, (node) => counts.count[node]);
  const added = k * outcomes(counts);
  const probability = new Float64Array(counts.nodes);
  for (let node = 1; node < counts.nodes; node++) {
    const parent = counts.parent[node];
    const outcome = counts.token[node] !== counts.start;
    probability[node] = outcome ? (counts.count[node] + k) / (total[parent] + added) : 0;
  }
  const backoff = total.map((sum) => added / (sum + added));
  return new NgramModel(counts, { probability, backoff, lower: "uniform" });
}
