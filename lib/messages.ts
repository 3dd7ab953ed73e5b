// The one place of the library's English sentences: errors, hints, progress. An edition in another
// language replaces this module, so every message is a function of named placeholders.

/** Messages of lib/host. */
export const hostMessages = {
  noHost: () =>
    'no host is installed, so nothing can be shown or read: import the library as "../lib" ' +
    "(its Node entry installs one), or call setHost(host) first",
  badDataName: (p: { name: string }) =>
    `"${p.name}" does not name a file in the data folder: give a relative path such as ` +
    '"sentences.txt", without ".." and without a leading "/"',
  dataMissing: (p: { name: string }) =>
    `data/${p.name} does not exist: check the name against data/README.md`,
} as const;

/** Messages of the workspace, the memory of the fast kernels. */
export const workspaceMessages = {
  badSize: (p: { mebibytes: number }) =>
    `Workspace: ${p.mebibytes} MiB; give a whole number from 4 to 4096`,
  full: (p: { what: string; asked: number; free: number; bytes: number }) =>
    `the workspace is full: ${p.what} asked for ${p.asked} bytes, ${p.free} of ${p.bytes} are free; ` +
    "dispose() of models that you no longer use, or give the model a larger Workspace",
  stepEnded: (p: { what: string }) =>
    `${p.what}: another pass has begun since, and its numbers took their place; ` +
    "read them right after the pass",
} as const;

/** Messages of lib/checking. */
export const checkingMessages = {
  fewSteps: (p: { steps: number; fewest: number }) =>
    `${p.steps} steps hide the recursion over time: give ${p.fewest} or more`,
  oneLoss: () => "fewer than two steps have a loss: give labels at every step",
  nearZero: (p: { name: string; scale: string; smallest: number }) =>
    `${p.name} has root mean square ${p.scale}, so what is multiplied by it hides: ` +
    `give values of order 0.5 (at least ${p.smallest})`,
  refused: (p: { weaknesses: string }) =>
    "checkGradients: under these settings a wrong gradient could pass: " +
    `${p.weaknesses}. Mend them, or pass weak: "say" to go on all the same.`,
  passed: (p: { name: string; row: number; column: number; error: string }) =>
    `passed: worst relative error ${p.error}, at ${p.name}[${p.row}, ${p.column}]`,
  failed: (p: { name: string; row: number; column: number; error: string }) =>
    `FAILED: worst relative error ${p.error}, at ${p.name}[${p.row}, ${p.column}]`,
  weak: (p: { result: string; weaknesses: string }) =>
    `${p.result}; WEAK CHECK, a wrong gradient could pass: ${p.weaknesses}`,
} as const;

/** Messages of lib/language. */
export const languageMessages = {
  unknownCorpus: (p: { name: string; known: string }) =>
    `corpus "${p.name}" is unknown; there are: ${p.known}`,
  noSplits: (p: { name: string }) =>
    `corpus "${p.name}" is not split into training, validation and test; load it with loadCorpus`,
  badSplits: (p: { name: string; unit: string; expected: number; got: number }) =>
    `corpus "${p.name}" has ${p.got} ${p.unit} and its splits in data/corpora.json have ` +
    `${p.expected}: run the script that data/README.md names for it`,
  damaged: (p: { file: string; found: string; expected: string }) =>
    `data/${p.file} is damaged: SHA-256 ${p.found}…, expected ${p.expected}…; restore it with ` +
    `git checkout data/${p.file}`,
  noHash: () =>
    "this page cannot check its data: browsers offer SHA-256 on secure pages only; open it by " +
    "https, from localhost or as a file",
  notAVocabulary: (p: { found: string }) =>
    'this is no saved vocabulary: its format is "' +
    `${p.found}", expected "unrolled vocabulary 1" and a list of tokens; save one with ` +
    "JSON.stringify(vocabulary)",
  repeatedTokens: () => "this saved vocabulary names a token twice; save it anew",
} as const;

