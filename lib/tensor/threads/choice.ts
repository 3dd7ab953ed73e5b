// Whether a job pays on several threads: measured as it runs, for each kind of job, since it depends on the machine
// and on what else runs there. The choice changes no bit of the result.

/** The first calls take turns, and the quickest of each way counts: they warm up. */
const FIRST = 6;
/** The slower way is tried again after so many calls, and then ever more seldom. */
const SOON = 16;
const SELDOM = 256;

/** One kind of job. */
export class Choice {
  private calls = 0;
  private readonly seconds: [number, number] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  private interval = SOON;
  private next = FIRST + SOON;

  /** Whether to use threads in the call that comes now. */
  decide(): boolean {
    const call = this.calls++;
    if (call < FIRST) return call % 2 === 1;
    const [alone, together] = this.seconds;
    const best = together < alone;
    if (call < this.next) return best;
    this.interval = Math.min(SELDOM, 2 * this.interval);
    this.next = call + this.interval;
    return !best;
  }

  /** What the call took. */
  record(together: boolean, seconds: number): void {
    const [way, other] = together ? [1, 0] : [0, 1];
    const before = this.seconds[way];
    if (this.calls <= FIRST) {
      this.seconds[way] = Math.min(before, seconds);
      return;
    }
    const wasBest = before < this.seconds[other];
    // One late call is no reason to change; what is seldom tried is out of date.
    this.seconds[way] = wasBest ? before + (seconds - before) / 4 : seconds;
    if (wasBest !== this.seconds[way] < this.seconds[other]) {
      this.interval = SOON;
      this.next = this.calls + SOON;
    }
  }
}
