// All that notebooks import. Nothing here, nor below, needs Node: see node.ts for its host.
export { assertClose } from "./checking/assert-close";
export { type GradientCheck, gradientCheck } from "./checking/gradient-check";
export { checkExercise } from "./exercises/check-exercise";
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
export { type ParameterGradient, type Pass, RecurrentLanguageModel } from "./layers/language-model";
export {
  type RecurrentCache,
  type RecurrentGradients,
  RecurrentLayer,
} from "./layers/recurrent-layer";
export { crossEntropy, softmax } from "./layers/softmax";
export { type OutputCache, SoftmaxOutput } from "./layers/softmax-output";
export type { StepInput } from "./layers/step-input";
export { type BandOptions, type BandSeries, bandFigure } from "./plotting/band-figure";
export {
  type BarOptions,
  type BarReference,
  type BarSeries,
  barFigure,
} from "./plotting/bar-figure";
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
export { show } from "./plotting/show";
export { RandomGenerator } from "./random/generator";
export { sampleCategorical } from "./random/sampling";
export { exp, log, sigmoid, tanh } from "./tensor/elementary";
export { Matrix, type MatrixLike } from "./tensor/matrix";
export { Adagrad } from "./training/adagrad";
export { clipByNorm } from "./training/clipping";
export {
  piece,
  type TrainingOptions,
  type TrainingStep,
  trainLanguageModel,
} from "./training/train-language-model";
