// The one job slot through which threads share work, without a lock. A ticket holds the job's number and how many
// pieces are left; whoever lowers it by one has that piece. The owner never waits for a thread that has not begun:
// it computes what nobody takes. Arguments are written before the ticket and read before a piece is taken, so that
// a thread which comes late takes nothing.
import { type Arguments, type Desk, splitNames, splits } from "./split";

const TICKET = 0;
const DONE = 1;
const COUNT = 2;
const KERNEL = 3;
const BYTES = 4;
const INSIDE = 5;
const HELPED = 6;
const LENGTH = 7;
const WORDS = 16;
const MOST_ARGUMENTS = 16;

/** Bits of a ticket for the pieces left; no job has more pieces. */
const PIECE_BITS = 8;
export const MOST_PIECES: number = 2 ** PIECE_BITS - 1;
/** Looks at the slot before sleeping: some 20 µs. More would take the core from others. */
const LOOKS = 2000;

/** The slot as the owner and the threads see it. */
export class JobSlot {
  readonly memory: SharedArrayBuffer;
  private readonly words: Int32Array;
  private readonly numbers: Float64Array;

  constructor(memory?: SharedArrayBuffer) {
    this.memory = memory ?? new SharedArrayBuffer(4 * WORDS + 8 * MOST_ARGUMENTS);
    this.words = new Int32Array(this.memory, 0, WORDS);
    this.numbers = new Float64Array(this.memory, 4 * WORDS, MOST_ARGUMENTS);
  }

  /** Pieces that threads have computed so far. */
  get helped(): number {
    return Atomics.load(this.words, HELPED);
  }

  /** For the owner, when no job is open: puts a job in and wakes the threads. */
  open(kernel: number, bytes: number, args: Arguments, count: number): void {
    const { words, numbers } = this;
    words[KERNEL] = kernel;
    words[BYTES] = bytes;
    words[COUNT] = count;
    words[LENGTH] = args.length;
    for (let i = 0; i < args.length; i++) numbers[i] = args[i];
    Atomics.store(words, DONE, 0);
    const job = (words[TICKET] >> PIECE_BITS) + 1;
    Atomics.store(words, TICKET, (job << PIECE_BITS) | count);
    Atomics.notify(words, TICKET);
  }

  /** Computes pieces until none is left. */
  work(desk: (bytes: number) => Desk): void {
    while (this.workOnce(desk));
  }

  /** For the owner: waits for the pieces that threads have taken. @returns whether all came in time */
  finish(seconds: number): boolean {
    const count = this.words[COUNT];
    return this.wait(DONE, (done) => done === count, seconds);
  }

  /** For the owner, after a job that was broken off: nothing more is taken, and what was taken is awaited. */
  abandon(seconds: number): boolean {
    const { words } = this;
    Atomics.store(words, TICKET, ((words[TICKET] >> PIECE_BITS) + 1) << PIECE_BITS);
    return this.wait(INSIDE, (inside) => inside === 0, seconds);
  }

  /** For a thread: helps with each job, for ever. */
  serve(desk: (bytes: number) => Desk): never {
    const { words } = this;
    for (;;) {
      Atomics.add(words, INSIDE, 1);
      while (this.workOnce(desk)) Atomics.add(words, HELPED, 1);
      Atomics.sub(words, INSIDE, 1);
      Atomics.notify(words, INSIDE);
      const ticket = Atomics.load(words, TICKET);
      if (piecesLeft(ticket) > 0) continue;
      let looks = 0;
      while (looks < LOOKS && Atomics.load(words, TICKET) === ticket) looks++;
      if (looks === LOOKS) Atomics.wait(words, TICKET, ticket);
    }
  }

  /** Takes a piece and computes it. @returns whether there was one */
  private workOnce(desk: (bytes: number) => Desk): boolean {
    const { words } = this;
    for (;;) {
      const ticket = Atomics.load(words, TICKET);
      const left = piecesLeft(ticket);
      if (left === 0) return false;
      const [kernel, bytes, count] = [words[KERNEL], words[BYTES], words[COUNT]];
      const args = Array.from(this.numbers.subarray(0, words[LENGTH]));
      if (Atomics.compareExchange(words, TICKET, ticket, ticket - 1) !== ticket) continue;
      splits[splitNames[kernel]].compute(desk(bytes), args, left - 1, count);
      Atomics.add(words, DONE, 1);
      Atomics.notify(words, DONE);
      return true;
    }
  }

  private wait(word: number, fine: (value: number) => boolean, seconds: number): boolean {
    const { words } = this;
    for (let looks = 0; looks < LOOKS; looks++) if (fine(Atomics.load(words, word))) return true;
    const end = Date.now() + 1000 * seconds;
    for (;;) {
      const value = Atomics.load(words, word);
      if (fine(value)) return true;
      if (Date.now() > end) return false;
      Atomics.wait(words, word, value, 1000);
    }
  }
}

function piecesLeft(ticket: number): number {
  return ticket & MOST_PIECES;
}
