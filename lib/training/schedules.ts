// Learning rate schedules: the factor of the first learning rate at each step.
import { exp } from "../tensor/elementary";
import { requireSetting } from "./optimiser";

/** The factor of the learning rate at `step`, counted from 1. */
export type Schedule = (step: number) => number;

export const schedules = {
  /** 1 throughout. */
  constant: (): Schedule => () => 1,

  /** From 1 at the first step down to 0 after `steps`, in a straight line. */
  linear(steps: number): Schedule {
    requireCount("steps", steps);
    return (step) => Math.max(0, 1 - (step - 1) / steps);
  },

  /** (1 + cos(π (step − 1) / steps)) / 2. Source: Loshchilov & Hutter 2017, equation 5. */
  cosine(steps: number): Schedule {
    requireCount("steps", steps);
    return (step) => {
      const c = cosineTo90((Math.PI / 2) * Math.min(1, (step - 1) / steps));
      return c * c;
    };
  },

  /** Halved every `halfLife` steps, smoothly. */
  exponential(halfLife: number): Schedule {
    requireCount("halfLife", halfLife);
    return (step) => exp((-Math.LN2 * (step - 1)) / halfLife);
  },

  /** Times `factor` after every `every` steps. */
  staircase(every: number, factor: number): Schedule {
    requireCount("every", every);
    requireSetting("factor", factor, factor > 0 && factor <= 1, "a number above 0, at most 1");
    return (step) => {
      let rate = 1;
      for (let i = Math.floor((step - 1) / every); i > 0; i--) rate *= factor;
      return rate;
    };
  },

  /** Rises from 1/steps to 1 over the first `steps`, then goes on with `next`, counted anew. */
  warmup(steps: number, next: Schedule): Schedule {
    requireCount("steps", steps);
    return (step) => (step <= steps ? step / steps : next(step - steps));
  },
} as const;

function requireCount(name: string, value: number): void {
  requireSetting(name, value, Number.isInteger(value) && value >= 1, "a whole number ≥ 1");
}

/** cos x for 0 ≤ x ≤ π/2 by its Taylor series: the engines' Math.cos differ in the last bit. */
function cosineTo90(x: number): number {
  let sum = 1;
  for (let n = 24; n >= 2; n -= 2) sum = 1 - ((x * x) / (n * (n - 1))) * sum;
  return sum;
}
