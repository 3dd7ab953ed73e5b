// Truncated BPTT: a long sequence in pieces, the state carried from piece to piece, the gradient cut
// between them. Source: Williams & Peng 1990.
import type { LayerState } from "./sequence-layer";
import type { SequenceModel, SequencePass } from "./sequence-model";
import type { StepInput } from "./step-input";

/**
 * One pass for each piece of `length` steps (the last may be shorter), in order. Parameters may be
 * updated between two passes.
 * @throws RangeError unless length is a whole number ≥ 1, or if labels and steps differ in number
 */
export function* truncatedPasses<State extends LayerState>(
  model: SequenceModel<State>,
  xs: readonly StepInput[],
  labels: readonly Int32Array[],
  length: number,
  s0?: State,
): Generator<SequencePass<State>, void> {
  if (!(Number.isInteger(length) && length >= 1)) {
    throw new RangeError(`truncatedPasses: length is ${length}; give a whole number ≥ 1.`);
  }
  if (xs.length !== labels.length) {
    throw new RangeError(`truncatedPasses: ${labels.length} labels for ${xs.length} steps.`);
  }
  let state = s0;
  for (let at = 0; at < xs.length; at += length) {
    const piece = model.pass(xs.slice(at, at + length), labels.slice(at, at + length), state);
    state = piece.lastState;
    yield piece;
  }
}
