// Makes data/grammar-*.txt from data/grammar.txt, and prints what the grammar allows at best:
//   node build.mjs && node data/make-grammar.mjs
// Sentences are drawn from the grammar one after the other, 20,000 to learn from and twice 2,000 to
// tune and to test on; the parts have random streams of their own, so that one can grow alone.
import { readFileSync } from "node:fs";
import {
  bestGuess,
  bestNgramPerplexity,
  Grammar,
  grammarFacts,
  RandomGenerator,
} from "../lib/dist/node.mjs";
import { freeze } from "./freeze.mjs";

const SEED = 1;
const SIZES = { train: 20_000, validation: 2_000, test: 2_000 };

const rules = readFileSync(new URL("grammar.txt", import.meta.url), "utf8");
const grammar = new Grammar(rules);
const parts = Object.entries(SIZES).map(([part, size], stream) => {
  const random = new RandomGenerator(SEED, stream);
  const lines = Array.from({ length: size }, () => `${grammar.sample(random).join(" ")}\n`);
  return [`grammar-${part}.txt`, lines.join("")];
});
freeze("grammar-rules", { "grammar.txt": rules });
freeze("grammar", Object.fromEntries(parts), "lines", SIZES);

const percent = (x) => `${(100 * x).toFixed(2)} %`;
const facts = grammarFacts(grammar);
console.log(facts);
const sentences = [...grammar.sentences()];
const after =
  (offset, ...verbs) =>
  (words) => {
    const at = words.findIndex((word) => verbs.includes(word));
    return at < 0 ? -1 : at + offset;
  };
const pronoun = after(2, "批评", "原谅");
console.log("order: perplexity of the best n-gram, accuracy of its last word but one");
for (const order of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16]) {
  const seen = (words, i) => words.slice(Math.max(0, i - order + 1), i);
  const { accuracy } = bestGuess(sentences, pronoun, seen);
  console.log(`${order}: ${bestNgramPerplexity(grammar, order).toFixed(4)}, ${percent(accuracy)}`);
}
const views = {
  left: (words, i) => words.slice(0, i),
  right: (words, i) => words.slice(i + 1),
  both: (words, i) => [...words.slice(0, i), "", ...words.slice(i + 1)],
};
for (const [name, view] of Object.entries(views)) {
  const { accuracy, perplexity } = bestGuess(sentences, after(1, "打算", "想"), view);
  console.log(`blank, ${name}: ${percent(accuracy)}, perplexity ${perplexity.toFixed(4)}`);
}
