// What can be trained: a readable model, or its fast twin on the kernels.
import { CarriedState, type FastGradient } from "../layers/fast/fast-model";
import type { Mask } from "../layers/mask";
import type { LayerState } from "../layers/sequence-layer";
import type { ParameterGradient } from "../layers/sequence-model";
import type { Matrix } from "../tensor/matrix";
import type { Tensor } from "../tensor/tensor";

/** A parameter and its gradient, of a readable or a fast model. */
export type AnyGradient = ParameterGradient | FastGradient;

/** A state to go on from: of a fast model, it stands for numbers that its next pass overwrites. */
export type AnyState = LayerState | CarriedState;

/** The state's own numbers, which stay as they are whatever else runs. */
export function copyState(state: AnyState): LayerState {
  return state instanceof CarriedState ? state.read() : state;
}

/** A `SequenceModel` or a `FastModel` that reads ids. */
export interface Trainable {
  readonly parameters: Readonly<Record<string, Matrix | Tensor>>;
  zeroState(batch?: number): LayerState;
  /** Loss, state to go on from, and gradients of one piece. */
  pass(
    xs: readonly Int32Array[],
    labels: readonly Int32Array[],
    s0?: AnyState,
    mask?: Mask,
  ): {
    readonly loss: number;
    readonly lastState: AnyState;
    readonly gradients: readonly AnyGradient[];
  };
  /** Loss and state to go on from, without gradients. */
  evaluate(
    xs: readonly Int32Array[],
    labels: readonly Int32Array[],
    s0?: AnyState,
    mask?: Mask,
  ): { readonly loss: number; readonly lastState: AnyState };
  /** The state to go on from is all that training needs of it. */
  predict(xs: readonly Int32Array[], s0?: AnyState, mask?: Mask): { readonly lastState: AnyState };
}
