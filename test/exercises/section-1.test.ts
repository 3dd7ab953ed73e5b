// Right answers to the exercises of notebook 1, as readers may give them.
import { expect, it } from "vitest";
import { section1 } from "../../lib/exercises/section-1";

/** Counts on the way, in maps, with one list of all sentences between their marks. */
function addK(sentences: string[][], k: number) {
  const tokens = sentences.flatMap((words) => ["s", ...words, "e"]);
  const size = new Set(tokens).size - 1;
  const counts = new Map<string, number>();
  const add = (key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  tokens.slice(1).forEach((word, t) => {
    add(tokens[t]);
    add(`${tokens[t]} ${word}`);
  });
  const count = (key: string) => counts.get(key) ?? 0;
  return (previous: string, word: string) =>
    (count(`${previous} ${word}`) + k) / (count(previous) + k * size);
}

it.each([
  ["1.1", 4],
  ["1.1", Math.exp((Math.log(2) + Math.log(8)) / 2)],
  ["1.2", 10],
  ["1.3", addK],
])("%s", (number, answer) => {
  expect(section1.find((exercise) => exercise.number === number)?.check(answer)).toBeNull();
});
