// How a value looks in a notebook: a bundle of representations, one for each media type.
// A value says so itself by a method `[Symbol.for("Jupyter.display")]()` (Deno's convention), else it is inspected.
import { inspect } from "node:util";
import { isMatrix, matrixBundle } from "./rich-matrix";

/** Representations by media type. Text and base64 are strings, JSON types are objects. */
export type MimeBundle = { readonly [mime: string]: unknown };

export interface RichOutput {
  readonly data: MimeBundle;
  readonly metadata: { readonly [key: string]: unknown };
}

const DISPLAY = Symbol.for("Jupyter.display");
/** A result longer than this (UTF-16 units) is cut: a front end would choke on it. */
const LONGEST = 100_000;

/** The representation of a cell's value. Throws what the value's own method throws. */
export async function represent(value: unknown): Promise<RichOutput> {
  const method = displayMethod(value);
  if (!method) return { data: plainBundle(value), metadata: {} };
  const bundle: unknown = await method.call(value);
  if (typeof bundle !== "object" || bundle === null)
    throw new TypeError(
      `[Symbol.for("Jupyter.display")]() returned ${inspect(bundle)}; it has to return an object of media types, such as {"text/html": "…"}`,
    );
  if ("data" in bundle && typeof bundle.data === "object" && bundle.data !== null) {
    const metadata = "metadata" in bundle && bundle.metadata ? bundle.metadata : {};
    return { data: bundle.data as MimeBundle, metadata: metadata as RichOutput["metadata"] };
  }
  return { data: bundle as MimeBundle, metadata: {} };
}

function plainBundle(value: unknown): MimeBundle {
  return isMatrix(value) ? matrixBundle(value) : { "text/plain": plainText(value) };
}

/** A value as text, as Node's console would show it, bounded. */
export function plainText(value: unknown): string {
  const text = inspect(value, { depth: 4, maxArrayLength: 100, breakLength: 100 });
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}… (${text.length} characters)` : text;
}

function displayMethod(value: unknown): (() => unknown) | undefined {
  if (value === null || (typeof value !== "object" && typeof value !== "function"))
    return undefined;
  const method: unknown = Reflect.get(value, DISPLAY);
  return typeof method === "function" ? (method as () => unknown) : undefined;
}
