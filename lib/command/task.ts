// From a configuration to what is trained: the text as batches, the model, the run.
import { readFileSync } from "node:fs";
import { type CorpusSplits, loadSplits } from "../language/corpus";
import { characters, cleanText, linesOf, segmented, words } from "../language/tokenisers";
import { Vocabulary } from "../language/vocabulary";
import { deepNetwork } from "../layers/deep-network";
import { FastModel } from "../layers/fast/fast-model";
import { GRU } from "../layers/gru";
import { LSTM } from "../layers/lstm";
import { RecurrentLayer } from "../layers/recurrent-layer";
import type { SequenceLayer } from "../layers/sequence-layer";
import { SequenceModel } from "../layers/sequence-model";
import { commandMessages as messages } from "../messages";
import type { RandomGenerator } from "../random/generator";
import { Adagrad } from "../training/adagrad";
import { Adam } from "../training/adam";
import { AdamW } from "../training/adamw";
import { type BatchSource, nextTokens, SequenceBatches, StreamBatches } from "../training/batches";
import { Momentum } from "../training/momentum";
import type { Optimiser } from "../training/optimiser";
import { RMSProp } from "../training/rmsprop";
import { type Schedule, schedules } from "../training/schedules";
import { SGD } from "../training/sgd";
import type { FitOptions } from "../training/training-run";
import { UsageError } from "./check";
import type { TrainingConfig } from "./config";

/** The marks of a vocabulary that the command line makes; a text can spell none of them. */
const MARKS = { start: "<s>", end: "</s>", unknown: "<unk>" };

/** The three parts of a configuration's text. @throws Error for a missing file or corpus */
export async function readParts({ corpus, text, tokens }: TrainingConfig): Promise<CorpusSplits> {
  if (corpus !== undefined) {
    return loadSplits(corpus).catch((error: Error) => {
      throw error instanceof RangeError ? new UsageError(error.message) : error;
    });
  }
  let whole: string;
  try {
    whole = cleanText(readFileSync(text!, "utf8"));
  } catch {
    throw new Error(messages.noText({ path: text! }));
  }
  const pieces = tokens === "sentences" ? (whole.match(/.+\n?|\n/g) ?? []) : characters(whole);
  const [a, b] = [0.9, 0.95].map((share) => Math.floor(share * pieces.length));
  const part = (from: number, to?: number) => pieces.slice(from, to).join("");
  return { train: part(0, a), validation: part(a, b), test: part(b) };
}

/** A text's tokens, line by line for sentences, else in one. */
function tokenise(tokens: TrainingConfig["tokens"], text: string): string[][] {
  if (tokens === "sentences") return linesOf(text).map(segmented);
  return [tokens === "words" ? words(text) : characters(text)];
}

/** All tokens of the text, or the most frequent of its training part. */
export function makeVocabulary(config: TrainingConfig, parts: CorpusSplits): Vocabulary {
  const { tokens, vocabularySize: maxSize } = config;
  const cut = maxSize !== undefined;
  const text = cut ? parts.train : [parts.train, parts.validation, parts.test].join("\n");
  const { start, end, unknown } = MARKS;
  const marks = tokens === "sentences" ? { start, end } : {};
  const all = tokenise(tokens, text).flat();
  return new Vocabulary(all, cut ? { ...marks, unknown, maxSize } : marks);
}

/** A part of the text as batches; evaluation reads in the same pieces as training. */
export function batchesOf(
  { tokens, batchSize, pieceLength }: TrainingConfig,
  vocabulary: Vocabulary,
  text: string,
): BatchSource {
  const lines = tokenise(tokens, text);
  if (tokens === "sentences") {
    const examples = lines.map((line) => nextTokens(vocabulary.encodeSentence(line)));
    return new SequenceBatches(examples, { batchSize, pieceLength, byLength: false });
  }
  return new StreamBatches(vocabulary.encode(lines[0]), { batchSize, length: pieceLength! });
}

/** The model with its first weights, drawn from `random`. */
export function makeModel(
  { cell, hiddenSize, layers, precision }: TrainingConfig,
  { size }: Vocabulary,
  random: RandomGenerator,
): FastModel {
  const one = (inputSize: number): SequenceLayer => {
    if (cell === "rnn") return new RecurrentLayer(inputSize, hiddenSize, { random });
    if (cell === "lstm") return new LSTM(inputSize, hiddenSize, { random });
    return new GRU(inputSize, hiddenSize, { random });
  };
  const layer = layers === 1 ? one(size) : deepNetwork("forward", layers, size, one);
  return new FastModel(new SequenceModel(layer, size, { random }), { precision });
}

const OPTIMISERS: Record<string, new (rate: number, options: object) => Optimiser> = {
  ...{ SGD, Momentum, Adagrad, RMSProp, Adam, AdamW },
};

/** What decides a run, beside model and data. */
export function fitOptions(
  config: TrainingConfig,
  data: BatchSource,
  random: RandomGenerator,
): FitOptions {
  const { steps, epochs, clipNorm, clipValue } = config;
  const { kind, learningRate, ...settings } = config.optimiser;
  const total = steps ?? epochs! * data.epoch().count;
  return {
    ...(steps === undefined ? { epochs } : { steps }),
    optimiser: new OPTIMISERS[kind](learningRate as number, settings),
    schedule: scheduleOf(config.schedule, total),
    clipNorm,
    clipValue,
    random,
  };
}

function scheduleOf(schedule: TrainingConfig["schedule"], total: number): Schedule | undefined {
  if (schedule === undefined) return undefined;
  const warmup = (schedule.warmup as number | undefined) ?? 0;
  const rest = Math.max(1, total - warmup);
  const { halfLife, every, factor } = schedule as unknown as Record<string, number>;
  const after = {
    constant: () => schedules.constant(),
    linear: () => schedules.linear(rest),
    cosine: () => schedules.cosine(rest),
    exponential: () => schedules.exponential(halfLife),
    staircase: () => schedules.staircase(every, factor),
  }[schedule.kind]();
  return warmup > 0 ? schedules.warmup(warmup, after) : after;
}

/** Joins tokens as the kind of text does. */
export function joined(config: TrainingConfig, vocabulary: Vocabulary, ids: number[]): string {
  return vocabulary.decode(ids, config.tokens === "characters" ? "" : " ");
}

/** Ids of a text given on the command line. @throws RangeError for a token the model lacks */
export function idsOf(config: TrainingConfig, vocabulary: Vocabulary, text: string): number[] {
  const tokens = tokenise(config.tokens, text).flat();
  return [...vocabulary.encode(tokens)];
}
