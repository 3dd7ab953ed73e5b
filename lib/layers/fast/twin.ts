// Makes the fast twin of a readable layer, and the memory block that holds its parameters.
import type { Matrix } from "../../tensor/matrix";
import { type Block, Tensor } from "../../tensor/tensor";
import { BidirectionalLayer } from "../bidirectional-layer";
import type { Gate } from "../gate";
import { GRU } from "../gru";
import { LSTM } from "../lstm";
import { RecurrentLayer } from "../recurrent-layer";
import type { SequenceLayer } from "../sequence-layer";
import { StackedNetwork } from "../stacked-network";
import { FastGRU } from "./fast-gru";
import type { FastLayer, FastParameter, Place } from "./fast-layer";
import { FastLSTM } from "./fast-lstm";
import { FastBidirectional, FastStack } from "./fast-networks";
import { FastRecurrent } from "./fast-recurrent";
import type { GateParameters } from "./gated-layer";

const ALIGNMENT = 64;

/** One block for all parameters and gradients of a model. */
export class ParameterBlock {
  private readonly block: Block;
  private next: number;
  private readonly taken = new Map<Matrix, FastParameter>();

  constructor(
    private readonly place: Place,
    matrices: readonly Matrix[],
  ) {
    const numbers = matrices.reduce((sum, { data }) => sum + data.length, 0);
    // Room for each matrix twice, each start aligned; a layer without bias has one all the same.
    const bytes =
      2 * (numbers * place.bytes + (2 * matrices.length + 8) * ALIGNMENT) + this.spare(matrices);
    const at = place.workspace.allocate(bytes, "parameters and gradients");
    this.block = { workspace: place.workspace, at, bytes, released: false };
    this.next = at;
  }

  /** Matrices of one width below each other, as one parameter; each is found by itself too. */
  take(matrices: readonly Matrix[]): FastParameter {
    const columns = matrices[0].columns;
    const rows = matrices.reduce((sum, matrix) => sum + matrix.rows, 0);
    const [value, gradient] = [this.tensor(rows, columns), this.tensor(rows, columns)];
    let row = 0;
    for (const matrix of matrices) {
      const part = (whole: Tensor) =>
        this.view(whole.at + row * columns * this.place.bytes, matrix.rows, columns);
      const parameter = { value: part(value), gradient: part(gradient) };
      parameter.value.assign(matrix);
      this.taken.set(matrix, parameter);
      row += matrix.rows;
    }
    return { value, gradient };
  }

  /** The views of one matrix that was taken. */
  find(matrix: Matrix): FastParameter {
    const parameter = this.taken.get(matrix);
    if (!parameter)
      throw new Error("a parameter has no fast twin: this is a fault of the library.");
    return parameter;
  }

  release(): void {
    if (this.block.released) return;
    this.block.released = true;
    this.place.workspace.release(this.block.at, this.block.bytes);
  }

  private spare(matrices: readonly Matrix[]): number {
    const widest = matrices.reduce((most, { rows }) => Math.max(most, rows), 0);
    return 2 * matrices.length * widest * this.place.bytes;
  }

  private tensor(rows: number, columns: number): Tensor {
    const at = this.next;
    const bytes = rows * columns * this.place.bytes;
    this.next += Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
    if (this.next > this.block.at + this.block.bytes) {
      throw new Error("parameters outgrow their block: this is a fault of the library.");
    }
    return this.view(at, rows, columns);
  }

  private view(at: number, rows: number, columns: number): Tensor {
    return new Tensor(this.block, at, rows, columns, this.place.precision);
  }
}

/** @throws TypeError for a layer that is none of the library's */
export function twinOf(layer: SequenceLayer, place: Place, block: ParameterBlock): FastLayer {
  if (layer instanceof RecurrentLayer) {
    const { U, W, bias, inputSize, hiddenSize, activation } = layer;
    const parameters = { U: block.take([U]), W: block.take([W]), bias: block.take([bias]) };
    return new FastRecurrent(place, inputSize, hiddenSize, parameters, activation.name);
  }
  if (layer instanceof LSTM) {
    const { i, f, g, o } = layer.gates;
    const parameters = stackGates(block, [i, f, g, o]);
    return new FastLSTM(place, layer.inputSize, layer.hiddenSize, parameters);
  }
  if (layer instanceof GRU) {
    const { z, r, h } = layer.gates;
    const parameters = stackGates(block, [z, r, h]);
    const resetBias = block.take([layer.resetBias]);
    const { inputSize, hiddenSize, variant } = layer;
    return new FastGRU(place, inputSize, hiddenSize, parameters, resetBias, variant);
  }
  if (layer instanceof StackedNetwork) {
    return new FastStack(layer.layers.map((inner) => twinOf(inner, place, block)));
  }
  if (layer instanceof BidirectionalLayer) {
    const forwards = twinOf(layer.forwards, place, block);
    return new FastBidirectional(place, forwards, twinOf(layer.backwards, place, block));
  }
  throw new TypeError(
    `FastModel: ${layer.constructor.name} has no fast twin; run the readable model.`,
  );
}

/** The gates' matrices below each other; rows of biases too, which in memory is one row of all. */
function stackGates(block: ParameterBlock, gates: readonly Gate[]): GateParameters {
  return {
    U: block.take(gates.map(({ U }) => U)),
    W: block.take(gates.map(({ W }) => W)),
    bias: block.take(gates.map(({ bias }) => bias)),
  };
}
