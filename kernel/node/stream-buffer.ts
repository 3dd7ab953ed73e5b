// Joins what a program prints into few, large messages, without keeping a reader waiting.
import type { StreamName } from "./thread-messages";

export interface StreamChunk {
  readonly name: StreamName;
  /** The header of the request that printed it, as JSON. */
  readonly parent: string;
  readonly text: string;
}

/** A chunk is sent when it has this many UTF-16 units … */
const FULL = 1 << 18;
/** … or this many milliseconds after its first text. */
const DELAY = 40;

/** Collects text until it is full, old, or followed by something else. Order is kept. */
export class StreamBuffer {
  private parts: string[] = [];
  private size = 0;
  private head: { name: StreamName; parent: string } | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly send: (chunk: StreamChunk) => void) {}

  add(chunk: StreamChunk): void {
    const { head } = this;
    if (head && (head.name !== chunk.name || head.parent !== chunk.parent)) this.flush();
    this.head ??= { name: chunk.name, parent: chunk.parent };
    this.parts.push(chunk.text);
    this.size += chunk.text.length;
    if (this.size >= FULL) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), DELAY);
  }

  /** Sends what there is; to be called before anything else is published. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (!this.head) return;
    const chunk = { ...this.head, text: this.parts.join("") };
    this.head = undefined;
    this.parts = [];
    this.size = 0;
    this.send(chunk);
  }
}
