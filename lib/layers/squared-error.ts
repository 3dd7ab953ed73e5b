// The mean squared error, for any outputs.
import { Matrix, requireShape } from "../tensor/matrix";
import { type Mask, requireMask } from "./mask";

/**
 * E = (1/N) Σ (o − y)² over the N numbers that are no padding, and its gradient 2 (o − y) / N.
 * @param outputs o_t, B×K each
 * @param targets y_t, of the same shapes; null for a step without one
 * @throws RangeError if numbers of steps or shapes differ, or all is padding
 */
export function meanSquaredError(
  outputs: readonly Matrix[],
  targets: readonly (Matrix | null)[],
  mask?: Mask,
): { loss: number; dOutputs: Matrix[] } {
  if (outputs.length !== targets.length) {
    throw new RangeError(`${targets.length} steps of targets for ${outputs.length} outputs.`);
  }
  requireMask(mask, outputs.length, outputs[0]?.rows ?? 0);
  let count = 0;
  let sum = 0;
  const dOutputs = outputs.map((o, t) => {
    const d = new Matrix(o.rows, o.columns);
    const target = targets[t];
    if (target === null) return d;
    requireShape(`target at step ${t + 1}`, target, o.rows, o.columns);
    for (let i = 0; i < d.data.length; i++) {
      if (mask && mask[t][Math.floor(i / o.columns)] === 0) continue;
      d.data[i] = o.data[i] - target.data[i];
      sum += d.data[i] * d.data[i];
      count++;
    }
    return d;
  });
  if (count === 0) throw new RangeError("meanSquaredError: all is padding; give 1 number or more.");
  for (const d of dOutputs) for (let i = 0; i < d.data.length; i++) d.data[i] *= 2 / count;
  return { loss: sum / count, dOutputs };
}
