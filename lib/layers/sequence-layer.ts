// What every recurrent layer offers, so that layers can be stacked, run in both directions, put under
// an output layer and checked, whatever is inside them.
import { Matrix } from "../tensor/matrix";
import type { Mask } from "./mask";
import type { StepInput } from "./step-input";

/** A layer's state: one B×n matrix, or named or numbered parts (LSTM: { s, c }; a stack: one a layer). */
export type LayerState = Matrix | { readonly [part: string]: LayerState } | readonly LayerState[];

/** What forward gives: s_1 … s_T (B×outputSize each), the state to go on from, the cache for backward. */
export interface LayerRun<State = LayerState, Cache = unknown> {
  readonly states: Matrix[];
  readonly lastState: State;
  readonly cache: Cache;
}

/** What backward gives: ∂E/∂parameter by name, ∂E/∂x_t (B×m each), ∂E/∂s_0. */
export interface LayerGradients<State = LayerState> {
  readonly gradients: Record<string, Matrix>;
  readonly dxs: Matrix[];
  readonly ds0: State;
}

/** A layer from x_1 … x_T (B×inputSize) to s_1 … s_T (B×outputSize). */
export interface SequenceLayer<
  State extends LayerState = LayerState,
  Cache = unknown,
  Gradients extends LayerGradients<State> = LayerGradients<State>,
> {
  readonly inputSize: number;
  readonly outputSize: number;
  /** The learned matrices by name. */
  readonly parameters: Record<string, Matrix>;
  /** s_0 = 0 for a batch of B. */
  zeroState(batch?: number): State;
  /** @throws RangeError for an empty sequence, a wrong shape, mask or id */
  forward(xs: readonly StepInput[], s0?: State, mask?: Mask): LayerRun<State, Cache>;
  /**
   * Backpropagation through time.
   * @param dStates ∂E_t/∂s_t for each step: what the losses ask of each state directly
   * @param dLastState ∂E/∂ of forward's lastState from a loss beyond this piece; 0 if left out
   * @throws RangeError if numbers or shapes differ from forward's
   */
  backward(dStates: readonly Matrix[], cache: Cache, dLastState?: State): Gradients;
}

/** A layer that looks back only, so that it can go on step by step at O(1) a step. */
export interface StepLayer<
  State extends LayerState = LayerState,
  Cache = unknown,
  Gradients extends LayerGradients<State> = LayerGradients<State>,
> extends SequenceLayer<State, Cache, Gradients> {
  /** The state after x. @param t its number, for messages */
  step(x: StepInput, previous: State, t?: number): State;
  /** What the layer shows of a state: s, B×outputSize. */
  output(state: State): Matrix;
}

/** Whether `layer` can go on step by step. */
export function isStepLayer(layer: SequenceLayer): layer is StepLayer {
  return "step" in layer && "output" in layer;
}

/** `layer`, to be run step by step. @throws TypeError if it reads in both directions */
export function stepping<State extends LayerState>(layer: SequenceLayer<State>): StepLayer<State> {
  if (!isStepLayer(layer)) {
    throw new TypeError(
      "step: this layer reads in both directions, so no state follows from one step; use forward.",
    );
  }
  return layer as StepLayer<State>;
}

/** The matrices of a state with names such as "s_0", "s_0.c" or "s_0(2)". */
export function stateMatrices(state: LayerState, name = "s_0"): { name: string; value: Matrix }[] {
  if (state instanceof Matrix) return [{ name, value: state }];
  if (Array.isArray(state)) {
    return state.flatMap((part: LayerState, i) => stateMatrices(part, `${name}(${i + 1})`));
  }
  return Object.entries(state).flatMap(([part, inner]) =>
    stateMatrices(inner as LayerState, `${name}.${part}`),
  );
}

/** @throws RangeError unless there is one gradient for each state */
export function requireSteps(dStates: readonly Matrix[], states: readonly unknown[]): void {
  if (dStates.length !== states.length) {
    throw new RangeError(`backward: ${dStates.length} gradients for ${states.length} states.`);
  }
}

/** @throws RangeError for a sequence without steps */
export function requireSequence(xs: readonly StepInput[]): void {
  if (xs.length === 0)
    throw new RangeError("forward: the sequence is empty; give at least 1 step.");
}
