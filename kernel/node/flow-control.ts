// Bounds the memory that output costs when a client reads slowly: the main thread waits while too much is unsent, and
// when the client reads nothing at all for a while, it drops output and says how much.
// The bound: `MOST_UNSENT` between the threads, and what zeromq holds (HIGH_WATER_MARK messages for each client).

/** UTF-16 units of output that may be unsent. */
const MOST_UNSENT = 1 << 25;
/** How long the main thread waits for a client that reads nothing, ms. */
const PATIENCE = Number(process.env.UNROLLED_PATIENCE_MS ?? 10_000);
/** Messages that zeromq holds for a client. */
export const HIGH_WATER_MARK = 200;

export class FlowControl {
  private dropped = 0;

  /** @param place where in `flags` the number of unsent units stands; whoever sends them lowers it and notifies. */
  constructor(
    private readonly flags: Int32Array,
    private readonly place: number,
  ) {}

  /** Waits until `size` units more may be posted, and counts them. `false`: they have to be dropped. */
  admit(size: number): boolean {
    if (!this.hasRoom()) {
      this.dropped += size;
      return false;
    }
    this.count(size);
    return true;
  }

  /** Counts units that are posted in any case. */
  count(size: number): void {
    Atomics.add(this.flags, this.place, size);
  }

  /** What to tell the reader about dropped output, once there is room again (or with `now`, at once). */
  note(now = false): string | undefined {
    if (!this.dropped || (!now && this.unsent() > MOST_UNSENT / 2)) return undefined;
    const text = `[${this.dropped.toLocaleString("en-US")} characters of output are missing here: the client read nothing for ${PATIENCE / 1000} s]\n`;
    this.dropped = 0;
    return text;
  }

  private unsent(): number {
    return Atomics.load(this.flags, this.place);
  }

  private hasRoom(): boolean {
    if (this.dropped) return this.unsent() <= MOST_UNSENT / 2;
    for (let now = this.unsent(); now > MOST_UNSENT; now = this.unsent())
      if (Atomics.wait(this.flags, this.place, now, PATIENCE) === "timed-out") return false;
    return true;
  }
}
