// How often each n-gram of a text occurs, for all orders 1 to N at once: a trie whose nodes lie in
// typed arrays and are found by one hash table on (parent, token). What smoothing needs is linked in.

/** The text to count: one stream of ids, or sentences across whose borders nothing is counted. */
export type Sequences = Int32Array | readonly Int32Array[];

export interface NgramCountsOptions {
  /** Longest n-gram counted: N tokens, of which N − 1 are context. From 1 to 255. */
  readonly order: number;
  /** Number of ids: each id is a whole number from 0 to vocabularySize − 1. */
  readonly vocabularySize: number;
  /** Id of the mark that begins a sentence: it is context only, and never counted as an outcome. */
  readonly start?: number;
}

const FIRST_CAPACITY = 1024;

/**
 * Counts of n-grams. Node 0 is the empty n-gram; the n-gram of every other node is that of its
 * `parent` followed by its `token`, and `suffix` is the node of the n-gram without its first token.
 * A parent and a suffix always have smaller numbers than the node, so that one pass in the order of
 * numbers meets shorter n-grams and contexts first.
 */
export class NgramCounts {
  readonly order: number;
  readonly vocabularySize: number;
  readonly start: number | undefined;
  /** Number of nodes, the empty n-gram among them. */
  nodes = 1;
  /** Number of tokens counted, start marks not among them. */
  tokens = 0;
  parent: Int32Array = new Int32Array(FIRST_CAPACITY);
  token: Int32Array = new Int32Array(FIRST_CAPACITY);
  suffix: Int32Array = new Int32Array(FIRST_CAPACITY);
  /** Occurrences of each node's n-gram; 0 for the start mark alone. */
  count: Int32Array = new Int32Array(FIRST_CAPACITY);
  /** Tokens in each node's n-gram. */
  depth: Uint8Array = new Uint8Array(FIRST_CAPACITY);
  private table = new Int32Array(2 * FIRST_CAPACITY); // node numbers; 0, the root, means empty
  private children: { from: Int32Array; nodes: Int32Array } | undefined;

  /**
   * @param text ids; with `start`, each sentence has to begin with it. Or counts of a higher order
   *   (see `shortened`).
   * @throws RangeError for a bad order or size, an id out of range, or a text without tokens
   */
  constructor(text: Sequences | NgramCounts, options: NgramCountsOptions) {
    const { order, vocabularySize, start } = options;
    requireWhole("order", order, 1, 255);
    requireWhole("vocabularySize", vocabularySize, 1, 2 ** 31 - 1);
    if (start !== undefined) requireWhole("start", start, 0, vocabularySize - 1);
    this.order = order;
    this.vocabularySize = vocabularySize;
    this.start = start;
    if (text instanceof NgramCounts) this.copy(text);
    else for (const sequence of text instanceof Int32Array ? [text] : text) this.add(sequence);
    if (this.tokens === 0) {
      throw new RangeError("NgramCounts: the text has no tokens; give at least 1.");
    }
    this.trim();
  }

  /**
   * The same counts without the n-grams of more than `order` tokens: as if the text had been counted
   * again, in a fraction of the time.
   * @throws RangeError for an order that is no whole number from 1 to that of these counts
   */
  shortened(order: number): NgramCounts {
    requireWhole("order", order, 1, this.order);
    const { vocabularySize, start } = this;
    return new NgramCounts(this, { order, vocabularySize, start });
  }

  /** The node of an n-gram, or −1 if it does not occur. */
  find(ngram: ArrayLike<number>, from = 0, to = ngram.length): number {
    let node = 0;
    for (let i = from; i < to && node >= 0; i++) node = this.child(node, ngram[i]);
    return node;
  }

  /** The node of `node`'s n-gram followed by `token`, or −1. */
  child(node: number, token: number): number {
    const { table, parent } = this;
    const mask = table.length - 1;
    for (let slot = hash(node, token) & mask; ; slot = (slot + 1) & mask) {
      const found = table[slot];
      if (found === 0) return -1;
      if (parent[found] === node && this.token[found] === token) return found;
    }
  }

  /** The node of the longest end of `context`, of at most order − 1 tokens, that occurs. */
  longestContext(context: ArrayLike<number>): number {
    const { length } = context;
    for (let from = Math.max(0, length - this.order + 1); from < length; from++) {
      const node = this.find(context, from);
      if (node >= 0) return node;
    }
    return 0;
  }

  /** The nodes that continue `node` by one token. */
  childrenOf(node: number): Int32Array {
    this.children ??= this.sortChildren();
    const { from, nodes } = this.children;
    return nodes.subarray(from[node], from[node + 1]);
  }

  /** Number of different n-grams of n tokens that occur, 1 ≤ n ≤ order: at most |V|^n. */
  observed(n: number): number {
    let found = 0;
    for (let node = 1; node < this.nodes; node++) {
      if (this.depth[node] === n && this.count[node] > 0) found++;
    }
    return found;
  }

