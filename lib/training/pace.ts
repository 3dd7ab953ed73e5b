// How fast a run is, and how long it will take; the only place of training that looks at a clock.

/** Counts tokens and steps against a clock. */
export class Pace {
  private readonly started: number;
  private tokens = 0;
  private steps = 0;
  private polled: number;

  /** @param now milliseconds since any fixed moment */
  constructor(private readonly now: () => number) {
    this.started = now();
    this.polled = this.started;
  }

  count(tokens: number): void {
    this.tokens += tokens;
    this.steps++;
  }

  /** Tokens a second, and seconds until `remaining` more steps are done. */
  report(remaining: number): { tokensPerSecond: number; secondsLeft: number } {
    const seconds = Math.max(1e-3, (this.now() - this.started) / 1000);
    return {
      tokensPerSecond: this.tokens / seconds,
      secondsLeft: (remaining * seconds) / Math.max(1, this.steps),
    };
  }

  /** Whether output and interrupts have waited long enough; then counts anew. */
  isPollDue(): boolean {
    if (this.now() - this.polled < 40) return false;
    this.polled = this.now();
    return true;
  }
}
