// Training that has left the finite numbers: says at which step, and where the gradient is largest.
import { trainingMessages as messages } from "../messages";
import type { Matrix } from "../tensor/matrix";
import type { Tensor } from "../tensor/tensor";
import { gradientNorm } from "./clipping";
import type { AnyGradient } from "./trainable";

interface Place {
  readonly name: string;
  readonly row: number;
  readonly column: number;
  readonly value: number;
}

/** Thrown when the loss, a gradient or a weight is NaN or Infinity. */
export class NotFiniteError extends Error {
  override readonly name = "NotFiniteError";

  constructor(
    readonly step: number,
    what: string,
    /** Where the gradient is largest: the first that is not finite, or else of largest size. */
    readonly largest: Place | undefined,
    options?: ErrorOptions,
  ) {
    const where = largest ? describe(largest) : messages.noGradient();
    super(messages.notFinite({ step, what, largest: where }), options);
  }
}

/** @throws NotFiniteError unless loss and norm are finite */
export function requireFinite(
  step: number,
  loss: number,
  norm: number,
  gradients: readonly AnyGradient[],
): void {
  if (Number.isFinite(loss) && Number.isFinite(norm)) return;
  const what = messages.lossAndNorm({ loss: String(loss), norm: String(norm) });
  throw new NotFiniteError(step, what, largestOf(gradients));
}

/** @throws NotFiniteError if a weight is not finite after the update */
export function requireFiniteWeights(step: number, gradients: readonly AnyGradient[]): void {
  for (const { name, value } of gradients) {
    if (Number.isFinite(gradientNorm([value]))) continue;
    const at = value.data.findIndex((w: number) => !Number.isFinite(w));
    if (at < 0) continue;
    const what = messages.weightNotFinite({ place: describe(placeOf(name, value, at)) });
    throw new NotFiniteError(step, what, largestOf(gradients));
  }
}

/** A layer's own refusal of NaN or Infinity, with the step named; any other error as it is. */
export function explainFailure(
  error: unknown,
  step: number,
  before: readonly AnyGradient[],
): unknown {
  if (!(error instanceof RangeError && /NaN|Infinity/.test(error.message))) return error;
  const what = messages.passFailed({ error: error.message.replace(/[.;]$/, "") });
  return new NotFiniteError(step, what, largestOf(before), { cause: error });
}

function largestOf(gradients: readonly AnyGradient[]): Place | undefined {
  let largest: Place | undefined;
  for (const { name, gradient } of gradients) {
    for (let i = 0; i < gradient.data.length; i++) {
      if (!Number.isFinite(gradient.data[i])) return placeOf(name, gradient, i);
      if (Math.abs(gradient.data[i]) > Math.abs(largest?.value ?? 0)) {
        largest = placeOf(name, gradient, i);
      }
    }
  }
  return largest;
}

function placeOf(name: string, { columns, data }: Matrix | Tensor, i: number): Place {
  return { name, row: Math.floor(i / columns), column: i % columns, value: data[i] };
}

function describe({ value, ...place }: Place): string {
  const text = Number.isFinite(value) ? value.toExponential(2) : String(value);
  return messages.place({ ...place, value: text });
}
