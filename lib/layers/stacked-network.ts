// The deep network of the article's section 4: the states of layer i − 1 are the inputs of layer i.
import type { Matrix } from "../tensor/matrix";
import type { Mask } from "./mask";
import {
  type LayerGradients,
  type LayerRun,
  type LayerState,
  type SequenceLayer,
  type StepLayer,
  stepping,
} from "./sequence-layer";
import type { StepInput } from "./step-input";

/** The gradients of each layer, lowest first. */
export interface StackGradients extends LayerGradients<LayerState[]> {
  readonly layers: LayerGradients[];
}

/** s_t^(i) from s_t^(i−1), any number of layers, of any kinds. A parameter of layer 2 is called U(2). */
export class StackedNetwork implements StepLayer<LayerState[], LayerRun[]> {
  /** @param layers lowest first @throws RangeError for no layer, or sizes that do not follow on */
  constructor(readonly layers: readonly SequenceLayer[]) {
    if (layers.length === 0) throw new RangeError("StackedNetwork: no layers; give at least 1.");
    layers.forEach((layer, i) => {
      if (i > 0 && layer.inputSize !== layers[i - 1].outputSize) {
        throw new RangeError(
          `StackedNetwork: layer ${i + 1} takes inputs of ${layer.inputSize}, layer ${i} gives ${layers[i - 1].outputSize}; give equal sizes.`,
        );
      }
    });
  }

  get inputSize(): number {
    return this.layers[0].inputSize;
  }

  get outputSize(): number {
    return this.layers[this.layers.length - 1].outputSize;
  }

  get parameters(): Record<string, Matrix> {
    return numbered(this.layers.map((layer) => layer.parameters));
  }

  zeroState(batch = 1): LayerState[] {
    return this.layers.map((layer) => layer.zeroState(batch));
  }

  /** One step through all layers. @throws TypeError if a layer reads in both directions */
  step(x: StepInput, previous: LayerState[], t = 1): LayerState[] {
    let input = x;
    return this.layers.map((layer, i) => {
      const next = stepping(layer).step(input, previous[i], t);
      input = stepping(layer).output(next);
      return next;
    });
  }

  output(state: LayerState[]): Matrix {
    const top = this.layers.length - 1;
    return stepping(this.layers[top]).output(state[top]);
  }

  forward(
    xs: readonly StepInput[],
    s0?: LayerState[],
    mask?: Mask,
  ): LayerRun<LayerState[], LayerRun[]> {
    const runs: LayerRun[] = [];
    let inputs = xs;
    this.layers.forEach((layer, i) => {
      runs[i] = layer.forward(inputs, s0?.[i], mask);
      inputs = runs[i].states;
    });
    return {
      states: runs[runs.length - 1].states,
      lastState: runs.map((run) => run.lastState),
      cache: runs,
    };
  }

  backward(
    dStates: readonly Matrix[],
    runs: LayerRun[],
    dLastState?: LayerState[],
  ): StackGradients {
    const layers: LayerGradients[] = new Array(runs.length);
    let fromAbove = dStates;
    for (let i = runs.length - 1; i >= 0; i--) {
      layers[i] = this.layers[i].backward(fromAbove, runs[i].cache, dLastState?.[i]);
      fromAbove = layers[i].dxs; // (4)
    }
    return {
      gradients: numbered(layers.map((layer) => layer.gradients)),
      dxs: layers[0].dxs,
      ds0: layers.map((layer) => layer.ds0),
      layers,
    };
  }
}

function numbered(layers: Record<string, Matrix>[]): Record<string, Matrix> {
  return Object.fromEntries(
    layers.flatMap((matrices, i) =>
      Object.entries(matrices).map(([name, m]) => [`${name}(${i + 1})`, m]),
    ),
  );
}
