// The English sentences of the command line.

/** What `unrolled --help` and `unrolled <command> --help` say. */
export const helpMessages = {
  unrolled:
    () => `unrolled: trains recurrent language models outside notebooks, and looks after the kernel

  unrolled train CONFIG      trains a model, saving it as it goes
  unrolled sample MODEL      writes text with a trained model
  unrolled evaluate MODEL    measures a trained model on text it has not seen
  unrolled kernel install    makes the TypeScript kernel known to any Jupyter of this machine
  unrolled doctor            says what is installed, where, and what is wrong

  unrolled COMMAND --help    tells more, with examples

Exit status: 0 done; 1 a file or a run failed; 2 the command or the configuration is wrong;
130 or 143 stopped by Ctrl-C or a signal to end, the model saved.`,

  train: () => `unrolled train CONFIG [--out FILE] [--resume] [--every SECONDS]

Trains the model that CONFIG describes, and saves it, with all that is needed to go on, in a
safetensors file: every so many seconds, at the end, and when it is stopped by Ctrl-C. A resumed run
gives the same bits as one that never stopped.

  --out FILE         where to save it; default: CONFIG's name with .safetensors, in this folder
  --resume           goes on with the run saved there
  --every SECONDS    how often to save; default 60

Examples
  unrolled train configs/grammar-rnn.json
  unrolled train configs/moby-dick-lstm.json --out moby.safetensors --every 10
  unrolled train configs/moby-dick-lstm.json --out moby.safetensors --resume

CONFIG is JSON:
  "corpus"         a text of the data folder: "grammar", "moby-dick", "sotu", "tang-quatrains"
  "text"           or a file of your own, in UTF-8; its last tenth is kept for validation and test
  "tokens"         "sentences" (a line each, its words parted by spaces; the state starts at 0),
                   "characters" or "words" (one long stream; the state is carried on)
  "vocabularySize" keeps the most frequent tokens; the others become one mark
  "cell"           "rnn", "lstm" or "gru"
  "hiddenSize"     numbers in the state of a layer
  "layers"         default 1
  "precision"      "f32" (default) or "f64"
  "batchSize"      sentences or streams side by side
  "pieceLength"    steps of an update, beyond which gradients do not reach; a stream needs it
  "steps"          updates, or instead "epochs", times through the text
  "optimiser"      { "kind": "Adam", "learningRate": 0.003 }; kinds and their settings:
                   SGD; Momentum: momentum, nesterov; Adagrad; RMSProp: decay;
                   Adam: beta1, beta2, epsilon; AdamW: these and weightDecay
  "schedule"       { "kind": "linear" }, "cosine" or "constant"; "exponential" with "halfLife";
                   "staircase" with "every" and "factor"; any with "warmup", in steps
  "clipNorm"       largest norm of the gradients, "clipValue" largest size of each of their numbers
  "validation"     { "every": 200, "patience": 5 }: keeps the best weights, stops without a new best
  "seed"           default 1`,

  sample:
    () => `unrolled sample MODEL [--length N] [--start TEXT] [--temperature T] [--top K] [--seed N]

Writes text with a model that \`unrolled train\` saved.

  --length N         tokens to write; default 200; of a model of sentences, how many sentences; default 10
  --start TEXT       what stands before, in the model's own tokens; default: a line's start
  --temperature T    1 (default) draws from the model's probabilities, below 1 prefers what is likely,
                     0 takes the likeliest
  --top K            draws from the K likeliest tokens only
  --seed N           default 1

Examples
  unrolled sample grammar-rnn.safetensors
  unrolled sample moby.safetensors --start "The whale" --length 400 --temperature 0.7`,

  evaluate: () => `unrolled evaluate MODEL [--part test|validation|train]

Prints the loss in nats a token, the perplexity and the bits a token of a model that \`unrolled train\`
saved, on a part of its text; default: test.

Examples
  unrolled evaluate grammar-rnn.safetensors
  unrolled evaluate moby.safetensors --part validation`,
} as const;

/** Messages of the command line. */
export const commandMessages = {
  noCommand: (p: { given: string; known: string }) =>
    `there is no command ${p.given}; there are ${p.known}. unrolled --help tells more`,
  oneFile: (p: { command: string; given: number }) =>
    `unrolled ${p.command} takes one file, got ${p.given}: see unrolled ${p.command} --help`,
  badOption: (p: { why: string; command: string }) => `${p.why}: see unrolled ${p.command} --help`,
  badNumber: (p: { option: string; value: string; wanted: string }) =>
    `--${p.option} is ${p.value}; give ${p.wanted}`,
  noConfig: (p: { path: string }) => `there is no configuration ${p.path}: check the name`,
  noJson: (p: { path: string; why: string }) => `${p.path} is no JSON: ${p.why}`,
  inConfig: (p: { path: string; why: string }) => `${p.path}: ${p.why}`,
  unknownKey: (p: { key: string; known: string }) =>
    `there is no setting ${p.key}; there are ${p.known}`,
  missingKey: (p: { key: string; wanted: string }) => `${p.key} is missing; give ${p.wanted}`,
  badValue: (p: { key: string; value: string; wanted: string }) =>
    `${p.key} is ${p.value}; give ${p.wanted}`,
  either: (p: { one: string; other: string }) => `give either ${p.one} or ${p.other}, not both`,
  neither: (p: { one: string; other: string }) => `give ${p.one} or ${p.other}`,
  needs: (p: { key: string; because: string }) => `${p.key} is missing: ${p.because} needs it`,
  useless: (p: { key: string; because: string }) => `${p.key} has no use: ${p.because}`,
  count: () => "a whole number ≥ 1",
  seed: () => "a whole number ≥ 0",
  positive: () => "a number > 0",
  share: () => "a number from 0 to below 1",
  notNegative: () => "a number ≥ 0",
  factor: () => "a number above 0, at most 1",
  text: () => "a text",
  yesOrNo: () => "true or false",
  settings: () => "settings in braces",
  oneOf: (p: { names: string }) => `one of ${p.names}`,
  noText: (p: { path: string }) => `there is no text ${p.path}: check the name`,
  exists: (p: { path: string }) =>
    `${p.path} is there already: add --resume to go on with it, or name another file with --out`,
  otherConfig: (p: { path: string; key: string; was: string; is: string }) =>
    `${p.path} was trained with ${p.key} ${p.was}, the configuration says ${p.is}: resume with the ` +
    "configuration it had, or name another file with --out",
  noModel: (p: { path: string }) =>
    `${p.path} is a checkpoint, but not one that unrolled train wrote: it names no configuration`,
  otherTokens: (p: { path: string }) =>
    `the text has other tokens than when ${p.path} was trained: it has changed since`,
  unknownToken: (p: { token: string }) =>
    `--start holds ${p.token}, which the model does not know: use its own tokens`,
  nothing: () => "nothing",
  resumes: (p: { path: string; step: string }) => `goes on with ${p.path} after step ${p.step}`,
  saved: (p: { path: string; reason: string; step: string; loss: string }) =>
    `${p.reason} after ${p.step} steps, loss ${p.loss}; saved in ${p.path}`,
  best: (p: { step: string; loss: string }) =>
    `best validation loss ${p.loss} after step ${p.step}`,
  stopped: (p: { command: string }) => `go on with: ${p.command}`,
  measured: (p: { part: string; tokens: string; loss: string; perplexity: string; bits: string }) =>
    `${p.part}: ${p.tokens} tokens\nloss        ${p.loss} nats a token\n` +
    `perplexity  ${p.perplexity}\nbits        ${p.bits} a token`,
} as const;
