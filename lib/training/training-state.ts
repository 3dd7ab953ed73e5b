// All that a training run has to remember to go on with the same bits: what a checkpoint holds.

import { trainingMessages as messages } from "../messages";
import type { GeneratorState } from "../random/generator";
import type { Matrix } from "../tensor/matrix";
import { Tensor } from "../tensor/tensor";
import type { OptimiserState } from "./optimiser";

/** Matrices by parameter name. */
export type Weights = Record<string, Matrix>;

/** The run between two steps. */
export interface TrainingState {
  /** Updates done. */
  readonly step: number;
  /** Epochs done. */
  readonly epoch: number;
  /** Batches of the present epoch done. */
  readonly index: number;
  /** The learning rate that the schedule multiplies. */
  readonly learningRate: number;
  /** The generator where the present epoch was planned, and now. */
  readonly epochRandom: GeneratorState;
  readonly random: GeneratorState;
  readonly optimiser: OptimiserState;
  readonly weights: Weights;
  /** The matrices of the carried state, as `stateMatrices` lists them; none before the first step. */
  readonly carried: readonly Matrix[];
  readonly best?: Best;
  /** Validations since the best. */
  readonly sinceBest: number;
  /** The step of the last validation. */
  readonly validated: number;
}

/** The weights of lowest validation loss so far. */
export interface Best {
  readonly step: number;
  readonly loss: number;
  readonly weights: Weights;
}

/** Parameters of a readable or a fast model by name. */
export type Parameters = Readonly<Record<string, Matrix | Tensor>>;

/** A copy of the weights, in f64, which holds f32 exactly. */
export function copyWeights(parameters: Parameters): Weights {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, m]) => [
      name,
      m instanceof Tensor ? m.toMatrix() : m.clone(),
    ]),
  );
}

/**
 * Writes `weights` into the matrices of a model, all or none.
 * @throws RangeError if names or shapes differ, naming the first that does
 */
export function setWeights(parameters: Parameters, weights: Readonly<Weights>): void {
  const names = new Set([...Object.keys(parameters), ...Object.keys(weights)]);
  const shape = (m: Matrix | Tensor | undefined) =>
    m ? `${m.rows}×${m.columns}` : messages.absent();
  for (const name of names) {
    const [got, expected] = [shape(weights[name]), shape(parameters[name])];
    if (got !== expected) {
      throw new RangeError(messages.missingWeights({ name, got, expected }));
    }
  }
  for (const name of names) parameters[name].data.set(weights[name].data);
}
