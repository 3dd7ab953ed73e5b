// What an exercise is to its checker, and the comparisons that checkers share.
import { exerciseMessages as messages } from "../messages";

/** A wrong answer that readers often give, and what to tell them. */
export interface Mistake {
  readonly answer: unknown;
  readonly hint: string;
}

export interface Exercise {
  /** As the notebook prints it, such as "7.1". */
  readonly number: string;
  /** null when the answer is right, else a hint. May throw: that is a wrong answer too. */
  readonly check: (answer: unknown) => string | null;
  /** Answers that must get just their hint: the checker's own test. */
  readonly mistakes: readonly Mistake[];
  /** The right numbers, where the answer is numbers: no hint may show them. */
  readonly expected?: readonly number[];
}

/** True when both are as long and no element differs by more than `within`. */
export function near(a: readonly number[], b: readonly number[], within: number): boolean {
  return a.length === b.length && a.every((value, i) => Math.abs(value - b[i]) <= within);
}

/**
 * An exercise whose answer is a number or a list of numbers.
 * @param within the largest difference that is still right
 */
export function numberExercise(
  number: string,
  expected: readonly number[],
  within: number,
  mistakes: readonly { answer: number | readonly number[]; hint: string }[],
): Exercise {
  const check = (answer: unknown): string | null => {
    const given = toNumbers(answer);
    if (given === null) return messages.notNumbers({ answer: String(answer) });
    if (given.some((value) => Number.isNaN(value))) return messages.notANumber();
    if (near(given, expected, within)) return null;
    const mistake = mistakes.find((known) => near(given, toNumbers(known.answer) ?? [], within));
    if (mistake) return mistake.hint;
    if (given.length !== expected.length) {
      return messages.count({ given: given.length, expected: expected.length });
    }
    return messages.different({ given: given.map((value) => String(value)).join(", ") });
  };
  return { number, check, mistakes, expected };
}

function toNumbers(answer: unknown): number[] | null {
  if (typeof answer === "number") return [answer];
  const isList = Array.isArray(answer) || ArrayBuffer.isView(answer);
  if (!isList) return null;
  const list = Array.from(answer as ArrayLike<unknown>);
  return list.every((value) => typeof value === "number") ? (list as number[]) : null;
}
