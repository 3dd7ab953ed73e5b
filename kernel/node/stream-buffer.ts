// Joins what a program prints into few messages of moderate size, without keeping a reader waiting.
import type { StreamName } from "./thread-messages";

export interface StreamChunk {
  readonly name: StreamName;
  /** The header of the request that printed it, as JSON. */
  readonly parent: string;
  readonly text: string;
}

/** A chunk is sent when it has this many UTF-16 units (none has more) … */
export const FULL = 1 << 18;
/** … or this many milliseconds after its first text. */
const DELAY = 40;

/** Collects text until it is full, old, or followed by something else. Order is kept. */
export class StreamBuffer {
  private parts: string[] = [];
  private size = 0;
  private head: { name: StreamName; parent: string } | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly send: (chunk: StreamChunk) => void) {}

  add({ name, parent, text }: StreamChunk): void {
    const { head } = this;
    if (head && (head.name !== name || head.parent !== parent)) this.flush();
    for (let from = 0; from < text.length; ) {
      const to = cut(text, from + FULL - this.size);
      this.head ??= { name, parent };
      this.parts.push(text.slice(from, to));
      this.size += to - from;
      from = to;
      if (this.size >= FULL - 1) this.flush();
    }
    if (this.head) this.timer ??= setTimeout(() => this.flush(), DELAY);
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

/** `at`, or one less where it would cut a character of two UTF-16 units. */
function cut(text: string, at: number): number {
  if (at >= text.length) return text.length;
  const before = text.charCodeAt(at - 1);
  return before >= 0xd800 && before < 0xdc00 ? at - 1 : at;
}
