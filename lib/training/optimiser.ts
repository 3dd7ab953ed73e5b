// What all optimisers share: the running numbers they keep for each parameter, the learning rate that
// schedules change, and a state that a checkpoint can hold.
import type { ParameterGradient } from "../layers/sequence-model";
import { trainingMessages as messages } from "../messages";
import type { Matrix } from "../tensor/matrix";

/** All that an optimiser has to remember to go on with the same bits. */
export interface OptimiserState {
  readonly kind: string;
  /** Updates done. */
  readonly steps: number;
  readonly learningRate: number;
  /** For each parameter by name, its slots by name, such as Σ g² of Adagrad; as long as the parameter. */
  readonly slots: Readonly<Record<string, Readonly<Record<string, Float64Array>>>>;
}

type Slots = Record<string, Float64Array>;

/** Changes weights by their gradients. One optimiser belongs to one model. */
export abstract class Optimiser {
  /** Its name in checkpoints and configurations. */
  abstract readonly kind: string;
  protected abstract readonly slotNames: readonly string[];
  private readonly kept = new Map<string, { value?: Matrix; slots: Slots }>();
  private updates = 0;

  /** @throws RangeError unless learningRate is a finite number > 0 */
  constructor(private rate: number) {
    requireSetting("learningRate", rate, rate > 0 && Number.isFinite(rate), "a number > 0");
  }

  get learningRate(): number {
    return this.rate;
  }

  /** Schedules set it; 0 is allowed here: the last step of a decay. @throws RangeError below 0 */
  set learningRate(rate: number) {
    requireSetting("learningRate", rate, rate >= 0 && Number.isFinite(rate), "a number ≥ 0");
    this.rate = rate;
  }

  /** Updates done so far. */
  get steps(): number {
    return this.updates;
  }

  /**
   * One update of all parameters, in place.
   * @throws Error if a parameter of that name was another matrix before: one optimiser, one model
   */
  update(gradients: readonly ParameterGradient[]): void {
    const slots = gradients.map((parameter) => this.slotsOf(parameter)); // all, before any changes
    this.updates++;
    gradients.forEach(({ value, gradient }, i) => {
      this.change(value.data, gradient.data, slots[i]);
    });
  }

  /** A copy of all it remembers. */
  state(): OptimiserState {
    const slots = Object.fromEntries(
      Array.from(this.kept, ([name, kept]) => [name, copyOf(kept.slots)]),
    );
    return { kind: this.kind, steps: this.updates, learningRate: this.rate, slots };
  }

  /** Goes on from `state`. @throws RangeError if it is another optimiser's, or lacks a slot */
  restore(state: OptimiserState): void {
    if (state.kind !== this.kind) {
      throw new RangeError(messages.otherOptimiser({ kind: state.kind, expected: this.kind }));
    }
    for (const [parameter, slots] of Object.entries(state.slots)) {
      const missing = this.slotNames.find((name) => !(slots[name] instanceof Float64Array));
      if (missing !== undefined) {
        throw new RangeError(messages.missingSlot({ kind: this.kind, parameter, slot: missing }));
      }
    }
    this.learningRate = state.learningRate;
    this.updates = state.steps;
    this.kept.clear();
    for (const [name, slots] of Object.entries(state.slots)) {
      this.kept.set(name, { slots: copyOf(slots) });
    }
  }

  /** w changes by g; `slots` are this parameter's. `steps` counts this update already. */
  protected abstract change(w: Float64Array, g: Float64Array, slots: Slots): void;

  private slotsOf({ name, value }: ParameterGradient): Slots {
    let kept = this.kept.get(name);
    if (!kept) {
      const fresh = this.slotNames.map((slot) => [slot, new Float64Array(value.data.length)]);
      kept = { value, slots: Object.fromEntries(fresh) };
      this.kept.set(name, kept);
    }
    kept.value ??= value; // after restore
    const fits = this.slotNames.every((slot) => kept.slots[slot].length === value.data.length);
    if (kept.value !== value || !fits) {
      throw new Error(messages.otherModel({ kind: this.kind, parameter: name }));
    }
    return kept.slots;
  }
}

function copyOf(slots: Readonly<Slots>): Slots {
  return Object.fromEntries(Object.entries(slots).map(([name, slot]) => [name, slot.slice()]));
}

/** @throws RangeError naming the setting unless it is `fine` */
export function requireSetting(name: string, value: number, fine: boolean, wanted: string): void {
  if (!fine) throw new RangeError(messages.badSetting({ name, value: String(value), wanted }));
}

/** β^n for a whole n ≥ 0, by squaring: only products, so the same bits everywhere. */
export function power(base: number, n: number): number {
  let result = 1;
  for (let square = base, left = n; left > 0; left = Math.floor(left / 2), square *= square) {
    if (left % 2 === 1) result *= square;
  }
  return result;
}
