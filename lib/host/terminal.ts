// Outputs in a terminal: the text form is printed; a live display (one with a display id) is a single
// line on standard error that rewrites itself, or, where that is a file, only its last state.
import type { MimeBundle, PublishOptions } from "./host";

/** The part of a Node stream that is used. */
export interface TextSink {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Erases the terminal's line and returns to its start. */
const RESTART_LINE = "\r\u001b[2K";

/** Whether a live display has reached its last state, as LiveProgress says in its metadata. */
function isDone(metadata: Record<string, unknown> | undefined): boolean {
  const progress = metadata?.progress;
  return (
    typeof progress === "object" && progress !== null && Reflect.get(progress, "done") === true
  );
}

/** Prints outputs for a person at a terminal. */
export class TerminalOutput {
  constructor(
    private readonly out: TextSink,
    private readonly err: TextSink,
  ) {}

  /** Prints the output's text/plain form; outputs without one print nothing. */
  show(bundle: MimeBundle, options: PublishOptions): void {
    const text = bundle["text/plain"];
    if (typeof text !== "string") return;
    if (options.displayId === undefined) this.out.write(`${text}\n`);
    else this.live(text.replaceAll("\n", " "), isDone(options.metadata));
  }

  private live(line: string, done: boolean): void {
    if (this.err.isTTY !== true) {
      if (done) this.err.write(`${line}\n`);
      return;
    }
    const room = Math.max(20, (this.err.columns || 80) - 1);
    this.err.write(`${RESTART_LINE}${line.slice(0, room)}${done ? "\n" : ""}`);
  }
}
