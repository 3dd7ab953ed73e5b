// A grammar as a language model: the one that no other can beat on its own sentences.
import type { Grammar } from "./grammar";
import type { NextTokenModel } from "./next-token-model";
import type { Vocabulary } from "./vocabulary";

/** The grammar's own probabilities, over the ids of a vocabulary with a start and an end mark. */
export class GrammarModel implements NextTokenModel {
  readonly vocabularySize: number;
  readonly start: number;
  private readonly end: number;
  private readonly ids: readonly (readonly number[])[]; // of the arcs of each state

  /** @throws RangeError if the vocabulary lacks a mark or one of the grammar's words */
  constructor(
    private readonly grammar: Grammar,
    private readonly vocabulary: Vocabulary,
  ) {
    const { start, end, size } = vocabulary;
    const missing = grammar.words.find((word) => !vocabulary.has(word));
    if (start === undefined || end === undefined || missing !== undefined) {
      const what = missing ? `the word ${JSON.stringify(missing)}` : "a start or end mark";
      throw new RangeError(`GrammarModel: the vocabulary lacks ${what}; build it with that.`);
    }
    this.vocabularySize = size;
    this.start = start;
    this.end = end;
    this.ids = grammar.states.map((arcs) => arcs.map((arc) => vocabulary.id(arc.word)));
  }

  probability(context: ArrayLike<number>, id: number): number {
    this.vocabulary.token(id);
    return this.distribution(context)[id];
  }

  /** @throws RangeError for a context that begins no sentence of the grammar */
  distribution(context: ArrayLike<number>): Float64Array {
    const p = new Float64Array(this.vocabularySize);
    const state = this.stateAfter(context);
    if (state < 0) p[this.end] = 1;
    else {
      this.grammar.states[state].forEach((arc, i) => {
        p[this.ids[state][i]] = arc.probability;
      });
    }
    return p;
  }

  /** The state after what follows the last start mark. */
  private stateAfter(context: ArrayLike<number>): number {
    let from = context.length;
    while (from > 0 && context[from - 1] !== this.start) from--;
    let state = 0;
    for (let i = from; i < context.length; i++) {
      const arc = state < 0 ? -1 : this.ids[state].indexOf(context[i]);
      if (arc < 0) {
        const text = this.vocabulary.decode(Array.from(context).slice(from, i + 1), " ");
        throw new RangeError(`GrammarModel: no sentence of the grammar begins with "${text}".`);
      }
      state = this.grammar.states[state][arc].next;
    }
    return state;
  }
}
