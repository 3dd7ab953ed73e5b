// The exercises of notebook 7, the softmax language model.
import { softmax } from "../layers/softmax";
import { exercise7Messages as messages } from "../messages";
import { exp, log } from "../tensor/elementary";
import { type Exercise, near, numberExercise } from "./exercise";

/** 7.1: a softmax of the reader's own that survives large numbers. */
function checkSoftmax(answer: unknown): string | null {
  if (typeof answer !== "function") return messages.noFunction();
  const own = (z: number[]) => Array.from(answer(z) as ArrayLike<number>);
  const small = [1, 2, 3, 4];
  const right = Array.from(softmax(small));
  if (!near(own(small), right, 1e-9)) return messages.smallWrong();
  const large = own([1001, 1002, 1003, 1004]);
  if (large.some((value) => Number.isNaN(value))) return messages.overflow();
  if (!near(large, right, 1e-9)) return messages.shift();
  if (!near(own([-1000, -1000]), [0.5, 0.5], 1e-9)) return messages.underflow();
  return null;
}

/** Softmax with a number of its own taken off the scores, as wrong answers to 7.1 have it. */
const shifted = (off: (z: number[]) => number) => (z: number[]) => {
  const powers = z.map((x) => exp(x - off(z)));
  const total = powers.reduce((a, b) => a + b);
  return powers.map((p) => p / total);
};

const softmaxExercise: Exercise = {
  number: "7.1",
  check: checkSoftmax,
  mistakes: [
    { answer: 3, hint: messages.noFunction() },
    { answer: (z: number[]) => z, hint: messages.smallWrong() },
    { answer: (z: number[]) => z.map((x) => exp(x)), hint: messages.smallWrong() },
    { answer: shifted(() => 0), hint: messages.overflow() },
    { answer: (z: number[]) => softmax(z.map((x) => Math.min(x, 700))), hint: messages.shift() },
    { answer: shifted((z) => (z[0] > 9 ? 1000 : 0)), hint: messages.underflow() },
  ],
};

const o = Array.from(softmax([1, 2, 3, 4]));

/** 7.2: the mean loss of two steps, o the same at both, whose third step is padding. */
const [first, last] = [-log(o[0]), -log(o[3])];
const lossExercise = numberExercise("7.2", [(first + last) / 2], 0.006, [
  { answer: (first + last) / 2 / log(2), hint: messages.log2() },
  { answer: (-log(0.03) - log(0.64)) / 2, hint: messages.rounded() },
  { answer: (first + last) / 3, hint: messages.padding() },
  { answer: first + last, hint: messages.sum() },
  { answer: -(first + last) / 2, hint: messages.sign() },
]);

/** 7.3: the gradient at the logits 1, 2, 3, 4 when the third word came. */
const gradient = o.map((value, i) => value - (i === 2 ? 1 : 0));
const gradientExercise = numberExercise("7.3", gradient, 0.006, [
  { answer: gradient.map((value) => -value), hint: messages.swapped() },
  { answer: gradient.map((value) => value / 4), hint: messages.divided() },
  { answer: o, hint: messages.noLabel() },
  { answer: o.map((value, i) => value - (i === 3 ? 1 : 0)), hint: messages.offByOne() },
]);

export const section7: readonly Exercise[] = [softmaxExercise, lossExercise, gradientExercise];
