// The English sentences of lib/training.

/** Messages of lib/training. */
export const trainingMessages = {
  badSetting: (p: { name: string; value: string; wanted: string }) =>
    `${p.name} is ${p.value}; give ${p.wanted}.`,
  otherOptimiser: (p: { kind: string; expected: string }) =>
    `this state was saved by ${p.kind}, the optimiser is ${p.expected}: go on with ${p.kind}`,
  missingSlot: (p: { kind: string; parameter: string; slot: string }) =>
    `the state of ${p.kind} lacks "${p.slot}" of parameter ${p.parameter}: the file is not whole`,
  otherModel: (p: { kind: string; parameter: string }) =>
    `this ${p.kind} has updated another ${p.parameter} before: make a new optimiser for each model`,
  noExamples: () => "there are no examples: give at least 1",
  noLabels: () => "no example has a label: all are padding, so nothing can be learned",
  badExample: (p: { index: number; inputs: number; labels: number }) =>
    `example ${p.index} has ${p.inputs} inputs and ${p.labels} labels: give as many of both, 1 or more`,
  shortStream: (p: { ids: number; needed: number }) =>
    `${p.ids} ids are too few for one piece: give at least ${p.needed}, or smaller batches or pieces`,
  oneLimit: () => "fit: give either steps or epochs",
  notFinite: (p: { step: number; what: string; largest: string }) =>
    `training stopped at step ${p.step}: ${p.what}; the largest gradient is ${p.largest}. ` +
    "Lower the learning rate, or clip the gradients",
  lossAndNorm: (p: { loss: string; norm: string }) =>
    `the loss is ${p.loss}, the norm of the gradients ${p.norm}`,
  weightNotFinite: (p: { place: string }) => `the update made ${p.place}`,
  passFailed: (p: { error: string }) => p.error,
  place: (p: { name: string; row: number; column: number; value: string }) =>
    `${p.name}[${p.row}, ${p.column}] = ${p.value}`,
  noGradient: () => "unknown, since no gradient was computed before",
  missingWeights: (p: { name: string; got: string; expected: string }) =>
    `parameter ${p.name} is ${p.got}, the model's is ${p.expected}: make the model with the ` +
    "settings it was saved with",
  absent: () => "not there",
} as const;

/** Messages of files that hold models. */
export const checkpointMessages = {
  notSafetensors: (p: { why: string }) => `this is no whole safetensors file: ${p.why}`,
  truncated: (p: { got: number; expected: number }) =>
    `it ends after ${p.got} bytes and should have ${p.expected} or more; take an earlier checkpoint`,
  foreign: () => "it does not start with a safetensors header",
  badMetadata: () => "its __metadata__ holds something other than text",
  trailing: (p: { bytes: number }) => `${p.bytes} bytes too many follow the last tensor`,
  badTensor: (p: { name: string; why: string }) => `tensor "${p.name}" ${p.why}`,
  badDtype: (p: { dtype: string }) => `has dtype ${p.dtype}; F64 and F32 can be read`,
  badShape: () => "has a shape or offsets that are not whole numbers",
  wrongLength: () => "does not have as many numbers as its shape says",
  gap: () => "does not start where the one before ends",
  foreignCheckpoint: () =>
    "this safetensors file is no checkpoint of a training run: it lacks format unrolled-training-1",
  damaged: (p: { found: string; expected: string }) =>
    `the checkpoint is damaged: checksum ${p.found}, expected ${p.expected}; take an earlier one`,
  noFile: (p: { path: string }) => `there is no file ${p.path}: check the name`,
  notReadable: (p: { path: string; why: string }) => `${p.path}: ${p.why}`,
  notWritten: (p: { path: string; why: string }) =>
    `${p.path} could not be written (${p.why}); what it held before is whole: make room or choose ` +
    "another place, and run this again",
  noTorchName: (p: { kind: string }) =>
    `${p.kind} has no counterpart in torch.nn: tanh or relu RecurrentLayer, LSTM, GRU with reset ` +
    '"after" and z "keeps", stacks and bidirectional layers of these do',
  missingTensor: (p: { name: string }) => `the file lacks "${p.name}"`,
  extraTensor: (p: { name: string }) => `the file holds "${p.name}", which the layer does not have`,
  tensorShape: (p: { name: string; got: string; expected: string }) =>
    `"${p.name}" has shape ${p.got}, expected ${p.expected}`,
} as const;

/** Messages of experiments. */
export const experimentMessages = {
  badId: (p: { id: string }) =>
    `the experiment's id "${p.id}" must be small letters, digits and hyphens`,
  missing: (p: { id: string }) =>
    `no results are kept for experiment ${p.id}: run npm run experiments -- ${p.id}`,
  stale: (p: { id: string }) =>
    `the kept results of experiment ${p.id} are stale: its settings, its data or the numeric code ` +
    `have changed since. Run npm run experiments -- ${p.id}`,
  differs: (p: { id: string; differences: string }) =>
    `experiment ${p.id} gives other numbers than the kept ones: ${p.differences}. ` +
    `Run npm run experiments -- ${p.id}, and find out why`,
  difference: (p: { seed: string; name: string; was: string; is: string }) =>
    `seed ${p.seed}, ${p.name}: kept ${p.was}, now ${p.is}`,
  nothing: () => "nothing",
  uneven: (p: { name: string }) => `"${p.name}" has not as many numbers for every seed`,
  failed: (p: { id: string; seed: number; error: string }) =>
    `experiment ${p.id}, seed ${p.seed}: ${p.error} (a run may use its arguments only: take ` +
    "everything else from lib)",
  notFiniteResult: (p: { name: string }) => `"${p.name}" has a number that is not finite`,
  first: () => "nothing was kept before",
} as const;
