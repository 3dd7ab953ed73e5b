// What all optimisers share: the running numbers they keep for each parameter, the learning rate that
// schedules change, and a state that a checkpoint can hold.

import { trainingMessages as messages } from "../messages";
import type { Kernels } from "../tensor/kernels";
import type { Matrix } from "../tensor/matrix";
import { Tensor } from "../tensor/tensor";
import type { AnyGradient } from "./trainable";

/** All that an optimiser has to remember to go on with the same bits. */
export interface OptimiserState {
  readonly kind: string;
  /** Updates done. */
  readonly steps: number;
  readonly learningRate: number;
  /** For each parameter by name, its slots by name, such as Σ g² of Adagrad; as long as the parameter. */
  readonly slots: Readonly<Record<string, Readonly<Record<string, Float64Array>>>>;
}

/** A parameter's running numbers by name: beside a matrix, or in the workspace beside a tensor. */
type Slots = Record<string, Float64Array | Tensor>;

/** What is kept of a parameter; once it was updated, the tensors it belongs to and the pointers to them. */
interface Kept {
  slots: Slots;
  value?: Matrix | Tensor;
  gradient?: Tensor;
  update?: FastUpdate;
}

/** A parameter of a fast model: how many numbers it has, and pointers to them, in their precision. */
export interface FastUpdate {
  readonly kernels: Kernels;
  readonly count: number;
  readonly w: number;
  readonly g: number;
  readonly slots: Readonly<Record<string, number>>;
}

/** Changes weights by their gradients. One optimiser belongs to one model, readable or fast. */
export abstract class Optimiser {
  /** Its name in checkpoints and configurations. */
  abstract readonly kind: string;
  protected abstract readonly slotNames: readonly string[];
  private readonly kept = new Map<string, Kept>();
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
   * @throws Error if a parameter of that name was another one before: one optimiser, one model
   */
  update(gradients: readonly AnyGradient[]): void {
    const all = gradients.map((parameter) => this.keptOf(parameter)); // before any changes
    this.updates++;
    gradients.forEach(({ value, gradient }, i) => {
      const slots = all[i].slots as Record<string, Float64Array>;
      if (value instanceof Tensor) this.changeFast(updateOf(all[i], value, gradient as Tensor));
      else this.change(value.data, (gradient as Matrix).data, slots);
    });
  }

  /** A copy of all it remembers; numbers in f32 are kept exactly. */
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
    this.dispose();
    this.updates = state.steps;
    for (const [name, slots] of Object.entries(state.slots)) {
      this.kept.set(name, { slots: copyOf(slots) });
    }
  }

  /** Forgets all and gives back the memory taken for a fast model; then it can begin anew. */
  dispose(): void {
    for (const { slots } of this.kept.values()) {
      for (const slot of Object.values(slots)) if (slot instanceof Tensor) release(slot);
    }
    this.kept.clear();
    this.updates = 0;
  }

  /** w changes by g; `slots` are this parameter's. `steps` counts this update already. */
  protected abstract change(
    w: Float64Array,
    g: Float64Array,
    slots: Record<string, Float64Array>,
  ): void;

  /** The same on the kernels: one fused loop. */
  protected abstract changeFast(update: FastUpdate): void;

  private keptOf({ name, value }: AnyGradient): Kept {
    const { length } = value.data; // throws if the model was disposed of
    let kept = this.kept.get(name);
    if (kept?.value === value) return kept;
    if (!kept) {
      const fresh = this.slotNames.map((slot) => [slot, new Float64Array(length)]);
      kept = { slots: Object.fromEntries(fresh) };
      this.kept.set(name, kept);
    }
    const fits = Object.values(kept.slots).every((slot) => lengthOf(slot) === length);
    if ((kept.value ?? value) !== value || !fits) {
      throw new Error(messages.otherModel({ kind: this.kind, parameter: name }));
    }
    if (kept.value === undefined && value instanceof Tensor) {
      kept.slots = this.besides(value, kept.slots as Record<string, Float64Array>);
    }
    kept.value = value;
    return kept;
  }

  /** The slots as tensors in the memory of `value`. */
  private besides(value: Tensor, slots: Record<string, Float64Array>): Record<string, Tensor> {
    const { rows, columns, precision, block } = value;
    const { workspace } = block;
    const moved = Object.entries(slots).map(([name, numbers]) => {
      const bytes = numbers.length * value.data.BYTES_PER_ELEMENT;
      const at = workspace.allocate(bytes, this.kind);
      const tensor = new Tensor(
        { workspace, at, bytes, released: false },
        at,
        rows,
        columns,
        precision,
      );
      tensor.data.set(numbers);
      return [name, tensor];
    });
    return Object.fromEntries(moved);
  }
}

/** The pointers, made once: a step of a small net takes tens of microseconds in all. */
function updateOf(kept: Kept, value: Tensor, gradient: Tensor): FastUpdate {
  if (kept.update && kept.gradient === gradient) return kept.update;
  const slots = Object.entries(kept.slots as Record<string, Tensor>);
  kept.gradient = gradient;
  kept.update = {
    kernels: value.block.workspace.kernels(value.precision),
    count: value.data.length,
    w: value.at,
    g: gradient.at,
    slots: Object.fromEntries(slots.map(([name, { at }]) => [name, at])),
  };
  return kept.update;
}

function release({ block }: Tensor): void {
  block.released = true;
  block.workspace.release(block.at, block.bytes);
}

function lengthOf(slot: Float64Array | Tensor): number {
  return slot instanceof Tensor ? slot.rows * slot.columns : slot.length;
}

function copyOf(slots: Readonly<Slots>): Record<string, Float64Array> {
  return Object.fromEntries(
    Object.entries(slots).map(([name, slot]) => [
      name,
      Float64Array.from(slot instanceof Tensor ? slot.data : slot),
    ]),
  );
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