/** Messages of lib/plotting. */
export const plottingMessages = {
  badNumber: (p: { number: string }) =>
    `a figure's number must look like "5.1" (notebook, dot, figure), got "${p.number}"`,
  missingText: (p: { number: string; field: string }) =>
    `figure ${p.number} has no ${p.field}: write one sentence, since readers who cannot see the ` +
    "picture have only that",
  badHeight: (p: { number: string; height: string }) =>
    `figure ${p.number}: the height must be from 200 to 2000 CSS pixels, got ${p.height}`,
  noSeries: (p: { number: string }) => `figure ${p.number} has no series: give at least one`,
  emptySeries: (p: { number: string; series: string }) =>
    `figure ${p.number}: series "${p.series}" has no values`,
  repeatedSeries: (p: { number: string; series: string }) =>
    `figure ${p.number} has two series called "${p.series}": give each its own name`,
  notFinite: (p: { number: string; series: string; index: string; value: string }) =>
    `figure ${p.number}: series "${p.series}" has ${p.value} at index ${p.index}: a figure shows ` +
    "finite numbers; write null for a gap",
  notPositive: (p: { number: string; series: string; index: string; value: string }) =>
    `figure ${p.number}: series "${p.series}" has ${p.value} at index ${p.index}, and a ` +
    "logarithmic axis shows numbers above 0 only: write null for a gap",
  lengths: (p: { number: string; series: string; expected: number; got: number; of: string }) =>
    `figure ${p.number}: series "${p.series}" has ${p.got} values and ${p.expected} ${p.of}: ` +
    "they must be as many",
  badRange: (p: { number: string; axis: string }) =>
    `figure ${p.number}: the range of the ${p.axis} axis must be two finite numbers, the lower ` +
    "first, above 0 on a logarithmic axis",
  badReference: (p: { number: string; label: string }) =>
    `figure ${p.number}: the reference line "${p.label}" needs a label and exactly one of x and ` +
    "y, a finite number (above 0 on a logarithmic axis)",
  rowLengths: (p: { number: string; row: string; expected: number; got: number }) =>
    `figure ${p.number}: row ${p.row} has ${p.got} values, the first row ${p.expected}: all rows ` +
    "must be as long",
  noRuns: (p: { number: string; series: string }) =>
    `figure ${p.number}: series "${p.series}" has no runs: give the values of at least one seed`,
  unknownCategory: (p: { number: string; category: string }) =>
    `figure ${p.number}: a reference line names the category "${p.category}", which no bar has`,
  svgImage: (p: { number: string }) =>
    `figure ${p.number}: the drawing holds a bitmap, which is not allowed in the static SVG: ` +
    "use one of the library's figure builders",
  /** Column heads of a band's data table. */
  column: (p: { series: string; part: string }) => `${p.series}: ${p.part}`,
  median: () => "median",
  mean: () => "mean",
  low: () => "low",
  high: () => "high",
  figure: (p: { number: string }) => `Figure ${p.number}.`,
} as const;

/** Messages of the live progress display. */
export const progressMessages = {
  badTotal: (p: { total: string }) =>
    `LiveProgress needs a total of at least 1 step, a whole number, got ${p.total}`,
  badStep: (p: { step: string }) =>
    `LiveProgress.update needs the number of steps done so far, 0 or more, got ${p.step}`,
  finished: () => "this progress display is finished: make a new LiveProgress for another run",
  steps: (p: { step: string; total: string }) => `${p.step} of ${p.total} steps`,
  loss: (p: { loss: string }) => `loss ${p.loss}`,
  speed: (p: { speed: string }) => `${p.speed} steps/s`,
  left: (p: { time: string }) => `${p.time} left`,
  seconds: (p: { seconds: string }) => `${p.seconds} s`,
  minutes: (p: { minutes: string; seconds: string }) => `${p.minutes} min ${p.seconds} s`,
  done: () => "done",
  stopped: () => "stopped early",
  /** The whole state in one line, for terminals and for readers who cannot see the bar. */
  line: (p: { label: string; parts: string }) => `${p.label}: ${p.parts}`,
} as const;

/** What checkers say of any answer. */
export const exerciseMessages = {
  unknown: (p: { number: string; known: string }) =>
    `there is no exercise ${p.number}; there are ${p.known}`,
  noAnswer: () => "no answer yet; write one in place of undefined and run the cell again",
  threw: (p: { error: string }) => `your function threw ${p.error}`,
  notNumbers: (p: { answer: string }) => `give a number or a list of numbers, not ${p.answer}`,
  notANumber: () => "there is a NaN among your numbers: was Infinity divided by Infinity?",
  count: (p: { given: number; expected: number }) =>
    `give ${p.expected} numbers; there are ${p.given}`,
  different: (p: { given: string }) => `${p.given} is not it; work one element out on paper`,
} as const;

