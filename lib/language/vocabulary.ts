// A vocabulary numbers the tokens: each gets an id, in code point order, so that it never depends on
// where the text begins. Marks for the start, the end and the unknown, where there are any, come first.
import { languageMessages } from "../messages";

export interface VocabularyOptions {
  /** Mark that begins a sentence, "s" in the tutorial. None by default. */
  readonly start?: string;
  /** Mark that ends a sentence, "e" in the tutorial. None by default. */
  readonly end?: string;
  /** Mark that stands for every token that is not in the vocabulary. None by default: it is an error. */
  readonly unknown?: string;
  /** Leaves out tokens that occur less often; needs `unknown`. Default 1. */
  readonly minCount?: number;
  /** Keeps the most frequent tokens, so that there are at most so many ids; needs `unknown`. */
  readonly maxSize?: number;
}

/** What toJSON writes and fromJSON reads. */
export interface SavedVocabulary {
  readonly format: "unrolled vocabulary 1";
  readonly tokens: readonly string[];
  readonly start?: string;
  readonly end?: string;
  readonly unknown?: string;
}

/** The tokens of a text, numbered from 0. */
export class Vocabulary {
  /** The token of each id, marks among them. */
  readonly tokens: readonly string[];
  /** Ids of the marks; undefined for those that the vocabulary does not have. */
  readonly start: number | undefined;
  readonly end: number | undefined;
  readonly unknown: number | undefined;
  private readonly ids: ReadonlyMap<string, number>; // without the marks, which no text can spell

  /**
   * @param tokens in any order, repeats allowed; a string is taken character by character
   * @throws RangeError if there is neither a token nor the unknown mark, if a token is spelt like a
   *   mark, or if tokens are left out without an unknown mark to stand for them
   */
  constructor(tokens: Iterable<string>, options: VocabularyOptions = {}) {
    const { start, end, unknown } = options;
    const marks = [start, end, unknown].filter((mark) => mark !== undefined);
    const kept = cut(tokens, marks.length, options).sort(compareCodePoints);
    if (kept.length === 0 && unknown === undefined) {
      throw new RangeError("Vocabulary: no tokens; give at least 1.");
    }
    const taken = marks.find((mark, i) => kept.includes(mark) || marks.indexOf(mark) < i);
    if (taken !== undefined) {
      throw new RangeError(
        `Vocabulary: the mark ${JSON.stringify(taken)} is also a token or another mark; choose one that the text does not hold.`,
      );
    }
    this.tokens = [...marks, ...kept];
    const idOf = (mark: string | undefined) =>
      mark === undefined ? undefined : marks.indexOf(mark);
    this.start = idOf(start);
    this.end = idOf(end);
    this.unknown = idOf(unknown);
    this.ids = new Map(kept.map((token, i) => [token, marks.length + i]));
  }

  /** A vocabulary that toJSON wrote. @throws TypeError if `saved` is not one, naming what is wrong */
  static fromJSON(saved: unknown): Vocabulary {
    const { format, tokens, start, end, unknown } = (saved ?? {}) as SavedVocabulary;
    const strings = Array.isArray(tokens) && tokens.every((token) => typeof token === "string");
    if (format !== "unrolled vocabulary 1" || !strings) {
      const found = typeof format === "string" ? format : typeof format;
      throw new TypeError(languageMessages.notAVocabulary({ found }));
    }
    for (const [name, mark] of Object.entries({ start, end, unknown })) {
      if (mark === undefined || typeof mark === "string") continue;
      throw new TypeError(
        languageMessages.notAMark({ name, found: mark === null ? "null" : typeof mark }),
      );
    }
    const vocabulary = new Vocabulary(tokens, { start, end, unknown });
    if (vocabulary.size !== tokens.length + vocabulary.marks) {
      throw new TypeError(languageMessages.repeatedTokens());
    }
    return vocabulary;
  }

  get size(): number {
    return this.tokens.length;
  }

  /** Number of marks among the ids. */
  private get marks(): number {
    return this.tokens.length - this.ids.size;
  }

  /** @throws RangeError for a token that is not in the vocabulary, unless there is an unknown mark */
  id(token: string): number {
    const id = this.ids.get(token) ?? this.unknown;
    if (id === undefined) {
      throw new RangeError(
        `Vocabulary: ${JSON.stringify(token)} is not among its ${this.size} tokens; leave it out or build the vocabulary with it.`,
      );
    }
    return id;
  }

  /** Whether the text may hold this token; a mark is none. */
  has(token: string): boolean {
    return this.ids.has(token);
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

  /** Ids of a sentence, between the start mark and the end mark where the vocabulary has them. */
  encodeSentence(tokens: Iterable<string>): Int32Array {
    const ids = Array.from(tokens, (token) => this.id(token));
    if (this.start !== undefined) ids.unshift(this.start);
    if (this.end !== undefined) ids.push(this.end);
    return Int32Array.from(ids);
  }

  /** The tokens of the ids joined, by nothing unless a separator is given. */
  decode(ids: Iterable<number>, separator = ""): string {
    return Array.from(ids, (id) => this.token(id)).join(separator);
  }

  /** v_j = [j = id], of `size` numbers. */
  oneHot(id: number): number[] {
    this.token(id);
    return this.tokens.map((_, j) => (j === id ? 1 : 0));
  }

  /** For JSON.stringify: the tokens without the marks, and the marks. */
  toJSON(): SavedVocabulary {
    const name = (id: number | undefined) => (id === undefined ? undefined : this.tokens[id]);
    return {
      format: "unrolled vocabulary 1",
      tokens: this.tokens.slice(this.marks),
      start: name(this.start),
      end: name(this.end),
      unknown: name(this.unknown),
    };
  }
}

/** The different tokens that are frequent enough. */
function cut(tokens: Iterable<string>, marks: number, options: VocabularyOptions): string[] {
  const { minCount = 1, maxSize = Number.POSITIVE_INFINITY, unknown } = options;
  if ((minCount > 1 || maxSize < Number.POSITIVE_INFINITY) && unknown === undefined) {
    throw new RangeError(
      "Vocabulary: minCount and maxSize leave tokens out; name an unknown mark.",
    );
  }
  if (!(minCount >= 1 && maxSize >= marks)) {
    throw new RangeError(
      `Vocabulary: minCount is ${minCount}, maxSize ${maxSize}; give at least 1, and ${marks} for the marks.`,
    );
  }
  const counts = new Map<string, number>();
  for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
  const frequent = [...counts.keys()].filter((token) => counts.get(token)! >= minCount);
  if (frequent.length <= maxSize - marks) return frequent;
  return frequent
    .sort((a, b) => counts.get(b)! - counts.get(a)! || compareCodePoints(a, b))
    .slice(0, maxSize - marks);
}

/** Order of code points, which is not that of the 16-bit units that strings compare by. */
function compareCodePoints(a: string, b: string): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const difference = rankOf(a.charCodeAt(i)) - rankOf(b.charCodeAt(i));
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Moves surrogates, of which the code points from 0x10000 are made, behind all other units. */
function rankOf(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
