// Cells get timers whose callbacks run in a frame (see interrupt.ts). The kernel's own come from node:timers.
import { Interrupted } from "../portable/executor";
import { type Frames, OutOfMemory } from "./interrupt";

type Callback = (this: unknown, ...values: unknown[]) => void;
type Timer = (callback: Callback, ...values: unknown[]) => unknown;

const NAMES = ["setTimeout", "setInterval", "setImmediate"] as const;

/** Replaces the global timers. A callback that is stopped ends the cell too: what it awaits may never come. */
export function installTimers(frames: Pick<Frames, "enter">, stop: (why: Error) => void): void {
  for (const name of NAMES) {
    const original = globalThis[name] as unknown as Timer;
    const framed: Timer = (callback, ...values) => {
      if (typeof callback !== "function") return original(callback, ...values); // it throws
      return original(
        function (this: unknown, ...given) {
          try {
            frames.enter(() => callback.apply(this, given));
          } catch (error) {
            if (error instanceof Interrupted || error instanceof OutOfMemory) stop(error);
            throw error;
          }
        },
        ...values,
      );
    };
    Object.defineProperties(framed, Object.getOwnPropertyDescriptors(original));
    Reflect.set(globalThis, name, framed);
  }
}
