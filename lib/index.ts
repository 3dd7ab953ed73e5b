// biome-ignore-all lint/suspicious/noImportCycles: closed only at run time: experiments get the library as notebooks see it
// All that notebooks import. Nothing here, nor below, needs Node: see node.ts for its host.
export { assertClose } from "./checking/assert-close";
export { type CheckOptions, checkGradients, type GradientReport } from "./checking/check-gradients";
export { claim } from "./checking/claim";
export {
  type CheckedValue,
  type GradientCheck,
  gradientCheck,
} from "./checking/gradient-check";
export { exercise } from "./exercises/all-exercises";
export { experiments } from "./experiments/all-experiments";
export type { EchoConfig } from "./experiments/echo";
export {
  type Drawable,
  type Host,
  host,
  type MimeBundle,
  type PublishOptions,
  setHost,
} from "./host/host";
export { addK, maximumLikelihood } from "./language/additive";
export { type CorpusSplits, loadCorpus, loadGrammar, loadSplits } from "./language/corpus";
export {
  type Candidate,
  type Evaluation,
  evaluate,
  rankCandidates,
  type TokenReport,
  tokenReports,
} from "./language/evaluation";
export { type GenerationOptions, generate } from "./language/generation";
export { type Arc, Grammar, type WeightedSentence } from "./language/grammar";
export {
  type BestGuess,
  bestGuess,
  bestNgramPerplexity,
  type GrammarFacts,
  grammarFacts,
} from "./language/grammar-exact";
export { GrammarModel } from "./language/grammar-model";
export { type KatzModel, katz } from "./language/katz";
export {
  type Discounts,
  type KneserNeyModel,
  type KneserNeyOptions,
  kneserNey,
  modifiedKneserNey,
} from "./language/kneser-ney";
export type { NextTokenModel } from "./language/next-token-model";
export { NgramCounts, type NgramCountsOptions, type Sequences } from "./language/ngram-counts";
export type { NgramModel } from "./language/ngram-model";
export { characters, cleanText, linesOf, segment, segmented, words } from "./language/tokenisers";
export { type SavedVocabulary, Vocabulary, type VocabularyOptions } from "./language/vocabulary";
export { type Activation, activations } from "./layers/activations";
export {
  BidirectionalLayer,
  type BothGradients,
  type BothRuns,
  type BothStates,
} from "./layers/bidirectional-layer";
export { type DeepNetworkKind, deepNetwork } from "./layers/deep-network";
export { Embedding } from "./layers/embedding";
export {
  CarriedState,
  type FastGradient,
  FastModel,
  type FastPass,
} from "./layers/fast/fast-model";
export { Gate } from "./layers/gate";
export { GRU, type GRUCache, type GRUGradients, type GRUStep, type GRUVariant } from "./layers/gru";
export { type Initialiser, initialisers } from "./layers/initialise";
export { type Pass, RecurrentLanguageModel } from "./layers/language-model";
export { LinearOutput } from "./layers/linear-output";
export {
  LSTM,
  type LSTMCache,
  type LSTMGradients,
  type LSTMState,
  type LSTMStep,
} from "./layers/lstm";
export { type Mask, maskOfLengths } from "./layers/mask";
export {
  type RecurrentCache,
  type RecurrentGradients,
  RecurrentLayer,
} from "./layers/recurrent-layer";
export { outputSensitivity, stateSensitivity } from "./layers/sensitivity";
export {
  type LayerGradients,
  type LayerRun,
  type LayerState,
  type SequenceLayer,
  type StepLayer,
  stateMatrices,
} from "./layers/sequence-layer";
export { type ParameterGradient, SequenceModel, type SequencePass } from "./layers/sequence-model";
export { crossEntropy, logSumExp, softmax } from "./layers/softmax";
export { type OutputCache, PADDING, SoftmaxOutput } from "./layers/softmax-output";
export { meanSquaredError } from "./layers/squared-error";
export { StackedNetwork, type StackGradients } from "./layers/stacked-network";
export type { StepInput } from "./layers/step-input";
export { truncatedPasses } from "./layers/truncated-bptt";
export { type BandOptions, type BandSeries, bandFigure } from "./plotting/band-figure";
export {
  type BarOptions,
  type BarReference,
  type BarSeries,
  barFigure,
} from "./plotting/bar-figure";
export { type Choice, type ChoiceOptions, choiceFigure } from "./plotting/choice-figure";
export {
  type Diagram,
  type DiagramGroup,
  type DiagramLink,
  type DiagramNode,
  type DiagramOptions,
  type DiagramStyle,
  diagramFigure,
  type GridPlace,
  type NodeKind,
} from "./plotting/diagram-figure";
export type {
  AxisOptions,
  Figure,
  FigureTable,
  FigureText,
  Reference,
  TableCell,
  Values,
} from "./plotting/figure";
export { type HeatAxis, type HeatOptions, heatFigure } from "./plotting/heat-figure";
export { type LineOptions, type LineSeries, lineFigure } from "./plotting/line-figure";
export {
  LiveProgress,
  type LiveProgressOptions,
  type ProgressReport,
} from "./plotting/live-progress";
export { type MenuOptions, type MenuView, menuFigure } from "./plotting/menu-figure";
export { show } from "./plotting/show";
export { showTable } from "./plotting/show-table";
export { type GeneratorState, RandomGenerator } from "./random/generator";
export { sampleCategorical } from "./random/sampling";
export { cos, exp, log, pow, sigmoid, sin, tanh } from "./tensor/elementary";
export type { Precision } from "./tensor/kernels";
export { Matrix, type MatrixLike } from "./tensor/matrix";
export { type Block, Tensor } from "./tensor/tensor";
export { Workspace, type WorkspaceUse } from "./tensor/workspace";
export { accuracy, type Predictor } from "./training/accuracy";
export { Adagrad } from "./training/adagrad";
export { Adam, type AdamOptions } from "./training/adam";
export { AdamW } from "./training/adamw";
export {
  type Batch,
  type BatchSource,
  type Example,
  nextTokens,
  SequenceBatches,
  StreamBatches,
} from "./training/batches";
export { readCheckpoint, writeCheckpoint } from "./training/checkpoint";
export { clipByNorm, clipByValue, gradientNorm } from "./training/clipping";
export { evaluateModel, type ModelEvaluation } from "./training/evaluate-model";
export {
  compareResults,
  type ExperimentDefinition,
  type ExperimentOptions,
  type ExperimentRun,
  type ExperimentSummary,
  experiment,
  type KeptResults,
  type SeedResult,
  summarise,
} from "./training/experiment";
export { Momentum } from "./training/momentum";
export { NotFiniteError } from "./training/not-finite";
export { Optimiser, type OptimiserState } from "./training/optimiser";
export { piece } from "./training/piece";
export { RMSProp } from "./training/rmsprop";
export {
  type Dtype,
  readSafetensors,
  type StoredTensor,
  type TensorFile,
  writeSafetensors,
} from "./training/safetensors";
export { type Schedule, schedules } from "./training/schedules";
export { SGD } from "./training/sgd";
export { delayedRecall, echo, RECALL_IDS } from "./training/tasks";
export { fromTorch, toTorch } from "./training/torch-names";
export type { AnyGradient, AnyState, Trainable } from "./training/trainable";
export {
  type FitOptions,
  type FitResult,
  type FitStep,
  fit,
  TrainingRun,
  type ValidationStep,
} from "./training/training-run";
export type { TrainingState } from "./training/training-state";
export { truncated } from "./training/truncated";
