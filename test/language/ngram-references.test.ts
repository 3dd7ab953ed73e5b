// lib's n-grams against others': NLTK, an implementation in exact fractions (test/fixtures/language,
// where the script that made the numbers lies), and KenLM.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import {
  addK,
  characters,
  katz,
  kneserNey,
  log,
  maximumLikelihood,
  modifiedKneserNey,
  NgramCounts,
  type NgramModel,
  segmented,
  Vocabulary,
} from "../../lib/index";

type Row = [context: string[], word: string, expected: number];

interface Case {
  readonly model: string;
  readonly order: number;
  readonly rows: readonly Row[];
}

interface Fixture {
  readonly k: number;
  readonly stream: { text: string; unknown: string; cases: readonly Case[] };
  readonly sentences: { sentences: readonly string[]; cases: readonly Case[] };
  readonly kenlm: readonly Case[];
}

const file = fileURLToPath(new URL("../fixtures/language/ngrams.json", import.meta.url));
const fixture = JSON.parse(readFileSync(file, "utf8")) as Fixture;
const named = (cases: readonly Case[]) => cases.map((one) => [one.model, one.order, one] as const);

/** Largest |lib − reference| over a case's rows, in `scale` of the probability. */
function worst(
  model: NgramModel,
  vocabulary: Vocabulary,
  rows: readonly Row[],
  scale = (p: number) => p,
): number {
  const id = (word: string) => (word === "<s>" ? vocabulary.start! : wordId(vocabulary, word));
  let most = 0;
  for (const [context, word, expected] of rows) {
    const found = scale(model.probability(context.map(id), id(word)));
    most = Math.max(most, Math.abs(found - expected));
  }
  expect(rows.length).toBeGreaterThan(10);
  return most;
}

function wordId(vocabulary: Vocabulary, word: string): number {
  return word === "</s>" ? vocabulary.end! : vocabulary.id(word);
}

function estimate(model: string, counts: NgramCounts): NgramModel {
  if (model === "maximum likelihood") return maximumLikelihood(counts);
  if (model.startsWith("add ")) return addK(counts, fixture.k);
  if (model === "Katz") return katz(counts);
  if (model === "modified Kneser-Ney") return modifiedKneserNey(counts);
  if (model === "Kneser-Ney") return kneserNey(counts);
  const d = Number(model.replace("Kneser-Ney ", "")); // NLTK: one discount, plain unigrams
  const discounts = Array.from({ length: counts.order }, () => [d, d, d] as const);
  return kneserNey(counts, { discounts, interpolateUnigrams: false });
}

describe("against NLTK, on a stream of characters", () => {
  const { text, unknown, cases } = fixture.stream;
  const vocabulary = new Vocabulary(characters(text), { unknown });
  const ids = vocabulary.encode(characters(text));

  it.each(named(cases))("%s of order %i is the same to 1e-12", (name, order, { rows }) => {
    const counts = new NgramCounts(ids, { order, vocabularySize: vocabulary.size });
    expect(worst(estimate(name, counts), vocabulary, rows)).toBeLessThan(1e-12);
  });
});

describe("on sentences", () => {
  const sentences = fixture.sentences.sentences.map(segmented);
  const marks = { start: "<s>", end: "</s>", unknown: "<unk>" };
  const vocabulary = new Vocabulary(sentences.flat(), marks);
  const ids = sentences.map((sentence) => vocabulary.encodeSentence(sentence));
  const count = (order: number) =>
    new NgramCounts(ids, { order, vocabularySize: vocabulary.size, start: vocabulary.start });

  it.each(named(fixture.sentences.cases))(
    "%s of order %i is that of exact fractions to 1e-12",
    (name, order, { rows }) => {
      expect(worst(estimate(name, count(order)), vocabulary, rows)).toBeLessThan(1e-12);
    },
  );

  it.each(named(fixture.kenlm))(
    "%s of order %i is KenLM's to its 6 digits",
    (_, order, { rows }) => {
      const model = modifiedKneserNey(count(order));
      expect(model.assumedOrders).toEqual([]); // KenLM estimates all of them, too
      expect(worst(model, vocabulary, rows, log)).toBeLessThan(2e-5);
    },
  );
});
