// A probabilistic grammar as a finite automaton: the words so far decide the state, and the state
// knows the probability of every next word. So the best possible prediction is known exactly.
import type { RandomGenerator } from "../random/generator";
import { type Alternative, fail, type ParsedGrammar, parseGrammar } from "./grammar-parser";

/** A word that can come next. */
export interface Arc {
  readonly word: string;
  readonly probability: number;
  /** State after it; −1 at the end of the sentence. */
  readonly next: number;
}

/** A sentence of the grammar and how often it comes. */
export interface WeightedSentence {
  readonly words: readonly string[];
  readonly probability: number;
}

/** What is still to be written: words, then a rule with its values. */
interface Rest {
  readonly words: readonly string[];
  readonly rule: string | undefined;
  readonly values: readonly string[];
}

/** A grammar whose states are numbered from 0, where a sentence begins. */
export class Grammar {
  /** Arcs of each state; their probabilities add up to 1 and their words differ. */
  readonly states: readonly (readonly Arc[])[];
  /** All words, in code unit order. */
  readonly words: readonly string[];

  /**
   * @param text a grammar file, in the form that data/grammar.txt explains
   * @throws SyntaxError for a file of another form, a missing rule, a rule in which a sentence could
   *   go on by the same word in two ways, or one that never ends
   */
  constructor(text: string) {
    this.states = new Builder(parseGrammar(text)).states;
    const words = this.states.flatMap((arcs) => arcs.map((arc) => arc.word));
    this.words = [...new Set(words)].sort();
    this.forwardOrder(); // throws if there is a circle
  }

  /** The state after the first words of a sentence, −1 after a whole one, undefined after no such. */
  stateAfter(words: Iterable<string>): number | undefined {
    let state = 0;
    for (const word of words) {
      const arc = this.states[state]?.find((candidate) => candidate.word === word);
      if (arc === undefined) return undefined;
      state = arc.next;
    }
    return state;
  }

  /** A sentence, drawn with its probability. */
  sample(random: RandomGenerator): string[] {
    const words: string[] = [];
    for (let state = 0; state >= 0; ) {
      const arcs = this.states[state];
      let u = random.uniform();
      let i = 0;
      while (i < arcs.length - 1 && u >= arcs[i].probability) u -= arcs[i++].probability;
      words.push(arcs[i].word);
      state = arcs[i].next;
    }
    return words;
  }

  /** All sentences, each once; their probabilities add up to 1. */
  *sentences(): Generator<WeightedSentence> {
    const walk = [{ state: 0, words: [] as string[], probability: 1 }];
    for (let at = walk.pop(); at; at = walk.pop()) {
      if (at.state < 0) yield at;
      else {
        for (const { word, probability, next } of this.states[at.state].toReversed()) {
          const words = [...at.words, word];
          walk.push({ state: next, words, probability: at.probability * probability });
        }
      }
    }
  }

  /** States in an order in which every arc leads forward. */
  forwardOrder(): number[] {
    const order: number[] = [];
    const mark = new Map<number, "open" | "done">();
    const visit = (state: number): void => {
      if (state < 0 || mark.get(state) === "done") return;
      if (mark.get(state) === "open") {
        throw new SyntaxError("The grammar goes in a circle; its sentences have to be finite.");
      }
      mark.set(state, "open");
      for (const arc of this.states[state]) visit(arc.next);
      mark.set(state, "done");
      order.push(state);
    };
    visit(0);
    return order.reverse();
  }
}

/** Unfolds rules and values into states, from the first rule on. */
class Builder {
  readonly states: Arc[][] = [];
  private readonly numbers = new Map<string, number>();
  private readonly todo: { rest: Rest; state: number }[] = [];

  constructor(private readonly grammar: ParsedGrammar) {
    this.stateOf({ words: [], rule: grammar.first, values: [] }, 0);
    for (let item = this.todo.pop(); item; item = this.todo.pop()) {
      this.states[item.state] = this.arcsOf(item.rest);
    }
  }

  private stateOf(rest: Rest, line: number): number {
    if (rest.words.length === 0 && rest.rule === undefined) return -1;
    const rule = rest.rule === undefined ? undefined : this.grammar.rules.get(rest.rule);
    if (rest.rule !== undefined && rule?.values.length !== rest.values.length) {
      const wanted = rule ? `it takes ${rule.values.length} values` : "there is no such rule";
      fail(line, `${rest.rule}(${rest.values.join(", ")})`, wanted);
    }
    const key = JSON.stringify([rest.words, rest.rule, rest.values]);
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    const state = this.numbers.size;
    this.numbers.set(key, state);
    this.todo.push({ rest, state });
    return state;
  }

  private arcsOf(rest: Rest): Arc[] {
    if (rest.words.length > 0) {
      const [word, ...words] = rest.words;
      return [{ word, probability: 1, next: this.stateOf({ ...rest, words }, 0) }];
    }
    const name = rest.rule as string;
    const { values, alternatives } = this.grammar.rules.get(name)!;
    const scope = new Map(values.map((value, i) => [value, rest.values[i]]));
    if (alternatives.length === 0) fail(0, name, "this rule has no alternatives");
    const total = alternatives.reduce((sum, alternative) => sum + alternative.weight, 0);
    const arcs = alternatives.flatMap((alternative) => this.unfold(alternative, scope, total));
    arcs.forEach(({ word }, i) => {
      if (arcs.findIndex((arc) => arc.word === word) < i) {
        const { line } = alternatives[alternatives.length - 1];
        fail(line, word, `rule ${name} can go on by this word in two ways; a sentence needs one`);
      }
    });
    return arcs;
  }

  /** The arcs of one alternative: one, or one for each entry of its list. */
  private unfold(
    alternative: Alternative,
    scope: ReadonlyMap<string, string>,
    total: number,
  ): Arc[] {
    const { choice, words, next, weight, line } = alternative;
    const entries = choice ? this.grammar.lists.get(choice.list)! : [{ words: [], weight: 1 }];
    const sum = entries.reduce((part, entry) => part + entry.weight, 0);
    return entries.map((entry) => {
      const inner = new Map(scope);
      if (choice) bind(inner, choice.values, entry.words, line);
      const written = [...entry.words.slice(0, 1), ...words.map((word) => inner.get(word) ?? word)];
      const values = (next?.values ?? []).map((value) => inner.get(value) ?? value);
      const rest = { words: written.slice(1), rule: next?.rule, values };
      const probability = (weight / total) * (entry.weight / sum);
      return { word: written[0], probability, next: this.stateOf(rest, line) };
    });
  }
}

function bind(
  scope: Map<string, string>,
  values: readonly string[],
  words: readonly string[],
  line: number,
): void {
  if (values.length !== words.length) {
    fail(line, values.join(", "), `the list's entry "${words.join(" ")}" has another length`);
  }
  values.forEach((value, i) => {
    scope.set(value, words[i]);
  });
}
