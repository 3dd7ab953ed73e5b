// The exercises of notebook 1, the language model.
import { exercise1Messages as messages } from "../messages";
import { exp, log } from "../tensor/elementary";
import { type Exercise, numberExercise } from "./exercise";

/** 1.1: the perplexity of a text of two words, whose probabilities were ½ and ⅛. */
const [first, second] = [1 / 2, 1 / 8];
const perplexityExercise = numberExercise("1.1", [4], 0.006, [
  { answer: (1 / first + 1 / second) / 2, hint: messages.meanOfInverses() },
  { answer: 2 / (first + second), hint: messages.inverseOfMean() },
  { answer: 2, hint: messages.bits() },
  { answer: log(4), hint: messages.nats() },
  { answer: 1 / (first * second), hint: messages.product() },
  { answer: exp(2), hint: messages.mixedBases() },
  { answer: 1 / 4, hint: messages.inverted() },
]);

/** 1.2: the smallest N whose window holds both the blank and the first 我. */
const windowExercise = numberExercise("1.2", [10], 1e-9, [
  { answer: 9, hint: messages.contextOnly() },
  { answer: 8, hint: messages.between() },
  { answer: 11, hint: messages.startMark() },
]);

/** What 1.3 counts; the words that can come next are the five in it and e. */
const sentences = [
  ["我", "迟到", "了"],
  ["我", "批评", "了", "我"],
  ["老师", "批评", "了"],
];
const nextWords = [...new Set(sentences.flat()), "e"];

/** 1.3: add-k of the reader's own: (sentences, k) => (previous, word) => P(word | previous). */
function checkAddK(answer: unknown): string | null {
  if (typeof answer !== "function") return messages.noFunction();
  const model = answer(sentences, 0.5);
  if (typeof model !== "function") return messages.noModel();
  const p = (previous: string, word: string): number => model(previous, word);
  const [seen, unseen] = [p("了", "我"), p("了", "老师")];
  if (![seen, unseen].every((value) => Number.isFinite(value))) return messages.noNumber();
  if (differ(p("我", "老师"), p("我", "我"))) return messages.acrossBorders();
  if (unseen === 0) return messages.notAdded();
  if (!differ(p("了", "e"), unseen)) return messages.noEnd();
  const sum = nextWords.reduce((total, word) => total + p("了", word), 0);
  if (differ(sum, 1)) return sumHint(seen);
  if (!differ(p("s", "我"), p("s", "了"))) return messages.noStart();
  if (!differ(answer(sentences, 0.1)("了", "我"), seen)) return messages.fixedK();
  return differ(seen, 1.5 / 6) ? messages.wrong() : null;
}

/** Which fault makes P(我 | 了) what it is, where the probabilities do not add up to 1. */
function sumHint(seen: number): string {
  if (!differ(seen, 1.5 / 3)) return messages.noDenominator();
  if (!differ(seen, 1.5 / 3.5)) return messages.addedOnce();
  if (!differ(seen, 1.5 / 6.5)) return messages.startCounted();
  if (!differ(seen, 1.5 / 5.5)) return messages.endForgotten();
  return messages.sum();
}

/** NaN differs from everything. */
function differ(a: number, b: number): boolean {
  return !(Math.abs(a - b) < 1e-9);
}

/** How an answer to 1.3 counts. */
interface Way {
  /** Turns the sentences into the lists within which pairs are counted. */
  readonly lists?: (text: readonly string[][]) => string[][];
  /** What is added to the count of a pair. */
  readonly above?: (k: number) => number;
  /** What is added to the count of the previous word. */
  readonly below?: (k: number) => number;
}

const marked = (text: readonly string[][]) => text.map((words) => ["s", ...words, "e"]);

/** An answer to 1.3: right, but for what is given. */
function addKLike({ lists = marked, above = (k) => k, below = (k) => 6 * k }: Way) {
  return (text: string[][], k: number) =>
    (previous: string, word: string): number => {
      let [pair, all] = [0, 0];
      for (const tokens of lists(text)) {
        for (let t = 1; t < tokens.length; t++) {
          if (tokens[t - 1] !== previous) continue;
          all++;
          if (tokens[t] === word) pair++;
        }
      }
      return (pair + above(k)) / (all + below(k));
    };
}

const oneList = (text: readonly string[][]) => [text.flat()];
const addKExercise: Exercise = {
  number: "1.3",
  check: checkAddK,
  mistakes: [
    { answer: 0.25, hint: messages.noFunction() },
    { answer: () => 0.25, hint: messages.noModel() },
    { answer: () => () => "0.25", hint: messages.noNumber() },
    { answer: addKLike({ lists: oneList, below: () => 0 }), hint: messages.acrossBorders() },
    { answer: addKLike({ lists: oneList, below: (k) => 5 * k }), hint: messages.acrossBorders() },
    { answer: addKLike({ above: () => 0 }), hint: messages.notAdded() },
    {
      answer: addKLike({ lists: (text) => text.map((words) => ["s", ...words]) }),
      hint: messages.noEnd(),
    },
    { answer: addKLike({ below: () => 0 }), hint: messages.noDenominator() },
    { answer: addKLike({ below: (k) => k }), hint: messages.addedOnce() },
    { answer: addKLike({ below: (k) => 7 * k }), hint: messages.startCounted() },
    { answer: addKLike({ below: (k) => 5 * k }), hint: messages.endForgotten() },
    { answer: addKLike({ below: (k) => 20 * k }), hint: messages.sum() },
    {
      answer: addKLike({ lists: (text) => text.map((words) => [...words, "e"]) }),
      hint: messages.noStart(),
    },
    { answer: addKLike({ above: () => 1, below: () => 6 }), hint: messages.fixedK() },
    { answer: addKLike({ above: (k) => 2 * k, below: (k) => 12 * k }), hint: messages.wrong() },
  ],
};

export const section1: readonly Exercise[] = [perplexityExercise, windowExercise, addKExercise];
