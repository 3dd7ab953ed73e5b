// The exercises of notebook 7, the softmax language model.
import { softmax } from "../layers/softmax";
import { exercise7Messages as messages } from "../messages";
import { log } from "../tensor/elementary";
import { checkNumbers, type Exercise, near } from "./exercise";

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

/** 7.2: the mean loss of two steps, o the same at both, whose third step is padding. */
function checkLoss(answer: unknown): string | null {
  const o = softmax([1, 2, 3, 4]);
  const [first, last] = [-log(o[0]), -log(o[3])];
  const expected = (first + last) / 2;
  return checkNumbers(answer, [expected], 0.006, [
    { answer: [expected / Math.LN2], hint: messages.log2() },
    { answer: [(-log(0.03) - log(0.64)) / 2], hint: messages.rounded() },
    { answer: [(first + last) / 3], hint: messages.padding() },
    { answer: [first + last], hint: messages.sum() },
    { answer: [-expected], hint: messages.sign() },
  ]);
}

/** 7.3: the gradient at the logits 1, 2, 3, 4 when the third word came. */
function checkLogitGradient(answer: unknown): string | null {
  const o = Array.from(softmax([1, 2, 3, 4]));
  const expected = o.map((value, i) => value - (i === 2 ? 1 : 0));
  return checkNumbers(answer, expected, 0.006, [
    { answer: expected.map((value) => -value), hint: messages.swapped() },
    { answer: expected.map((value) => value / 4), hint: messages.divided() },
    { answer: o, hint: messages.noLabel() },
    { answer: o.map((value, i) => value - (i === 3 ? 1 : 0)), hint: messages.offByOne() },
  ]);
}

export const section7: readonly Exercise[] = [
  { number: "7.1", check: checkSoftmax },
  { number: "7.2", check: checkLoss },
  { number: "7.3", check: checkLogitGradient },
];
