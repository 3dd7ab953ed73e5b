// Hears SIGINT outside frames. A frame has Node take the signal over (`breakOnSigint`), and Node closes every
// `process.on("SIGINT")` meanwhile: a signal that had come just before, and waited for the event loop, would be lost
// with it. A handle of our own is stopped and started again instead; what waits for it arrives after the frame.
import { constants } from "node:os";
import { nodeBinding } from "./node-binding";

interface SignalHandle {
  onsignal: () => void;
  start(signal: number): number;
  stop(): void;
  unref(): void;
}

type Listener = () => void;

export class Sigint {
  private handle: SignalHandle | undefined;

  /** Calls `listener` for each SIGINT from now on. */
  listen(listener: Listener): void {
    const binding = nodeBinding<{ Signal?: new () => SignalHandle }>("signal_wrap");
    if (!binding?.Signal) {
      process.on("SIGINT", listener); // in a Node that hides it: some signals are lost
      return;
    }
    this.handle = new binding.Signal();
    this.handle.unref();
    this.handle.onsignal = listener;
    this.resume();
  }

  /** Before a frame. */
  pause(): void {
    this.handle?.stop();
  }

  /** After a frame, which has left the signal to end the process. */
  resume(): void {
    this.handle?.start(constants.signals.SIGINT);
  }
}
