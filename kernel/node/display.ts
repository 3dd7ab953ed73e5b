// The display API that cells see: `import * as tslab from "tslab"`, as tslab has it, and a hook for libraries.
// tslab itself is not loaded: its module drags a whole second TypeScript in.
import { randomUUID } from "node:crypto";
import type { Output } from "./output";
import type { MimeBundle } from "./rich";

export interface PublishOptions {
  readonly metadata?: { readonly [key: string]: unknown };
  /** A name under which later calls can replace this output. */
  readonly displayId?: string;
  /** Replaces the output of that name instead of adding one. */
  readonly update?: boolean;
}

/** Shows a bundle of representations below the running cell. */
export type Publish = (data: MimeBundle, options?: PublishOptions) => void;

/** tslab's `display`: one method for each kind of content. Images are bytes. */
export interface Display {
  javascript(text: string): void;
  html(text: string): void;
  markdown(text: string): void;
  latex(text: string): void;
  svg(text: string): void;
  png(bytes: Uint8Array): void;
  jpeg(bytes: Uint8Array): void;
  gif(bytes: Uint8Array): void;
  pdf(bytes: Uint8Array): void;
  text(text: string): void;
  raw(contentType: string, content: string | Uint8Array): void;
}

/** What `import … from "tslab"` gives; the last two are this kernel's own. */
export interface TslabModule {
  readonly versions: { readonly tslab: string; readonly typescript: string; readonly node: string };
  readonly display: Display;
  newDisplay(): Display;
  /** Clears the cell's output; with `wait`, when the next output comes. */
  clearOutput(wait?: boolean): void;
  /** Shows `text` in the front end's pager. */
  page(text: string): void;
}

/** What this kernel adds to tslab's types. */
export const TSLAB_EXTRAS = `
/** Clears the cell's output; with \`wait\`, when the next output comes. */
export declare function clearOutput(wait?: boolean): void;
/** Shows text in the front end's pager. */
export declare function page(text: string): void;
`;

/** Where libraries find the `Publish` function, on `globalThis`. */
const PUBLISH = Symbol.for("unrolled.publish");

/** Makes the publish function and puts it where libraries look for it. */
export function installPublish(output: Output): Publish {
  const publish: Publish = (data, { metadata = {}, displayId, update = false } = {}) => {
    const transient = displayId === undefined ? {} : { display_id: displayId };
    const type = update ? "update_display_data" : "display_data";
    output.publish(type, { data, metadata, transient });
  };
  Reflect.set(globalThis, PUBLISH, publish);
  return publish;
}

/** The module `tslab`. */
export function tslabModule(
  publish: Publish,
  output: Output,
  page: (text: string) => void,
  versions: TslabModule["versions"],
): TslabModule {
  return {
    versions,
    display: makeDisplay(publish),
    newDisplay: () => makeDisplay(publish, randomUUID()),
    clearOutput: (wait = false) => output.publish("clear_output", { wait }),
    page,
  };
}

function makeDisplay(publish: Publish, displayId?: string): Display {
  let shown = false;
  const raw = (contentType: string, content: string | Uint8Array): void => {
    const isText = typeof content === "string";
    const data = { [contentType]: isText ? content : Buffer.from(content).toString("base64") };
    publish(data, displayId === undefined ? {} : { displayId, update: shown });
    shown = true;
  };
  const as = (contentType: string) => (content: string | Uint8Array) => raw(contentType, content);
  return {
    javascript: as("text/javascript"),
    html: as("text/html"),
    markdown: as("text/markdown"),
    latex: as("text/latex"),
    svg: as("image/svg+xml"),
    png: as("image/png"),
    jpeg: as("image/jpeg"),
    gif: as("image/gif"),
    pdf: as("application/pdf"),
    text: as("text/plain"),
    raw,
  };
}
