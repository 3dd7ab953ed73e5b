// The configuration of a training run: its settings, and what they have to do with each other.
import { readFileSync } from "node:fs";
import { commandMessages as messages } from "../messages";
import { fields, readSettings, type Settings, UsageError } from "./check";

const { count, positive, share, optional, otherwise, oneOf } = fields;

const adam = {
  learningRate: positive,
  beta1: optional(share),
  beta2: optional(share),
  epsilon: optional(positive),
};
const warmup = optional(count);

const SETTINGS = {
  corpus: optional(fields.text),
  text: optional(fields.text),
  tokens: oneOf("sentences", "characters", "words"),
  vocabularySize: optional(count),
  cell: oneOf("rnn", "lstm", "gru"),
  hiddenSize: count,
  layers: otherwise(count, 1),
  precision: otherwise(oneOf("f32", "f64"), "f32"),
  batchSize: count,
  pieceLength: optional(count),
  steps: optional(count),
  epochs: optional(count),
  optimiser: fields.kinds({
    SGD: { learningRate: positive },
    Momentum: {
      learningRate: positive,
      momentum: optional(share),
      nesterov: optional(fields.yesOrNo),
    },
    Adagrad: { learningRate: positive },
    RMSProp: { learningRate: positive, decay: optional(share) },
    Adam: adam,
    AdamW: { ...adam, weightDecay: optional(fields.notNegative) },
  }),
  schedule: optional(
    fields.kinds({
      constant: { warmup },
      linear: { warmup },
      cosine: { warmup },
      exponential: { halfLife: count, warmup },
      staircase: { every: count, factor: fields.factor, warmup },
    }),
  ),
  clipNorm: optional(positive),
  clipValue: optional(positive),
  validation: optional(fields.settings({ every: count, patience: optional(count) })),
  seed: otherwise(fields.seed, 1),
} as const;

/** What `unrolled train` reads; defaults filled in. */
export type TrainingConfig = Settings<typeof SETTINGS>;

/** @throws UsageError saying what is wrong */
export function checkConfig(value: unknown): TrainingConfig {
  const config = readSettings(SETTINGS, value);
  requireOne(config, "corpus", "text");
  requireOne(config, "steps", "epochs");
  if (config.tokens !== "sentences" && config.pieceLength === undefined) {
    const because = `"tokens": "${config.tokens}"`;
    throw new UsageError(messages.needs({ key: "pieceLength", because }));
  }
  return config;
}

function requireOne<K extends keyof TrainingConfig>(
  config: TrainingConfig,
  one: K,
  other: K,
): void {
  const given = [one, other].filter((key) => config[key] !== undefined);
  if (given.length === 2) throw new UsageError(messages.either({ one, other }));
  if (given.length === 0) throw new UsageError(messages.neither({ one, other }));
}

/** @throws UsageError naming the file and what is wrong with it */
export function readConfig(path: string): TrainingConfig {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    throw new UsageError(messages.noConfig({ path }));
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(messages.noJson({ path, why: (error as Error).message }));
  }
  try {
    return checkConfig(value);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(messages.inConfig({ path, why: error.message }));
  }
}
