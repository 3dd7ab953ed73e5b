// What the portable core asks of the program it runs in. Node's answer is node-host.ts; a page that
// runs notebooks in a browser brings its own. Nothing else in the core touches the outside world.
import { hostMessages } from "../messages";

/** One output in several forms, keyed by MIME type; values are text or JSON. */
export type MimeBundle = Record<string, unknown>;

/** How an output is published. */
export interface PublishOptions {
  /** Saved with the output in the notebook. */
  metadata?: Record<string, unknown>;
  /** Names the output so that it can be replaced later. */
  displayId?: string;
  /** True: replace what was published under `displayId`. */
  update?: boolean;
}

/** The part of a figure that a drawing is made from. */
export interface Drawable {
  /** The figure's number, such as "5.1"; keeps the ids of two drawings in one page apart. */
  readonly number: string;
  readonly caption: string;
  readonly alt: string;
  /** Size of the static drawing in CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** plotly's figure JSON. */
  readonly plot: { readonly data: readonly object[]; readonly layout: object };
  /** What is drawn instead of `plot`, if anything. */
  readonly still?: { readonly data: readonly object[]; readonly layout: object };
}

/** The world outside the library's core. */
export interface Host {
  /** Shows an output, or replaces one shown before. */
  publish(bundle: MimeBundle, options?: PublishOptions): void;
  /** Draws a figure as a self-contained SVG document, the same bytes on every machine. */
  drawSvg(figure: Drawable): Promise<string>;
  /** Reads a file of the project's data folder; rejects when there is none of that name. */
  readData(name: string): Promise<Uint8Array>;
  /** Yields to the event loop, so that output gets out and interrupts get in during long loops. */
  poll(): Promise<void>;
  /** Aborted when the reader stops the cell that runs now; a new signal for each cell. */
  interruption?(): AbortSignal | undefined;
}

let current: Host | undefined;

/** Installs the host that all of the library uses from now on; `undefined` removes it. */
export function setHost(next: Host | undefined): void {
  current = next;
}

/** The installed host. Throws when there is none. */
export function host(): Host {
  if (current === undefined) throw new Error(hostMessages.noHost());
  return current;
}
