// The LSTM on the kernels, gates in the order i, f, g, o.
import { borrowNumbers, clear, type Place, type RunSize, type StatePart } from "./fast-layer";
import { GatedLayer, type GateParameters } from "./gated-layer";

export class FastLSTM extends GatedLayer {
  /** T + 1 blocks of cells, T of tanh(c_t), one of ∂E/∂c and one to keep it in. */
  private cells = 0;
  private tanhCells = 0;
  private dCell = 0;
  private kept = 0;

  constructor(place: Place, inputSize: number, hiddenSize: number, parameters: GateParameters) {
    super(place, inputSize, hiddenSize, 4, parameters);
  }

  override get stateParts(): readonly StatePart[] {
    return [
      ...super.stateParts,
      this.statePart(
        () => this.cells,
        () => this.dCell,
      ),
    ];
  }

  override begin(size: RunSize): void {
    super.begin(size);
    const block = size.batch * this.hiddenSize;
    this.cells = borrowNumbers(this.place, (size.steps + 1) * block, "cells");
    this.tanhCells = borrowNumbers(this.place, size.steps * block, "tanh of cells");
    this.dCell = borrowNumbers(this.place, block, "gradient of the cell");
    this.kept = borrowNumbers(this.place, block, "gradient of the cell, kept");
  }

  protected override beginBackward(): void {
    clear(this.place, this.dCell, this.size.batch * this.hiddenSize);
  }

  protected stepForward(t: number): void {
    const { kernels } = this.place;
    const [n, B, mask] = [this.hiddenSize, this.size.batch, this.maskAt(t)];
    const [before, net, s] = [this.before(t), this.netAt(t), this.before(t + 1)];
    const [cBefore, c] = [this.cell(t), this.cell(t + 1)];
    this.addSWt(before, 0, 4 * n, net, 4 * n);
    kernels.lstm(B, n, net, cBefore, c, this.tanhCells + t * this.stateBytes, s);
    if (!mask) return;
    kernels.carryPadded(B, n, mask, before, s);
    kernels.carryPadded(B, n, mask, cBefore, c);
  }

  protected stepBackward(t: number): void {
    const { kernels, workspace } = this.place;
    const [n, B, mask] = [this.hiddenSize, this.size.batch, this.maskAt(t)];
    const [ds, delta, dBefore] = [this.dBefore(t + 1), this.deltaAt(t), this.dBefore(t)];
    const tanhC = this.tanhCells + t * this.stateBytes;
    if (mask) workspace.u8.copyWithin(this.kept, this.dCell, this.dCell + this.stateBytes);
    kernels.lstmBack(B, n, this.netAt(t), this.cell(t), tanhC, ds, this.dCell, delta);
    if (mask) kernels.carryPadded(B, 4 * n, mask, 0, delta);
    this.addDeltaW(delta, 4 * n, this.parameters.W.value.at, 4 * n, dBefore);
    if (!mask) return;
    kernels.addPadded(B, n, mask, ds, dBefore);
    kernels.carryPadded(B, n, mask, this.kept, this.dCell);
  }

  /** c_{t−1} for t from 0. */
  private cell(t: number): number {
    return this.cells + t * this.stateBytes;
  }
}
