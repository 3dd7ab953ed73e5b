// What a grammar allows at best, exactly: the perplexity of its own probabilities, that of the best
// n-gram of each order, and the accuracy with which a word can be guessed from part of its sentence.
// A sentence's end counts as one more token, as the end mark does for the models.
import { exp, log } from "../tensor/elementary";
import type { Arc, Grammar, WeightedSentence } from "./grammar";

/** What no model can beat, in expectation over the grammar's sentences. */
export interface GrammarFacts {
  readonly states: number;
  readonly words: number;
  /** Number of different sentences. */
  readonly sentences: number;
  /** Mean number of tokens of a sentence, its end among them. */
  readonly meanLength: number;
  /** Perplexity of the grammar's own probabilities. */
  readonly perplexity: number;
}

/** The best guess of one word. */
export interface BestGuess {
  /** Share of sentences in which there is such a word. */
  readonly share: number;
  /** Accuracy of the best guess among these. */
  readonly accuracy: number;
  /** Perplexity of the best probabilities. */
  readonly perplexity: number;
}

const AFTER_END = -2;
const END: readonly Arc[] = [{ word: "", probability: 1, next: AFTER_END }];

export function grammarFacts(grammar: Grammar): GrammarFacts {
  const visits = new Float64Array(grammar.states.length);
  const ways = new Float64Array(grammar.states.length);
  visits[0] = 1;
  ways[0] = 1;
  let [nats, length, sentences] = [0, 1, 0];
  for (const state of grammar.forwardOrder()) {
    for (const { probability, next } of grammar.states[state]) {
      const share = visits[state] * probability;
      nats -= share * log(probability);
      length += share;
      if (next < 0) sentences += ways[state];
      else {
        visits[next] += share;
        ways[next] += ways[state];
      }
    }
  }
  return {
    states: grammar.states.length,
    words: grammar.words.length,
    sentences,
    meanLength: length,
    perplexity: exp(nats / length),
  };
}

/**
 * Perplexity of the best n-gram of an order: the true probabilities given the last order − 1 tokens,
 * the start mark among them, which smoothed counts of ever more text approach.
 */
export function bestNgramPerplexity(grammar: Grammar, order: number): number {
  if (!(Number.isInteger(order) && order >= 1)) {
    throw new RangeError(`bestNgramPerplexity: order is ${order}; give a whole number from 1.`);
  }
  const nexts = new Map<string, Map<string, number>>(); // context → word → expected count
  let length = 0;
  // State → context → probability of being there after so many words. All contexts are as long.
  let front = new Map([[0, new Map([[order > 1 ? "s" : "", 1]])]]);
  for (let step = 1; front.size > 0; step++) {
    const following = new Map<number, Map<string, number>>();
    for (const [state, contexts] of front) {
      for (const { word, probability, next } of state < 0 ? END : grammar.states[state]) {
        for (const [context, mass] of contexts) {
          const share = mass * probability;
          length += share;
          add(nexts, context, word, share);
          if (next === AFTER_END) continue;
          const longer = `${context} ${word}`;
          const kept = step < order - 1 ? longer : longer.slice(longer.indexOf(" ") + 1);
          add(following, next, order > 1 ? kept : "", share);
        }
      }
    }
    front = following;
  }
  let nats = 0;
  for (const words of nexts.values()) nats += entropy(words);
  return exp(nats / length);
}

/**
 * How well one word of a sentence can be guessed from part of it, over all sentences.
 * @param place index of the word in a sentence, −1 if there is none
 * @param view the part that may be seen
 */
export function bestGuess(
  sentences: Iterable<WeightedSentence>,
  place: (words: readonly string[]) => number,
  view: (words: readonly string[], index: number) => readonly string[],
): BestGuess {
  const groups = new Map<string, Map<string, number>>();
  let share = 0;
  for (const { words, probability } of sentences) {
    const index = place(words);
    if (index < 0 || index >= words.length) continue;
    add(groups, view(words, index).join(" "), words[index], probability);
    share += probability;
  }
  if (share === 0) throw new RangeError("bestGuess: no sentence has such a word.");
  let [right, nats] = [0, 0];
  for (const group of groups.values()) {
    right += Math.max(...group.values());
    nats += entropy(group);
  }
  return { share, accuracy: right / share, perplexity: exp(nats / share) };
}

function add<K>(groups: Map<K, Map<string, number>>, key: K, word: string, share: number): void {
  let group = groups.get(key);
  if (!group) {
    group = new Map();
    groups.set(key, group);
  }
  group.set(word, (group.get(word) ?? 0) + share);
}

/** −Σ m ln(m / Σ m), in nats times the group's mass. */
function entropy(group: ReadonlyMap<string, number>): number {
  let total = 0;
  for (const mass of group.values()) total += mass;
  let nats = 0;
  for (const mass of group.values()) nats -= mass * log(mass / total);
  return nats;
}
