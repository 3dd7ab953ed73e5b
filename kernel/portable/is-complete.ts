// Whether a piece of source can run as it is, or the person typing it is not done yet (consoles ask on Enter).
import { type Problem, strip } from "./strip";
import { isTooDeep } from "./too-deep";

export type Completeness =
  | { readonly status: "complete" | "invalid" }
  | { readonly status: "incomplete"; readonly indent: string };

/** TypeScript's numbers for an unterminated string, comment, template and regular expression. */
const UNTERMINATED = new Set([1002, 1010, 1160, 1161]);

/** Source whose first error lies at its very end is incomplete; an error before that makes it invalid. */
export function isComplete(source: string): Completeness {
  let first: Problem | undefined;
  try {
    [first] = strip(source).problems;
  } catch (error) {
    if (!isTooDeep(error)) throw error;
    return { status: "invalid" };
  }
  if (!first) return { status: "complete" };
  const text = source.trimEnd();
  const lines = text.split("\n");
  const last = lines[lines.length - 1]!;
  const atEnd =
    first.line > lines.length || (first.line === lines.length && first.column > last.length);
  if (!atEnd && !UNTERMINATED.has(first.code)) return { status: "invalid" };
  const indent = /^\s*/.exec(last)![0] + (/[{([]$/.test(text) ? "  " : "");
  return { status: "incomplete", indent };
}
