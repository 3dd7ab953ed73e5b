// Hears SIGINT, from the kernel's start to its end. In a frame (interrupt.ts) it ends the running code; outside frames it
// is asked for now and then. Node's own way leaves the signal to end the process for a moment whenever a frame begins or
// ends, and code in short frames meets that moment. So the watchdog that Node starts for a frame is started once for all
// here: a frame's own start and stop then only count. What is left: a signal that is noticed just as Node counts a
// frame's end is lost.
import { clearInterval, setInterval } from "node:timers";
import { nodeBinding } from "./node-binding";

interface Watchdog {
  startSigintWatchdog(): void;
  /** Gives whether a signal had come outside frames, and forgets it. */
  stopSigintWatchdog(): boolean;
  watchdogHasPendingSigint(): boolean;
}

/** Outside frames a signal is heard within this time, ms. */
const ASK_EVERY = 20;

export class Sigint {
  private watchdog: Watchdog | undefined;
  private held = false;
  private listener = () => {};
  private asking: NodeJS.Timeout | undefined;

  /** From now on no SIGINT ends the process; `listener` is called for those that come while it is `busy`. */
  listen(listener: () => void): void {
    this.listener = listener;
    this.watchdog = nodeBinding<Watchdog>("contextify");
    if (!this.watchdog?.startSigintWatchdog) {
      process.on("SIGINT", listener); // in a Node that hides it: some signals are lost
      return;
    }
    this.hold();
    // A listener of the reader's gets the signals instead; while it is gone, as Node has it in frames, they are ours again.
    process.on("removeListener", (name) => {
      if (name !== "SIGINT" || process.listenerCount("SIGINT") > 0) return;
      this.release();
      this.hold();
    });
  }

  /** While a request is answered a signal stops it; while none is, a signal says nothing. */
  set busy(busy: boolean) {
    this.take();
    clearInterval(this.asking);
    if (!busy) return;
    this.asking = setInterval(() => {
      if (this.take()) this.listener();
    }, ASK_EVERY);
  }

  /** Whether a signal has come outside frames since this was asked last. */
  take(): boolean {
    if (!this.held || !this.watchdog?.watchdogHasPendingSigint()) return false;
    // Started twice, so that this stops nothing.
    const came = this.watchdog.stopSigintWatchdog();
    this.watchdog.startSigintWatchdog();
    return came;
  }

  private hold(): void {
    this.held = true;
    this.watchdog?.startSigintWatchdog();
    this.watchdog?.startSigintWatchdog();
  }

  private release(): void {
    this.watchdog?.stopSigintWatchdog();
    this.watchdog?.stopSigintWatchdog();
  }
}
