// What a reader's answer gets: a tick, or a sentence that says what is likely wrong with it.
import { exerciseMessages as messages } from "../messages";
import type { Exercise } from "./exercise";
import { section1 } from "./section-1";
import { section2 } from "./section-2";
import { section3 } from "./section-3";
import { section4 } from "./section-4";
import { section5 } from "./section-5";
import { section6 } from "./section-6";
import { section7 } from "./section-7";
import { section8 } from "./section-8";

/** Every exercise of the workbook, in order. */
export const allExercises: readonly Exercise[] = [
  ...section1,
  ...section2,
  ...section3,
  ...section4,
  ...section5,
  ...section6,
  ...section7,
  ...section8,
];

/**
 * Prints "✓ 7.1", or "✗ 7.1" with a hint. Wrong answers that readers often give are recognised; the
 * right one is never shown.
 * @param number of the exercise, as the notebook prints it
 * @param answer what the exercise asks for: a number, numbers, a text or a function; undefined where
 *   there is none yet, which is no error
 * @throws RangeError for a number that no exercise has
 */
export function exercise(number: string, answer: unknown): void {
  const found = allExercises.find((known) => known.number === number);
  if (!found) {
    const known = allExercises.map((each) => each.number).join(", ");
    throw new RangeError(messages.unknown({ number, known }));
  }
  if (answer === undefined) {
    console.log(`… ${number}: ${messages.noAnswer()}`);
    return;
  }
  const hint = verdict(found, answer);
  console.log(hint === null ? `✓ ${number}` : `✗ ${number}: ${hint}`);
}

/** null for a right answer; a reader's function that throws is a wrong answer, not an error of ours. */
function verdict({ check }: Exercise, answer: unknown): string | null {
  try {
    return check(answer);
  } catch (error) {
    return messages.threw({ error: String(error) });
  }
}
