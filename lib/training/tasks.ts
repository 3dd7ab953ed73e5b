// Made-up tasks in which the distance that a net must remember over is a setting.
import { PADDING } from "../layers/softmax-output";
import type { RandomGenerator } from "../random/generator";
import type { Example } from "./batches";
import { requireSetting } from "./optimiser";

/** How many symbols delayed recall has to remember one of, and how many distractors there are. */
const SYMBOLS = 4;

/** Number of different ids in delayed recall: 4 symbols, 4 distractors, the question. */
export const RECALL_IDS: number = 2 * SYMBOLS + 1;

/**
 * Delayed recall: one of 4 symbols (ids 0 to 3), `distance` distractors (ids 4 to 7), then the question
 * (id 8), whose label is the symbol. Length distance + 2. In spirit after Hochreiter & Schmidhuber 1997.
 * @throws RangeError unless both numbers are whole and ≥ 1
 */
export function delayedRecall(count: number, distance: number, random: RandomGenerator): Example[] {
  requireWhole({ count, distance });
  return Array.from({ length: count }, () => {
    const inputs = new Int32Array(distance + 2);
    for (let t = 0; t <= distance; t++) inputs[t] = random.integer(SYMBOLS) + (t > 0 ? SYMBOLS : 0);
    inputs[distance + 1] = 2 * SYMBOLS;
    const labels = new Int32Array(distance + 2).fill(PADDING);
    labels[distance + 1] = inputs[0];
    return { inputs, labels };
  });
}

/**
 * Echo: random bits, and at each step the bit of `lag` steps before is asked for.
 * @throws RangeError unless all numbers are whole and ≥ 1
 */
export function echo(
  count: number,
  { steps, lag }: { steps: number; lag: number },
  random: RandomGenerator,
): Example[] {
  requireWhole({ count, steps, lag });
  return Array.from({ length: count }, () => {
    const inputs = Int32Array.from({ length: steps }, () => random.integer(2));
    return { inputs, labels: inputs.map((_, t) => (t < lag ? PADDING : inputs[t - lag])) };
  });
}

function requireWhole(numbers: Record<string, number>): void {
  for (const [name, value] of Object.entries(numbers)) {
    requireSetting(name, value, Number.isSafeInteger(value) && value >= 1, "a whole number ≥ 1");
  }
}
