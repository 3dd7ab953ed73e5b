// A vocabulary numbers the tokens: each gets an id, in code point order, so that it never depends on
// where the text begins.

/** The tokens of a text, numbered from 0. */
export class Vocabulary {
  readonly tokens: readonly string[];
  private readonly ids: ReadonlyMap<string, number>;

  /** @param tokens in any order, repeats allowed. @throws RangeError if there are none */
  constructor(tokens: Iterable<string>) {
    this.tokens = [...new Set(tokens)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    if (this.tokens.length === 0) throw new RangeError("Vocabulary: no tokens; give at least 1.");
    this.ids = new Map(this.tokens.map((token, id) => [token, id]));
  }

  get size(): number {
    return this.tokens.length;
  }

  /** @throws RangeError for a token that is not in the vocabulary */
  id(token: string): number {
    const id = this.ids.get(token);
    if (id === undefined) {
      throw new RangeError(
        `Vocabulary: ${JSON.stringify(token)} is not among its ${this.size} tokens; leave it out or build the vocabulary with it.`,
      );
    }
    return id;
  }

  /** @throws RangeError for a number that is no id */
  token(id: number): string {
    const token = this.tokens[id];
    if (token === undefined) {
      throw new RangeError(`Vocabulary: id ${id}; give a whole number from 0 to ${this.size - 1}.`);
    }
    return token;
  }

  /** Ids of the tokens; a string is taken character by character (code points). */
  encode(tokens: Iterable<string>): Int32Array {
    return Int32Array.from(Array.from(tokens, (token) => this.id(token)));
  }

  /** The tokens joined without a separator. */
  decode(ids: Iterable<number>): string {
    return Array.from(ids, (id) => this.token(id)).join("");
  }

  /** v_j = [j = id], of `size` numbers. */
  oneHot(id: number): number[] {
    this.token(id);
    return this.tokens.map((_, j) => (j === id ? 1 : 0));
  }
}
