// TypeScript's parser calls itself for each bracket within a bracket: some thousands of them fill the stack.
import type { Problem } from "./strip";

/** What is said of a cell that cannot be parsed for its depth. */
export const deepCell: Problem = {
  line: 1,
  column: 1,
  length: 1,
  code: 0,
  message:
    "This cell is nested too deeply, or one expression in it is too long, to be compiled. Split it into smaller statements.",
};

/** Whether an error says that the stack is full. */
export function isTooDeep(error: unknown): boolean {
  return error instanceof RangeError && error.message.includes("call stack");
}
