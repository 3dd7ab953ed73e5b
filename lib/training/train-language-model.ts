// The training loop of the character model: truncated BPTT over one long text, the state carried from
// piece to piece, clipped, one Adagrad update a piece.
import { host } from "../host/host";
import type { CarriedState } from "../layers/fast/fast-model";
import type { LayerState } from "../layers/sequence-layer";
import { clipByNorm } from "./clipping";
import type { AnyGradient, Trainable } from "./trainable";

/** What the loop reports after a step. */
export interface TrainingStep {
  /** From 1. */
  readonly step: number;
  /** Mean cross-entropy of the step's piece, nats a token. */
  readonly loss: number;
  /** Norm of all gradients before clipping. */
  readonly norm: number;
}

/** How long, in which pieces and by which rule to train. */
export interface TrainingOptions {
  /** How many updates. */
  readonly steps: number;
  /** Tokens of a piece: how far back gradients reach. */
  readonly length: number;
  readonly optimiser: { update(gradients: readonly AnyGradient[]): void };
  /** Largest norm of the gradients. */
  readonly clip: number;
  /** Called after each step; may be async. */
  readonly onStep?: (step: TrainingStep) => void | Promise<void>;
}

const STEPS_BETWEEN_POLLS = 20;

/**
 * Trains on `ids` in order, from the start again (with s_0 = 0) when they run out.
 * @throws RangeError if ids are fewer than length + 1; Error if the loss is not finite, naming the step
 */
export async function trainLanguageModel(
  model: Pick<Trainable, "zeroState" | "pass">,
  ids: Int32Array,
  options: TrainingOptions,
): Promise<void> {
  const { steps, length, optimiser, clip, onStep } = options;
  if (!(Number.isInteger(length) && length >= 1 && ids.length > length)) {
    throw new RangeError(
      `trainLanguageModel: ${ids.length} ids for pieces of ${length}; give at least ${length + 1} ids.`,
    );
  }
  let at = 0;
  let state: LayerState | CarriedState = model.zeroState();
  for (let step = 1; step <= steps; step++) {
    if (at + length + 1 > ids.length) {
      at = 0;
      state = model.zeroState();
    }
    const { xs, labels } = piece(ids, at, length);
    const { loss, lastState, gradients } = model.pass(xs, labels, state);
    const norm = clipByNorm(
      gradients.map((g) => g.gradient),
      clip,
    );
    if (!Number.isFinite(loss) || !Number.isFinite(norm)) {
      throw new Error(
        `Training stopped at step ${step}: loss ${loss}, gradient norm ${norm}; lower the learning rate or the clip.`,
      );
    }
    optimiser.update(gradients);
    state = lastState;
    at += length;
    await onStep?.({ step, loss, norm });
    if (step % STEPS_BETWEEN_POLLS === 0) await host().poll();
  }
}

/** Inputs ids[at] … and, one further, their labels, as T steps of batch 1. */
export function piece(
  ids: Int32Array,
  at: number,
  length: number,
): { xs: Int32Array[]; labels: Int32Array[] } {
  const step = (i: number) => Int32Array.of(ids[i]);
  return {
    xs: Array.from({ length }, (_, t) => step(at + t)),
    labels: Array.from({ length }, (_, t) => step(at + t + 1)),
  };
}
