// Stacks and both directions on the kernels: how the numbers of fast layers are handed on.
import {
  borrowNumbers,
  type FastInput,
  type FastLayer,
  type Place,
  type RunSize,
  type StatePart,
} from "./fast-layer";

/** Each layer's outputs are the next one's inputs; the gradients come back the same way. */
export class FastStack implements FastLayer {
  constructor(private readonly layers: readonly FastLayer[]) {}

  get inputSize(): number {
    return this.layers[0].inputSize;
  }

  get outputSize(): number {
    return this.top.outputSize;
  }

  get stateParts(): readonly StatePart[] {
    return this.layers.flatMap((layer) => layer.stateParts);
  }

  begin(size: RunSize): void {
    for (const layer of this.layers) layer.begin(size);
  }

  forward(input: FastInput): number {
    let at = 0;
    for (let i = 0; i < this.layers.length; i++) {
      at = this.layers[i].forward(i === 0 ? input : { kind: "dense", at });
    }
    return at;
  }

  dOutputs(): number {
    return this.top.dOutputs();
  }

  backward(dx: number): void {
    for (let i = this.layers.length - 1; i >= 0; i--) {
      this.layers[i].backward(i === 0 ? dx : this.layers[i - 1].dOutputs());
    }
  }

  private get top(): FastLayer {
    return this.layers[this.layers.length - 1];
  }
}

/** The backward layer gets the steps in reverse; both outputs stand side by side. */
export class FastBidirectional implements FastLayer {
  private size: RunSize = { steps: 0, batch: 0, mask: 0 };
  private outputs = 0;
  private gradients = 0;

  constructor(
    private readonly place: Place,
    private readonly forwards: FastLayer,
    private readonly backwards: FastLayer,
  ) {}

  get inputSize(): number {
    return this.forwards.inputSize;
  }

  get outputSize(): number {
    return this.forwards.outputSize + this.backwards.outputSize;
  }

  get stateParts(): readonly StatePart[] {
    return [...this.forwards.stateParts, ...this.backwards.stateParts];
  }

  begin(size: RunSize): void {
    this.size = size;
    const { steps, batch, mask } = size;
    this.forwards.begin(size);
    const reversed = mask && this.place.workspace.borrow(steps * batch, "reversed mask");
    if (mask) this.reverse(mask, batch, reversed);
    this.backwards.begin({ steps, batch, mask: reversed });
    const count = steps * batch * this.outputSize;
    this.outputs = borrowNumbers(this.place, count, "states of both directions");
    this.gradients = borrowNumbers(this.place, count, "gradients of both directions");
  }

  forward(input: FastInput): number {
    const left = this.forwards.forward(input);
    const stepBytes = input.kind === "ids" ? 4 : this.inputSize * this.place.bytes;
    const right = this.backwards.forward({
      kind: input.kind,
      at: this.reversed(input.at, stepBytes),
    });
    const n = this.forwards.outputSize;
    this.side(left, n, this.outputs, "in");
    const back = this.reversed(right, this.backwards.outputSize * this.place.bytes);
    this.side(back, this.backwards.outputSize, this.outputs + n * this.place.bytes, "in");
    return this.outputs;
  }

  dOutputs(): number {
    return this.gradients;
  }

  backward(dx: number): void {
    const { bytes, kernels } = this.place;
    const { steps, batch } = this.size;
    const [n, m] = [this.forwards.outputSize, this.inputSize];
    this.side(this.forwards.dOutputs(), n, this.gradients, "out");
    const width = this.backwards.outputSize;
    const half = borrowNumbers(this.place, steps * batch * width, "gradients from the right");
    this.side(half, width, this.gradients + n * bytes, "out");
    this.reverse(half, batch * width * bytes, this.backwards.dOutputs());
    this.forwards.backward(dx);
    const fromRight = dx && borrowNumbers(this.place, steps * batch * m, "∂E/∂x from the right");
    this.backwards.backward(fromRight);
    if (dx) kernels.add(steps * batch * m, this.reversed(fromRight, m * bytes), dx);
  }

  /** Rows of `width` numbers into, or out of, a column range of rows of outputSize numbers. */
  private side(narrow: number, width: number, wide: number, way: "in" | "out"): void {
    const { kernels } = this.place;
    const rows = this.size.steps * this.size.batch;
    if (way === "in") kernels.copyColumns(rows, width, narrow, width, wide, this.outputSize);
    else kernels.copyColumns(rows, width, wide, this.outputSize, narrow, width);
  }

  /** A copy with the steps in reverse order; a row of the batch has `rowBytes`. */
  private reversed(at: number, rowBytes: number): number {
    const { steps, batch } = this.size;
    const to = this.place.workspace.borrow(steps * batch * rowBytes, "steps in reverse");
    this.reverse(at, batch * rowBytes, to);
    return to;
  }

  private reverse(from: number, stepBytes: number, to: number): void {
    const { steps } = this.size;
    const { u8 } = this.place.workspace;
    for (let t = 0; t < steps; t++) {
      const source = from + (steps - 1 - t) * stepBytes;
      u8.copyWithin(to + t * stepBytes, source, source + stepBytes);
    }
  }
}
