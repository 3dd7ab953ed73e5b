// Weights of recurrent layers under the names of torch.nn.RNN, LSTM and GRU, and back.
//
//   here                          torch, layer l from 0 (backward direction: + "_reverse")
//   U; U_i U_f U_g U_o            weight_ih_l, one below the other in torch's order of gates
//   W; W_i W_f W_g W_o            weight_hh_l
//   bias; bias_i …                bias_ih_l; bias_hh_l is 0 and is added to bias_ih_l when read
//   GRU: r, z, h; bias_Wh         torch's r, z, n; the last third of bias_hh_l
//
// A stack of layers is num_layers, a bidirectional layer bidirectional=True, a stack of these both.
import { activations } from "../layers/activations";
import { BidirectionalLayer } from "../layers/bidirectional-layer";
import { GRU } from "../layers/gru";
import { LSTM } from "../layers/lstm";
import { RecurrentLayer } from "../layers/recurrent-layer";
import type { SequenceLayer } from "../layers/sequence-layer";
import { StackedNetwork } from "../layers/stacked-network";
import { checkpointMessages as messages } from "../messages";
import type { Matrix } from "../tensor/matrix";
import type { StoredTensor } from "./safetensors";

/** The matrices of one layer and direction, in torch's order of gates. */
interface Cell {
  readonly suffix: string;
  readonly U: readonly Matrix[];
  readonly W: readonly Matrix[];
  readonly bias: readonly Matrix[];
  /** What of bias_hh cannot be added to bias_ih, since the reset gate multiplies it. */
  readonly resetBias?: Matrix;
}

/**
 * The state_dict of the torch.nn module with the layer's weights, in f64.
 * @throws TypeError for layers that torch.nn lacks
 */
export function toTorch(layer: SequenceLayer): Map<string, StoredTensor> {
  const tensors = new Map<string, StoredTensor>();
  for (const { suffix, U, W, bias, resetBias } of cellsOf(layer)) {
    tensors.set(`weight_ih_${suffix}`, below(U));
    tensors.set(`weight_hh_${suffix}`, below(W));
    if (bias.length === 0) continue;
    const biases = joined(bias);
    tensors.set(`bias_ih_${suffix}`, { dtype: "F64", shape: [biases.length], data: biases });
    const other = new Float64Array(biases.length);
    if (resetBias) other.set(resetBias.data, biases.length - resetBias.data.length);
    tensors.set(`bias_hh_${suffix}`, { dtype: "F64", shape: [other.length], data: other });
  }
  return tensors;
}

/**
 * Writes a torch state_dict into `layer`, all or nothing.
 * @param tensors under torch's names, without a prefix
 * @throws RangeError naming the tensor that is missing, too many or of another shape; TypeError for
 *   layers that torch.nn lacks
 */
export function fromTorch(layer: SequenceLayer, tensors: ReadonlyMap<string, StoredTensor>): void {
  const expected = toTorch(layer);
  for (const [name, { shape }] of expected) {
    const found = tensors.get(name);
    if (!found) throw new RangeError(messages.missingTensor({ name }));
    const [got, wanted] = [found.shape.join("×"), shape.join("×")];
    if (got !== wanted) throw new RangeError(messages.tensorShape({ name, got, expected: wanted }));
  }
  for (const name of tensors.keys()) {
    if (!expected.has(name)) throw new RangeError(messages.extraTensor({ name }));
  }
  for (const { suffix, U, W, bias, resetBias } of cellsOf(layer)) {
    const data = (name: string) => tensors.get(`${name}_${suffix}`)!.data;
    spread(data("weight_ih"), U);
    spread(data("weight_hh"), W);
    if (bias.length === 0) continue;
    const own = resetBias?.data.length ?? 0;
    const both = data("bias_ih").slice();
    const other = data("bias_hh");
    for (let i = 0; i < both.length - own; i++) both[i] += other[i];
    resetBias?.data.set(other.subarray(both.length - own));
    spread(both, bias);
  }
}

function cellsOf(layer: SequenceLayer): Cell[] {
  const layers = layer instanceof StackedNetwork ? layer.layers : [layer];
  return layers.flatMap((each, l) =>
    each instanceof BidirectionalLayer
      ? [cellOf(each.forwards, `l${l}`), cellOf(each.backwards, `l${l}_reverse`)]
      : [cellOf(each, `l${l}`)],
  );
}

function cellOf(layer: SequenceLayer, suffix: string): Cell {
  if (layer instanceof LSTM) {
    const { i, f, g, o } = layer.gates;
    return { suffix, ...gathered([i, f, g, o]) };
  }
  if (layer instanceof GRU && layer.variant.reset === "after" && layer.variant.z === "keeps") {
    const { r, z, h } = layer.gates;
    return { suffix, ...gathered([r, z, h]), resetBias: layer.resetBias };
  }
  const plain = [activations.tanh, activations.relu];
  if (layer instanceof RecurrentLayer && plain.some((f) => f === layer.activation)) {
    return { suffix, ...gathered([layer]), ...(layer.hasBias ? {} : { bias: [] }) };
  }
  throw new TypeError(messages.noTorchName({ kind: layer.constructor.name }));
}

function gathered(gates: readonly { U: Matrix; W: Matrix; bias: Matrix }[]) {
  return {
    U: gates.map(({ U }) => U),
    W: gates.map(({ W }) => W),
    bias: gates.map(({ bias }) => bias),
  };
}

function below(matrices: readonly Matrix[]): StoredTensor {
  const rows = matrices.reduce((sum, m) => sum + m.rows, 0);
  return { dtype: "F64", shape: [rows, matrices[0].columns], data: joined(matrices) };
}

function joined(matrices: readonly Matrix[]): Float64Array {
  return Float64Array.from(matrices.flatMap((m) => Array.from(m.data)));
}

function spread(from: Float64Array, to: readonly Matrix[]): void {
  let at = 0;
  for (const { data } of to) {
    data.set(from.subarray(at, at + data.length));
    at += data.length;
  }
}