/** Hints of notebook 7. */
export const exercise7Messages = {
  noFunction: () => "give the function itself, without calling it",
  smallWrong: () =>
    "for [1, 2, 3, 4] the results should be 0.03, 0.09, 0.24, 0.64 (rounded): does every element " +
    "become e to its power, and is each divided by the same sum?",
  overflow: () =>
    "for [1001, 1002, 1003, 1004] you give NaN: e to the 1001 overflows to Infinity, and Infinity / " +
    "Infinity is NaN. What happens to softmax when the same number is taken off every element?",
  shift: () =>
    "for [1001, 1002, 1003, 1004] the results should be those of [1, 2, 3, 4]: only differences count",
  underflow: () =>
    "for [-1000, -1000] the results should be 0.5, 0.5: take off the largest element, not a constant",
  log2: () => "that is the loss in bits; ln is wanted, which gives nats (Math.log, not Math.log2)",
  rounded: () => "you used the probabilities rounded to two digits; keep all digits until the end",
  padding: () => "the third step is padding: it counts neither in the sum nor in N",
  sum: () => "that is the sum; the loss is the mean over the steps that have a label",
  sign: () => "a loss is never below 0: the logarithm of a probability is, so take its negative",
  swapped: () => "that is y − o, the direction to walk; the gradient points uphill: o − y",
  divided: () => "you divided by the number of words; N counts the labels, and here there is one",
  noLabel: () => "those are the probabilities o; the label is missing: o − y",
  offByOne: () => "you took 1 off the fourth word; the third one came",
} as const;

/** Messages of claims. */
export const claimMessages = {
  off: (p: { what: string; measured: string; stated: string; within: string }) =>
    `the text says ${p.stated} for "${p.what}", and the run gives ${p.measured} (allowed: ${p.within} ` +
    "more or less): change the text and the claim, or find what changed the result",
} as const;

/** Hints of notebook 5. */
export const exercise5Messages = {
  onlyLast: () => "that is the last step's term alone; the same w acted at step 1 as well",
  stateOfSameStep: () =>
    "you multiplied each error term with the state of its own step; w was multiplied with the state " +
    "before it",
  deltaNotPassed: () =>
    "the error term of step 1 is not 1: on its way back from step 2 it passes through w",
  valueNotSlope: () => "that is the loss itself; how fast does it change with w?",
  onlyFirst: () => "that is step 1's term alone; step 2 has one too",
  slopeMissing: () =>
    "that is the slope with respect to the state; δ is with respect to net, one step through f further",
  stateForSlope: () => "you multiplied with the state; the derivative of tanh belongs there",
  notSquared: () => "the derivative of tanh is 1 − s², not 1 − s",
  squareAlone: () => "you multiplied with s²; the derivative of tanh is 1 − s²",
  lossSlopeMissing: () => "that is the derivative of tanh alone; multiply with what the loss says",
  settings: () =>
    "give { steps, s0, activation, scale }: three numbers and the name of an activation",
  oneStep: () => "with one step there is no recursion at all",
  twoSteps: () =>
    "fault b slips through: with two steps the overwritten states are never used. Which step would " +
    "be the first to use one?",
  straight: () => "fault c slips through: what is the derivative of the identity?",
  activation: () =>
    'give an activation that is curved everywhere, "tanh" or "sigmoid": relu is straight on both sides',
  tinyWeights: () =>
    "fault a slips through: with weights this small, what comes through W is lost in the rest",
  zeroStart: () =>
    "with s0 at 0 the term of the first step is multiplied by nothing; start elsewhere",
} as const;

/** Messages of lib/training. */
export const trainingMessages = {
  badSetting: (p: { name: string; value: string; wanted: string }) =>
    `${p.name} is ${p.value}; give ${p.wanted}.`,
  otherOptimiser: (p: { kind: string; expected: string }) =>
    `this state was saved by ${p.kind}, the optimiser is ${p.expected}: make a ${p.kind} to go on`,
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
