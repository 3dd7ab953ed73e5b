// How well a language model predicts a text: token by token, and as perplexity or bits a token.
import { exp, log } from "../tensor/elementary";
import type { NextTokenModel } from "./next-token-model";
import type { Sequences } from "./ngram-counts";

/** What a model said of one token of a text. */
export interface TokenReport {
  readonly id: number;
  /** P(id | the tokens before it). */
  readonly probability: number;
  /** −log2 of it; Infinity for probability 0. */
  readonly bits: number;
  /** 1 + the number of ids that were likelier. */
  readonly rank: number;
}

/** What a model said of a whole text. */
export interface Evaluation {
  /** Number of tokens predicted; start marks are not. */
  readonly tokens: number;
  /** Σ ln P, in nats; −Infinity as soon as one token had probability 0. */
  readonly logProbability: number;
  /** e to the mean of −ln P: the number of equally likely tokens that would be as hard to guess. */
  readonly perplexity: number;
  /** Mean of −log2 P: bits a character if the tokens are characters. */
  readonly bitsPerToken: number;
  /** How many tokens had probability 0. */
  readonly impossible: number;
}

/** A token that may come next. */
export interface Candidate {
  readonly id: number;
  readonly probability: number;
}

/**
 * Log-probability, perplexity and bits of a text, each sentence on its own.
 * @throws RangeError for a text without tokens to predict
 */
export function evaluate(model: NextTokenModel, text: Sequences): Evaluation {
  let tokens = 0;
  let impossible = 0;
  let logProbability = 0;
  for (const sequence of sequencesOf(text)) {
    for (let i = 0; i < sequence.length; i++) {
      if (sequence[i] === model.start) continue;
      const p = model.probability(sequence.subarray(0, i), sequence[i]);
      logProbability += log(p);
      tokens++;
      if (p === 0) impossible++;
    }
  }
  if (tokens === 0) throw new RangeError("evaluate: the text has no tokens; give at least 1.");
  const nats = -logProbability / tokens;
  return {
    tokens,
    logProbability,
    perplexity: exp(nats),
    bitsPerToken: nats / Math.LN2,
    impossible,
  };
}

/** One report for each token of a sequence that is predicted, start marks left out. */
export function tokenReports(model: NextTokenModel, sequence: Int32Array): TokenReport[] {
  const reports: TokenReport[] = [];
  for (let i = 0; i < sequence.length; i++) {
    const id = sequence[i];
    if (id === model.start) continue;
    const distribution = model.distribution(sequence.subarray(0, i));
    const probability = distribution[id];
    let rank = 1;
    for (const p of distribution) if (p > probability) rank++;
    reports.push({ id, probability, bits: -log(probability) / Math.LN2, rank });
  }
  return reports;
}

/** Candidates for the next token, likeliest first, equals in the order of their ids. */
export function rankCandidates(
  model: NextTokenModel,
  context: ArrayLike<number>,
  candidates?: Iterable<number>,
): Candidate[] {
  const distribution = model.distribution(context);
  const ids = candidates ? [...candidates] : [...distribution.keys()];
  for (const id of ids) {
    if (distribution[id] === undefined) {
      throw new RangeError(
        `rankCandidates: id ${id}; give whole numbers from 0 to ${model.vocabularySize - 1}.`,
      );
    }
  }
  return ids
    .filter((id) => id !== model.start)
    .map((id) => ({ id, probability: distribution[id] }))
    .sort((a, b) => b.probability - a.probability || a.id - b.id);
}

/** A stream is one sequence. */
function sequencesOf(text: Sequences): readonly Int32Array[] {
  return text instanceof Int32Array ? [text] : text;
}
