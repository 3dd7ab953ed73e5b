// `unrolled train`: runs a configuration, saving the run as it goes.
import { existsSync } from "node:fs";
import { basename } from "node:path";
import { Vocabulary } from "../language/vocabulary";
import { commandMessages as messages } from "../messages";
import { RandomGenerator } from "../random/generator";
import { loadCheckpoint, saveCheckpoint } from "../training/checkpoint-file";
import { TrainingRun } from "../training/training-run";
import { UsageError } from "./check";
import { readConfig, type TrainingConfig } from "./config";
import { type Note, readNote } from "./note";
import { batchesOf, fitOptions, makeModel, makeVocabulary, readParts } from "./task";

export interface TrainArguments {
  readonly config: string;
  readonly out?: string;
  readonly resume: boolean;
  /** Seconds between two savings. */
  readonly every: number;
  /** Its reason is the exit status to give. */
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/** @returns exit status */
export async function train(given: TrainArguments): Promise<number> {
  const config = readConfig(given.config);
  const out = given.out ?? `${basename(given.config).replace(/\.json$/, "")}.safetensors`;
  if (existsSync(out) && !given.resume) throw new UsageError(messages.exists({ path: out }));
  const before = given.resume ? await loadCheckpoint(out) : undefined;
  if (before) requireSame(out, readNote(out, before.note).config, config);
  const parts = await readParts(config);
  const vocabulary = makeVocabulary(config, parts);
  const note: Note = { config, vocabulary: vocabulary.toJSON() };
  if (before) requireTokens(out, readNote(out, before.note).vocabulary, vocabulary);
  const random = new RandomGenerator(config.seed);
  const model = makeModel(config, vocabulary, random);
  const data = batchesOf(config, vocabulary, parts.train);
  const validation = config.validation && {
    ...config.validation,
    data: batchesOf(config, vocabulary, parts.validation),
  };
  let saved = performance.now();
  const run: TrainingRun = new TrainingRun(model, data, {
    ...fitOptions(config, data, random),
    validation,
    signal: given.signal,
    progress: basename(given.config).replace(/\.json$/, ""),
    onStep: async () => {
      if (performance.now() - saved < 1000 * given.every) return;
      await saveCheckpoint(out, run.state(), note);
      saved = performance.now();
    },
  });
  if (before) {
    run.restore(before.state);
    given.say(messages.resumes({ path: out, step: String(before.state.step) }));
  }
  const { reason, steps, losses, best } = await run.run();
  await saveCheckpoint(out, run.state(), note);
  const loss = losses.at(-1)?.toFixed(4) ?? messages.nothing();
  given.say(messages.saved({ path: out, reason, step: String(steps), loss }));
  if (best) given.say(messages.best({ step: String(best.step), loss: best.loss.toFixed(4) }));
  if (reason !== "aborted") return 0;
  const again = ["unrolled train", given.config, "--out", out, "--resume"].join(" ");
  given.say(messages.stopped({ command: again }));
  return given.signal.reason as number;
}

function requireSame(path: string, was: TrainingConfig, is: TrainingConfig): void {
  const keys = new Set([...Object.keys(was), ...Object.keys(is)]) as Set<keyof TrainingConfig>;
  for (const key of keys) {
    const [a, b] = [was[key], is[key]].map((one) => JSON.stringify(one) ?? messages.nothing());
    if (a !== b) throw new UsageError(messages.otherConfig({ path, key, was: a, is: b }));
  }
}

function requireTokens(path: string, saved: unknown, vocabulary: Vocabulary): void {
  if (Vocabulary.fromJSON(saved).tokens.join("\n") === vocabulary.tokens.join("\n")) return;
  throw new Error(messages.otherTokens({ path }));
}
