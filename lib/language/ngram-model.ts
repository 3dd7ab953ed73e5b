// An n-gram model of any smoothing, in the form of ARPA files: a probability for each n-gram that was
// seen, and for each context the weight with which a shorter context speaks for what was not.
import type { NextTokenModel } from "./next-token-model";
import type { NgramCounts } from "./ngram-counts";

/** What an estimator works out, one number for each node of the counts. */
export interface Estimate {
  /** P(last token | the tokens before it) of each node's n-gram. */
  readonly probability: Float64Array;
  /** Weight of the lower distribution after each node's n-gram. */
  readonly backoff: Float64Array;
  /** Where unseen tokens go: to the context without its first token, or at once to 1/|V|. */
  readonly lower: "shorter context" | "uniform";
}

/**
 * P(w | context) = probability of the n-gram "context w" if it was seen, else backoff(context) times
 * P(w | the context without its first token); at the end of that chain stands the uniform
 * distribution over all ids but the start mark. A context never seen has weight 1.
 */
export class NgramModel implements NextTokenModel {
  readonly order: number;
  readonly vocabularySize: number;
  readonly start: number | undefined;
  private readonly uniform: number;

  constructor(
    readonly counts: NgramCounts,
    private readonly estimate: Estimate,
  ) {
    this.order = counts.order;
    this.vocabularySize = counts.vocabularySize;
    this.start = counts.start;
    this.uniform = 1 / outcomes(counts);
  }

  /** @throws RangeError for an id that is not from 0 to vocabularySize − 1 */
  probability(context: ArrayLike<number>, id: number): number {
    this.requireId(id);
    if (id === this.start) return 0;
    const { probability, backoff } = this.estimate;
    let weight = 1;
    for (let node = this.contextNode(context); node >= 0; node = this.shorter(node)) {
      const seen = this.counts.child(node, id);
      if (seen >= 0) return weight * probability[seen];
      weight *= backoff[node];
    }
    return weight * this.uniform;
  }

  distribution(context: ArrayLike<number>): Float64Array {
    return this.distributionAfter(this.contextNode(context));
  }

  /** The distribution after the n-gram of a node of the counts; −1 gives the uniform one. */
  distributionAfter(contextNode: number): Float64Array {
    const { probability, backoff } = this.estimate;
    const chain: number[] = [];
    for (let node = contextNode; node >= 0; node = this.shorter(node)) chain.push(node);
    const p = new Float64Array(this.vocabularySize).fill(this.uniform);
    if (this.start !== undefined) p[this.start] = 0;
    for (const node of chain.reverse()) {
      for (let id = 0; id < p.length; id++) p[id] *= backoff[node];
      for (const child of this.counts.childrenOf(node)) {
        p[this.counts.token[child]] = probability[child];
      }
    }
    return p;
  }

  /** How many of the context's last tokens the model knows to stand before `id`: 0 to order − 1. */
  knownContext(context: ArrayLike<number>, id: number): number {
    this.requireId(id);
    for (let node = this.counts.longestContext(context); ; node = this.counts.suffix[node]) {
      if (node === 0 || this.counts.child(node, id) >= 0) return this.counts.depth[node];
    }
  }

  /** Memory of counts and probabilities, in bytes. */
  get bytes(): number {
    const { probability, backoff } = this.estimate;
    return this.counts.bytes + probability.byteLength + backoff.byteLength;
  }

  /** Where the chain begins; −1, its end, if an unseen context goes at once to 1/|V|. */
  private contextNode(context: ArrayLike<number>): number {
    if (this.estimate.lower === "shorter context") return this.counts.longestContext(context);
    return this.counts.find(context, Math.max(0, context.length - this.order + 1));
  }

  private shorter(node: number): number {
    return node === 0 || this.estimate.lower === "uniform" ? -1 : this.counts.suffix[node];
  }

  private requireId(id: number): void {
    if (!(Number.isInteger(id) && id >= 0 && id < this.vocabularySize)) {
      throw new RangeError(
        `NgramModel: id ${id}; give a whole number from 0 to ${this.vocabularySize - 1}.`,
      );
    }
  }
}

/** Number of ids that can come next: all but the start mark. */
export function outcomes(counts: NgramCounts): number {
  return counts.vocabularySize - (counts.start === undefined ? 0 : 1);
}

/** For each node the sum of a value over the nodes that continue it. */
export function sumOverChildren(
  counts: NgramCounts,
  value: (node: number) => number,
): Float64Array {
  const sums = new Float64Array(counts.nodes);
  for (let node = 1; node < counts.nodes; node++) sums[counts.parent[node]] += value(node);
  return sums;
}
