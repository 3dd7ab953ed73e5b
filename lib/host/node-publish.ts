// Where an output goes in Node: to our kernel, to stock tslab, or to the terminal. Asked anew at each
// output, since a kernel may install itself after the library was loaded.
import type { MimeBundle, PublishOptions } from "./host";
import { TerminalOutput } from "./terminal";

/** What our kernel installs under Symbol.for("unrolled.publish"). */
type KernelPublish = (data: MimeBundle, options: PublishOptions) => void;

/** The part of stock tslab's dist/jupyter.js that shows outputs. */
type StockWrite = (
  content: { data: MimeBundle; metadata: object; transient: { display_id?: string } },
  update: boolean,
) => void;

/** Modules loaded so far, by file name: `require.cache`. */
export type LoadedModules = Readonly<Record<string, { exports?: unknown } | undefined>>;

const terminal = new TerminalOutput(process.stdout, process.stderr);

function kernelPublish(): KernelPublish | undefined {
  const found: unknown = Reflect.get(globalThis, Symbol.for("unrolled.publish"));
  return typeof found === "function" ? (found as KernelPublish) : undefined;
}

/** Stock tslab's writer; it exists only while its kernel runs a cell. */
function stockWrite(loaded: LoadedModules): StockWrite | undefined {
  const file = Object.keys(loaded).find((name) =>
    /[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(name),
  );
  const exported: unknown = file === undefined ? undefined : loaded[file]?.exports;
  if (typeof exported !== "object" || exported === null) return undefined;
  const write: unknown = Reflect.get(exported, "lastWriteDisplayData");
  return typeof write === "function" ? (write as StockWrite) : undefined;
}

/**
 * Shows an output by the first way there is.
 * @param bundle the output's forms by MIME type
 * @param options metadata, and the display id to create or to update
 * @param ways where to look for stock tslab, and the terminal to fall back on
 */
export function publish(
  bundle: MimeBundle,
  options: PublishOptions = {},
  ways: { loaded: LoadedModules; terminal?: TerminalOutput },
): void {
  const { metadata = {}, displayId, update = false } = options;
  const ours = kernelPublish();
  if (ours !== undefined) {
    ours(bundle, { metadata, displayId, update });
    return;
  }
  const stock = stockWrite(ways.loaded);
  if (stock !== undefined) {
    const transient = displayId === undefined ? {} : { display_id: displayId };
    stock({ data: bundle, metadata, transient }, update);
    return;
  }
  (ways.terminal ?? terminal).show(bundle, { metadata, displayId, update });
}
