// Cells get timers whose callbacks run in a frame (see interrupt.ts). The kernel's own come from node:timers.
import type { Frames } from "./interrupt";

type Callback = (this: unknown, ...values: unknown[]) => void;
type Timer = (callback: Callback, ...values: unknown[]) => unknown;

const NAMES = ["setTimeout", "setInterval", "setImmediate"] as const;

/** Replaces the global timers. */
export function installTimers(frames: Pick<Frames, "enter">): void {
  for (const name of NAMES) {
    const original = globalThis[name] as unknown as Timer;
    const framed: Timer = (callback, ...values) => {
      if (typeof callback !== "function") return original(callback, ...values); // it throws
      return original(
        function (this: unknown, ...given) {
          frames.enter(() => callback.apply(this, given));
        },
        ...values,
      );
    };
    Object.defineProperties(framed, Object.getOwnPropertyDescriptors(original));
    Reflect.set(globalThis, name, framed);
  }
}
