// What a reader's answer gets: a tick, or a sentence that says what is likely wrong with it.
import { exerciseMessages as messages } from "../messages";
import type { Exercise } from "./exercise";
import { section7 } from "./section-7";

const exercises = new Map<string, Exercise>(
  [...section7].map((exercise) => [exercise.number, exercise]),
);

/**
 * Prints "✓ 7.1", or "✗ 7.1" with a hint. Wrong answers that readers often give are recognised.
 * @param number of the exercise, as the notebook prints it
 * @param answer what the exercise asks for: a number, numbers, a text or a function
 * @throws RangeError for a number that no exercise has
 */
export function checkExercise(number: string, answer: unknown): void {
  const exercise = exercises.get(number);
  if (!exercise) {
    throw new RangeError(messages.unknown({ number, known: [...exercises.keys()].join(", ") }));
  }
  if (answer === undefined) {
    console.log(`… ${number}: ${messages.noAnswer()}`);
    return;
  }
  const hint = verdict(exercise, answer);
  console.log(hint === null ? `✓ ${number}` : `✗ ${number}: ${hint}`);
}

/** null for a right answer; a reader's function that throws is a wrong answer, not an error of ours. */
function verdict(exercise: Exercise, answer: unknown): string | null {
  try {
    return exercise.check(answer);
  } catch (error) {
    return messages.threw({ error: String(error) });
  }
}
