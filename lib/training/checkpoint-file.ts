// Checkpoints on disk, for Node: written whole or not at all.
import { open, readFile, rename, rm } from "node:fs/promises";
import { checkpointMessages as messages } from "../messages";
import { readCheckpoint, writeCheckpoint } from "./checkpoint";
import type { TrainingState } from "./training-state";

/**
 * Writes bytes to a temporary file beside `path`, then renames it: readers see the old or the new.
 *
 * @throws Error naming the file and why it could not be written, as when the disk is full
 */
export async function writeAtomically(path: string, bytes: Uint8Array | string): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    const file = await open(temporary, "w");
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => {}); // a folder that cannot be written
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(messages.notWritten({ path, why }), { cause });
  }
}

/** Saves a run. @param note any JSON, such as the model's configuration */
export function saveCheckpoint(path: string, state: TrainingState, note?: unknown): Promise<void> {
  return writeAtomically(path, writeCheckpoint(state, note));
}

/** Loads a run. @throws Error naming the file and what is wrong with it */
export async function loadCheckpoint(
  path: string,
): Promise<{ state: TrainingState; note: unknown }> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    throw new Error(messages.noFile({ path }), { cause });
  }
  try {
    return readCheckpoint(bytes);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(messages.notReadable({ path, why }), { cause });
  }
}