  /** Memory of the arrays, in bytes. */
  get bytes(): number {
    const { parent, token, suffix, count, depth, table, children } = this;
    const arrays = [parent, token, suffix, count, depth, table];
    if (children) arrays.push(children.from, children.nodes);
    return arrays.reduce((sum, array) => sum + array.byteLength, 0);
  }

  private add(sequence: Int32Array): void {
    const { order, vocabularySize, start } = this;
    let previous = new Int32Array(order + 1); // nodes of the n-grams that end before this token
    let current = new Int32Array(order + 1);
    let reach = 0; // the longest of them
    for (let i = 0; i < sequence.length; i++) {
      const id = sequence[i];
      if (!(id >= 0 && id < vocabularySize)) {
        throw new RangeError(
          `NgramCounts: id ${id} at position ${i}; give ids from 0 to ${vocabularySize - 1}.`,
        );
      }
      if (start !== undefined && (id === start) !== (i === 0)) {
        throw new RangeError(
          `NgramCounts: id ${id} at position ${i}; a sentence has to begin with the start mark ${start} and hold it nowhere else.`,
        );
      }
      const occurs = id === start ? 0 : 1;
      reach = Math.min(reach + 1, order);
      for (let n = 1; n <= reach; n++) {
        const node = this.childOrNew(previous[n - 1], id, current[n - 1]);
        this.count[node] += occurs;
        current[n] = node;
      }
      this.tokens += occurs;
      [previous, current] = [current, previous];
    }
  }

  /** Takes over the nodes of at most `order` tokens, in their order, from counts of a higher one. */
  private copy(longer: NgramCounts): void {
    const number = new Int32Array(longer.nodes); // of each node here
    for (let node = 1; node < longer.nodes; node++) {
      if (longer.depth[node] > this.order) continue;
      const parent = number[longer.parent[node]];
      const own = this.append(parent, longer.token[node], number[longer.suffix[node]]);
      this.count[own] = longer.count[node];
      number[node] = own;
    }
    this.tokens = longer.tokens;
  }

  private childOrNew(parent: number, token: number, suffix: number): number {
    const found = this.child(parent, token);
    return found >= 0 ? found : this.append(parent, token, suffix);
  }

  private append(parent: number, token: number, suffix: number): number {
    if (this.nodes === this.parent.length) this.resize(2 * this.nodes);
    const node = this.nodes++;
    this.parent[node] = parent;
    this.token[node] = token;
    this.suffix[node] = suffix;
    this.depth[node] = this.depth[parent] + 1;
    this.place(node);
    return node;
  }

  private place(node: number): void {
    const mask = this.table.length - 1;
    let slot = hash(this.parent[node], this.token[node]) & mask;
    while (this.table[slot] !== 0) slot = (slot + 1) & mask;
    this.table[slot] = node;
  }

  /** Gives the arrays room for `capacity` nodes; the table, a power of two, stays half empty. */
  private resize(capacity: number): void {
    for (const name of ["parent", "token", "suffix", "count"] as const) {
      this[name] = resized(this[name], new Int32Array(capacity));
    }
    this.depth = resized(this.depth, new Uint8Array(capacity));
    if (2 * capacity <= this.table.length) return;
    let slots = this.table.length;
    while (slots < 2 * capacity) slots *= 2;
    this.table = new Int32Array(slots);
    for (let node = 1; node < this.nodes; node++) this.place(node);
  }

  private trim(): void {
    this.resize(this.nodes);
  }

  /** Nodes in the order of their parents, by counting. */
  private sortChildren(): { from: Int32Array; nodes: Int32Array } {
    const from = new Int32Array(this.nodes + 1);
    for (let node = 1; node < this.nodes; node++) from[this.parent[node] + 1]++;
    for (let node = 0; node < this.nodes; node++) from[node + 1] += from[node];
    const next = from.slice();
    const nodes = new Int32Array(this.nodes - 1);
    for (let node = 1; node < this.nodes; node++) nodes[next[this.parent[node]]++] = node;
    return { from, nodes };
  }
}

function resized<A extends Int32Array | Uint8Array>(old: A, fresh: A): A {
  fresh.set(old.length > fresh.length ? (old.subarray(0, fresh.length) as A) : old);
  return fresh;
}

/** Mixes both numbers into all 32 bits (the finaliser of MurmurHash3). */
function hash(node: number, token: number): number {
  let h = Math.imul(node, 0x9e3779b1) ^ Math.imul(token + 1, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function requireWhole(name: string, value: number, min: number, max: number): void {
  if (!(Number.isInteger(value) && value >= min && value <= max)) {
    throw new RangeError(
      `NgramCounts: ${name} is ${value}; give a whole number from ${min} to ${max}.`,
    );
  }
}
