// The exercises of notebook 6, vanishing and exploding gradients.
import { exercise6Messages as messages } from "../messages";
import { type Exercise, near, numberExercise } from "./exercise";

/** 6.1: below which ‖W‖ vanishing is certain with the sigmoid, whose slope is at most a quarter. */
const normExercise = numberExercise("6.1", [4], 1e-6, [
  { answer: 1, hint: messages.forgotActivation() },
  { answer: 0.25, hint: messages.slopeItself() },
  { answer: 2, hint: messages.squareRoot() },
]);

/** 6.2: what follows when β_W β_f = 2. */
const verdictExercise: Exercise = {
  number: "6.2",
  check: (answer) => {
    if (answer === "either") return null;
    if (answer === "explodes") return messages.boundIsNoFloor();
    if (answer === "vanishes") return messages.vanishingNotForced();
    return messages.oneOfThree();
  },
  mistakes: [
    { answer: "explodes", hint: messages.boundIsNoFloor() },
    { answer: "vanishes", hint: messages.vanishingNotForced() },
    { answer: 2, hint: messages.oneOfThree() },
  ],
};

type Clip = (gradients: number[][], threshold: number) => unknown;

const norm = (gradients: readonly number[][]) =>
  Math.sqrt(gradients.flat().reduce((sum, g) => sum + g * g, 0));
const scaled = (gradients: readonly number[][], by: number) =>
  gradients.map((row) => row.map((g) => g * by));

/** What the function makes of the gradients; null unless it is lists of the same lengths. */
function clipped(clip: Clip, gradients: number[][], threshold: number): number[][] | null {
  const copy = gradients.map((row) => [...row]);
  const result = clip(copy, threshold);
  const same =
    Array.isArray(result) &&
    result.length === gradients.length &&
    result.every(
      (row, i) =>
        Array.isArray(row) &&
        row.length === gradients[i].length &&
        row.every((g) => typeof g === "number"),
    );
  return same ? (result as number[][]) : null;
}

/** 6.3: clipping by norm, written by the reader. */
function checkClip(answer: unknown): string | null {
  if (typeof answer !== "function") return messages.giveFunction();
  const clip = answer as Clip;
  const is = (gradients: number[][], threshold: number, expected: number[][]) => {
    const got = clipped(clip, gradients, threshold);
    return got !== null && near(got.flat(), expected.flat(), 1e-9);
  };
  if (clipped(clip, [[3, 4]], 1) === null) return messages.wrongShape();
  if (is([[3, 4]], 1, [[1, 1]])) return messages.byValue();
  if (is([[3, 4]], 1, [[3, 4]])) return messages.unchanged();
  if (is([[3, 4]], 1, [[0.12, 0.16]])) return messages.squaredNorm();
  if (!is([[3, 4]], 1, [[0.6, 0.8]])) return messages.notThat();
  if (is([[0.3, 0.4]], 1, [[0.6, 0.8]])) return messages.grown();
  if (!is([[0.3, 0.4]], 1, [[0.3, 0.4]])) return messages.smallChanged();
  const two = [[3, 4], [12]];
  if (is(two, 1, [[0.6, 0.8], [1]])) return messages.matrixByMatrix();
  if (!is(two, 1, scaled(two, 1 / norm(two)))) return messages.several();
  if (!is(two, 6.5, scaled(two, 1 / 2))) return messages.thresholdIgnored();
  if (!is([[0, 0]], 1, [[0, 0]])) return messages.zeros();
  return null;
}

const unless =
  (small: number, clip: Clip): Clip =>
  (gradients, threshold) =>
    norm(gradients) <= small * threshold ? gradients : clip(gradients, threshold);

const clipExercise: Exercise = {
  number: "6.3",
  check: checkClip,
  mistakes: [
    { answer: [0.6, 0.8], hint: messages.giveFunction() },
    { answer: (g: number[][]) => g.flat(), hint: messages.wrongShape() },
    {
      answer: (gradients: number[][], limit: number) =>
        gradients.map((row) => row.map((g) => Math.max(-limit, Math.min(limit, g)))),
      hint: messages.byValue(),
    },
    { answer: (g: number[][]) => g, hint: messages.unchanged() },
    {
      answer: (g: number[][], t: number) => scaled(g, t / norm(g) ** 2),
      hint: messages.squaredNorm(),
    },
    { answer: (g: number[][]) => scaled(g, 1 / 7), hint: messages.notThat() },
    { answer: (g: number[][], t: number) => scaled(g, t / norm(g)), hint: messages.grown() },
    {
      answer: (g: number[][], t: number) => (norm(g) > t ? scaled(g, t / norm(g)) : scaled(g, 0)),
      hint: messages.smallChanged(),
    },
    {
      answer: unless(1, (gradients, t) =>
        gradients.map((row) => scaled([row], Math.min(1, t / norm([row])))[0]),
      ),
      hint: messages.matrixByMatrix(),
    },
    {
      answer: unless(1, (gradients, t) => scaled(gradients, t / norm([gradients[0]]))),
      hint: messages.several(),
    },
    { answer: unless(1, (g) => scaled(g, 1 / norm(g))), hint: messages.thresholdIgnored() },
    {
      answer: (g: number[][], t: number) =>
        scaled(g, Math.min(1, t / norm(g)) * (norm(g) / norm(g))),
      hint: messages.zeros(),
    },
  ],
};

export const section6: readonly Exercise[] = [normExercise, verdictExercise, clipExercise];
