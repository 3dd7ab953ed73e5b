// Writes ids one at a time from a fast model's own predictions. Memory is borrowed once: a step after that is a
// few calls of kernels, and the next id is drawn from the logits where they lie.
import type { RandomGenerator } from "../../random/generator";
import {
  keepLikeliest,
  requireSampling,
  requireWeights,
  type SamplingOptions,
} from "../../random/sampling";
import {
  borrowNumbers,
  clear,
  type FastInput,
  type FastLayer,
  type FastParameter,
  type Place,
} from "./fast-layer";

/** A model that reads and writes step by step, from s_0 = 0. No pass may begin while it is in use. */
export class FastSampler {
  private readonly input: FastInput;
  private readonly logits: number;
  /** Each part of the state: where a step starts and where it ends, and its bytes. */
  private readonly parts: readonly { start: number; last: number; size: number }[];
  /** Pointer to what the layer shows of the newest state. */
  private output = 0;

  /** Begins a step of the workspace: what was borrowed before is gone. */
  constructor(
    private readonly place: Place,
    private readonly layer: FastLayer,
    private readonly V: FastParameter,
    private readonly bias: FastParameter,
  ) {
    const { workspace } = place;
    workspace.beginStep();
    layer.begin({ steps: 1, batch: 1, mask: 0 });
    this.input = { kind: "ids", at: workspace.borrow(4, "id") };
    this.logits = borrowNumbers(place, V.value.rows, "logits");
    this.parts = layer.stateParts.map(({ size, start, last }) => {
      clear(place, last(), size);
      return { start: start(), last: last(), size };
    });
  }

  /** Goes on by one id. @throws RangeError for an id out of range */
  read(id: number): void {
    const { workspace, kernels } = this.place;
    const { inputSize } = this.layer;
    if (!(Number.isInteger(id) && id >= 0 && id < inputSize)) {
      throw new RangeError(
        `sample: id ${id} is out of range; give ids from 0 to ${inputSize - 1}.`,
      );
    }
    for (const { start, last, size } of this.parts) kernels.fillRows(1, size, last, start);
    workspace.i32[this.input.at / 4] = id;
    this.output = this.layer.forward(this.input);
  }

  /** The next id, as `sampleCategorical` draws it from the probabilities. @throws RangeError as it does */
  draw(random: RandomGenerator, { temperature = 1, topK }: SamplingOptions): number {
    const { kernels } = this.place;
    const { value } = this.V;
    const { logits } = this;
    kernels.fillRows(1, value.rows, this.bias.value.at, logits);
    kernels.matrixTimesColumn(
      value.rows,
      value.columns,
      value.at,
      value.columns,
      this.output,
      logits,
    );
    if (temperature === 0) return kernels.likeliest(value.rows, logits);
    let sum = kernels.temper(value.rows, logits, temperature);
    if (topK !== undefined && topK < value.rows) sum = this.cut(topK);
    requireWeights(sum);
    return kernels.pick(value.rows, logits, random.uniform() * sum);
  }

  /** @returns the sum of the weights that are left */
  private cut(topK: number): number {
    const { precision, workspace, bytes } = this.place;
    const numbers = precision === "f32" ? workspace.f32 : workspace.f64;
    const weights = numbers.subarray(this.logits / bytes, this.logits / bytes + this.V.value.rows);
    keepLikeliest(weights, topK);
    let sum = 0;
    for (const weight of weights) sum += weight;
    return sum;
  }
}

/** Reads `start`, then writes `length` ids. @throws RangeError as `FastModel.sample` */
export function sampleFast(
  sampler: FastSampler,
  start: ArrayLike<number>,
  length: number,
  options: SamplingOptions & { random: RandomGenerator },
): number[] {
  requireSampling(options);
  for (let i = 0; i < start.length; i++) sampler.read(start[i]);
  const ids: number[] = [];
  while (ids.length < length) {
    const id = sampler.draw(options.random, options);
    ids.push(id);
    if (ids.length < length) sampler.read(id);
  }
  return ids;
}
