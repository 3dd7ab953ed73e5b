// What a checkpoint of the command line holds beside the run: how to make the model again.
import { type SavedVocabulary, Vocabulary } from "../language/vocabulary";
import type { FastModel } from "../layers/fast/fast-model";
import { commandMessages as messages } from "../messages";
import { RandomGenerator } from "../random/generator";
import { loadCheckpoint } from "../training/checkpoint-file";
import { setWeights } from "../training/training-state";
import { checkConfig, type TrainingConfig } from "./config";
import { makeModel } from "./task";

export interface Note {
  readonly config: TrainingConfig;
  readonly vocabulary: SavedVocabulary;
}

/** @throws Error for a checkpoint that another program wrote */
export function readNote(path: string, note: unknown): Note {
  const { config, vocabulary } = (note ?? {}) as Partial<Note>;
  if (!config || !vocabulary) throw new Error(messages.noModel({ path }));
  return { config: checkConfig(config), vocabulary };
}

/** A saved model with its best weights, or else its last. @throws Error for a file that is none */
export async function loadModel(
  path: string,
): Promise<{ config: TrainingConfig; vocabulary: Vocabulary; model: FastModel }> {
  const { state, note } = await loadCheckpoint(path);
  const { config, vocabulary: saved } = readNote(path, note);
  const vocabulary = Vocabulary.fromJSON(saved);
  const model = makeModel(config, vocabulary, new RandomGenerator(0));
  setWeights(model.parameters, state.best?.weights ?? state.weights);
  return { config, vocabulary, model };
}
