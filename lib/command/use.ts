// `unrolled sample` and `unrolled evaluate`: what a saved model writes, and how well it predicts.
import type { CorpusSplits } from "../language/corpus";
import { commandMessages as messages } from "../messages";
import { RandomGenerator } from "../random/generator";
import { evaluateModel } from "../training/evaluate-model";
import { UsageError } from "./check";
import { loadModel } from "./note";
import { batchesOf, idsOf, joined, readParts } from "./task";

/** Sentences end by themselves; this many tokens are more than any needs. */
const LONGEST_SENTENCE = 100;

export interface SampleArguments {
  readonly model: string;
  readonly length?: number;
  readonly start?: string;
  readonly temperature: number;
  readonly topK?: number;
  readonly seed: number;
}

/** The text written. */
export async function sample(given: SampleArguments): Promise<string> {
  const { config, vocabulary, model } = await loadModel(given.model);
  const { temperature, topK } = given;
  const options = { random: new RandomGenerator(given.seed), temperature, topK };
  let before: number[] = [];
  try {
    before = idsOf(config, vocabulary, given.start ?? "");
  } catch {
    const lacking = [given.start!].flatMap((text) => unknownTokens(text, config, vocabulary));
    throw new UsageError(messages.unknownToken({ token: JSON.stringify(lacking[0]) }));
  }
  if (config.tokens === "sentences") {
    const start = [vocabulary.start!, ...before];
    const sentences = Array.from({ length: given.length ?? 10 }, () => {
      const ids = model.sample(start, LONGEST_SENTENCE, options);
      const end = ids.indexOf(vocabulary.end!);
      return joined(config, vocabulary, [...before, ...(end < 0 ? ids : ids.slice(0, end))]);
    });
    return sentences.join("\n");
  }
  const first = vocabulary.has("\n") ? vocabulary.id("\n") : vocabulary.size - 1;
  const ids = model.sample(before.length > 0 ? before : [first], given.length ?? 200, options);
  return joined(config, vocabulary, [...before, ...ids]);
}

function unknownTokens(
  text: string,
  config: Parameters<typeof idsOf>[0],
  vocabulary: Parameters<typeof idsOf>[1],
): string[] {
  const parts = config.tokens === "characters" ? Array.from(text) : text.split(/\s+/u);
  return parts.filter((part) => {
    try {
      idsOf(config, vocabulary, part);
      return false;
    } catch {
      return true;
    }
  });
}

/** The lines that say how well the model predicts a part of its text. */
export async function evaluate(path: string, part: keyof CorpusSplits): Promise<string> {
  const { config, vocabulary, model } = await loadModel(path);
  const parts = await readParts(config);
  const { loss, perplexity, tokens } = await evaluateModel(
    model,
    batchesOf(config, vocabulary, parts[part]),
  );
  return messages.measured({
    part,
    tokens: tokens.toLocaleString("en"),
    loss: loss.toFixed(4),
    perplexity: perplexity.toFixed(4),
    bits: (loss / Math.LN2).toFixed(4),
  });
}
