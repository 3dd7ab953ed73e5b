// A training run as a safetensors file: weights under "weights/", optimiser slots under "optimiser/",
// the carried state under "carried/", the best weights under "best/"; the rest is JSON in the metadata.
import { checkpointMessages as messages } from "../messages";
import { Matrix } from "../tensor/matrix";
import { readSafetensors, type StoredTensor, writeSafetensors } from "./safetensors";
import type { TrainingState, Weights } from "./training-state";

const FORMAT = "unrolled-training-1";

/** The bytes of a checkpoint. @param note any JSON, such as the configuration of the model */
export function writeCheckpoint(state: TrainingState, note: unknown = null): Uint8Array {
  const tensors = new Map<string, StoredTensor>();
  const add = (name: string, shape: number[], data: Float64Array) =>
    tensors.set(name, { dtype: "F64", shape, data });
  const addAll = (prefix: string, weights: Weights) => {
    for (const [name, m] of Object.entries(weights)) {
      add(`${prefix}/${name}`, [m.rows, m.columns], m.data);
    }
  };
  const { weights, carried, best, optimiser, ...rest } = state;
  addAll("weights", weights);
  for (const [parameter, slots] of Object.entries(optimiser.slots)) {
    for (const [slot, data] of Object.entries(slots)) {
      add(`optimiser/${slot}/${parameter}`, [data.length], data);
    }
  }
  carried.forEach((m, i) => {
    add(`carried/${i}`, [m.rows, m.columns], m.data);
  });
  if (best) addAll("best", best.weights);
  const { slots: _, ...counts } = optimiser;
  const run = {
    ...rest,
    optimiser: counts,
    ...(best ? { best: { step: best.step, loss: best.loss } } : {}),
  };
  const text = { format: FORMAT, run: JSON.stringify(run), note: JSON.stringify(note) };
  return writeSafetensors({ tensors, metadata: { ...text, checksum: checksum(tensors, text) } });
}

/** @throws RangeError for a truncated, foreign or damaged file */
export function readCheckpoint(bytes: Uint8Array): { state: TrainingState; note: unknown } {
  const { tensors, metadata } = readSafetensors(bytes);
  const { format, run: runText, note, checksum: expected } = metadata;
  if (format !== FORMAT) throw new RangeError(messages.foreignCheckpoint());
  const found = checksum(tensors, { format, run: runText, note });
  if (found !== expected) throw new RangeError(messages.damaged({ found, expected }));
  const run = JSON.parse(runText);
  const slots: Record<string, Record<string, Float64Array>> = {};
  for (const [name, { data }] of under("optimiser", tensors)) {
    const [slot, parameter] = splitOnce(name);
    slots[parameter] ??= {};
    slots[parameter][slot] = data;
  }
  const matrices = (prefix: string) =>
    under(prefix, tensors).map(([name, { shape, data }]): [string, Matrix] => [
      name,
      new Matrix(shape[0], shape[1], data),
    ]);
  const state: TrainingState = {
    ...run,
    weights: Object.fromEntries(matrices("weights")),
    optimiser: { ...run.optimiser, slots },
    carried: matrices("carried").map(([, m]) => m),
    ...(run.best ? { best: { ...run.best, weights: Object.fromEntries(matrices("best")) } } : {}),
  };
  return { state, note: JSON.parse(note) };
}

/** The tensors below a prefix, in the file's order, the prefix taken off. */
function under(
  prefix: string,
  tensors: ReadonlyMap<string, StoredTensor>,
): [string, StoredTensor][] {
  return Array.from(tensors)
    .filter(([name]) => name.startsWith(`${prefix}/`))
    .map(([name, tensor]) => [name.slice(prefix.length + 1), tensor]);
}

function splitOnce(name: string): [string, string] {
  const at = name.indexOf("/");
  return [name.slice(0, at), name.slice(at + 1)];
}

/** FNV-1a, 32 bits, over names, numbers and texts: finds damage that leaves the file's form whole. */
function checksum(
  tensors: ReadonlyMap<string, StoredTensor>,
  text: Record<string, string>,
): string {
  let hash = 0x811c9dc5;
  const take = (bytes: Uint8Array) => {
    for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  };
  const encoder = new TextEncoder();
  take(encoder.encode(JSON.stringify([text.format, text.run, text.note])));
  const names = [...tensors.keys()].sort();
  for (const name of names) {
    const { data } = tensors.get(name)!;
    take(encoder.encode(name));
    take(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}
