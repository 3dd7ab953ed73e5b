// The three deep networks that the workbook compares, made of layers of one kind.

import { BidirectionalLayer } from "./bidirectional-layer";
import { requireSize } from "./initialise";
import type { SequenceLayer } from "./sequence-layer";
import { StackedNetwork } from "./stacked-network";

/**
 * "forward": every layer looks back. "separate": a forward and a backward stack that meet only below
 * the output, as the article writes it. "crossed": both directions side by side into each next layer,
 * as in Irsoy & Cardie 2014 and PyTorch.
 */
export type DeepNetworkKind = "forward" | "separate" | "crossed";

/**
 * @param makeLayer makes one layer of the given input size; called once a layer and direction,
 *   lowest first, forward before backward
 * @throws RangeError unless depth is a whole number ≥ 1
 */
export function deepNetwork(
  kind: "forward" | "crossed",
  depth: number,
  inputSize: number,
  makeLayer: (inputSize: number) => SequenceLayer,
): StackedNetwork;
export function deepNetwork(
  kind: "separate",
  depth: number,
  inputSize: number,
  makeLayer: (inputSize: number) => SequenceLayer,
): BidirectionalLayer;
export function deepNetwork(
  kind: DeepNetworkKind,
  depth: number,
  inputSize: number,
  makeLayer: (inputSize: number) => SequenceLayer,
): SequenceLayer;
export function deepNetwork(
  kind: DeepNetworkKind,
  depth: number,
  inputSize: number,
  makeLayer: (inputSize: number) => SequenceLayer,
): SequenceLayer {
  requireSize("depth", depth);
  const stack = (make: (size: number) => SequenceLayer) => {
    const layers: SequenceLayer[] = [];
    for (let i = 0, size = inputSize; i < depth; i++) {
      layers.push(make(size));
      size = layers[i].outputSize;
    }
    return new StackedNetwork(layers);
  };
  if (kind === "forward") return stack(makeLayer);
  if (kind === "separate") return new BidirectionalLayer(stack(makeLayer), stack(makeLayer));
  return stack((size) => new BidirectionalLayer(makeLayer(size), makeLayer(size)));
}
