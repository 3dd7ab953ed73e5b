// The bidirectional network of the article's section 3: one layer reads forward, another backward; they
// share no weights. At each step their states stand side by side, so that o_t = g([V V′] [s_t; s′_t]).
import { apart, besides } from "../tensor/element-wise";
import type { Matrix } from "../tensor/matrix";
import { type Mask, requireMask } from "./mask";
import {
  type LayerGradients,
  type LayerRun,
  type LayerState,
  requireSteps,
  type SequenceLayer,
} from "./sequence-layer";
import type { StepInput } from "./step-input";

/** The states that both directions start from, or end with: s′ starts after the last step. */
export interface BothStates {
  readonly forward: LayerState;
  readonly backward: LayerState;
  readonly [direction: string]: LayerState;
}

/** What forward keeps: the runs of both directions, `backward` in its own order, last step first. */
export interface BothRuns {
  readonly forward: LayerRun;
  readonly backward: LayerRun;
}

/** The gradients of both directions, `backward` in its own order, last step first. */
export interface BothGradients extends LayerGradients<BothStates> {
  readonly directions: { readonly forward: LayerGradients; readonly backward: LayerGradients };
}

/** s_t beside s′_t, B×(n + n′). Parameters of the backward direction have a prime: U′, W′. */
export class BidirectionalLayer implements SequenceLayer<BothStates, BothRuns> {
  /** @throws RangeError unless both layers take inputs of one size */
  constructor(
    readonly forwards: SequenceLayer,
    readonly backwards: SequenceLayer,
  ) {
    if (forwards.inputSize !== backwards.inputSize) {
      throw new RangeError(
        `BidirectionalLayer: input sizes ${forwards.inputSize} and ${backwards.inputSize}; give two layers of one input size.`,
      );
    }
  }

  get inputSize(): number {
    return this.forwards.inputSize;
  }

  get outputSize(): number {
    return this.forwards.outputSize + this.backwards.outputSize;
  }

  get parameters(): Record<string, Matrix> {
    return { ...this.forwards.parameters, ...primed(this.backwards.parameters) };
  }

  zeroState(batch = 1): BothStates {
    return { forward: this.forwards.zeroState(batch), backward: this.backwards.zeroState(batch) };
  }

  forward(
    xs: readonly StepInput[],
    s0?: BothStates,
    mask?: Mask,
  ): LayerRun<BothStates, BothRuns> & BothRuns {
    if (mask) requireMask(mask, xs.length, mask[0]?.length ?? 0);
    const forward = this.forwards.forward(xs, s0?.forward, mask);
    const backward = this.backwards.forward(xs.toReversed(), s0?.backward, mask?.toReversed());
    const fromRight = backward.states.toReversed();
    return {
      states: forward.states.map((s, t) => besides(s, fromRight[t])),
      lastState: { forward: forward.lastState, backward: backward.lastState },
      cache: { forward, backward },
      forward,
      backward,
    };
  }

  backward(
    dStates: readonly Matrix[],
    { forward, backward }: BothRuns,
    dLastState?: BothStates,
  ): BothGradients {
    requireSteps(dStates, forward.states);
    const halves = dStates.map((d) => apart(d, this.forwards.outputSize));
    const left = this.forwards.backward(
      halves.map(([d]) => d),
      forward.cache,
      dLastState?.forward,
    );
    const right = this.backwards.backward(
      halves.map(([, d]) => d).reverse(),
      backward.cache,
      dLastState?.backward,
    );
    const fromRight = right.dxs.toReversed();
    for (let t = 0; t < left.dxs.length; t++) add(left.dxs[t], fromRight[t]);
    return {
      gradients: { ...left.gradients, ...primed(right.gradients) },
      dxs: left.dxs,
      ds0: { forward: left.ds0, backward: right.ds0 },
      directions: { forward: left, backward: right },
    };
  }
}

function primed(matrices: Record<string, Matrix>): Record<string, Matrix> {
  return Object.fromEntries(Object.entries(matrices).map(([name, m]) => [`${name}′`, m]));
}

function add(to: Matrix, from: Matrix): void {
  for (let i = 0; i < to.data.length; i++) to.data[i] += from.data[i];
}
