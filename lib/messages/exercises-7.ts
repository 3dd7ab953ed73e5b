// The English sentences of the exercises of notebook 7.

/** Hints of notebook 7. */
export const exercise7Messages = {
  noFunction: () => "give the function itself, without calling it",
  smallWrong: () =>
    "for [1, 2, 3, 4] the results should be 0.03, 0.09, 0.24, 0.64 (rounded): does every element " +
    "become e to its power, and is each divided by the same sum?",
  overflow: () =>
    "for [1001, 1002, 1003, 1004] you give NaN: e to the 1001 overflows to Infinity, and Infinity / " +
    "Infinity is NaN. What happens to softmax when the same number is taken off every element?",
  shift: () =>
    "for [1001, 1002, 1003, 1004] the results should be those of [1, 2, 3, 4]: only differences count",
  underflow: () =>
    "for [-1000, -1000] the results should be 0.5, 0.5: take off the largest element, not a constant",
  log2: () => "that is the loss in bits; ln is wanted, which gives nats (Math.log, not Math.log2)",
  rounded: () => "you used the probabilities rounded to two digits; keep all digits until the end",
  padding: () => "the third step is padding: it counts neither in the sum nor in N",
  sum: () => "that is the sum; the loss is the mean over the steps that have a label",
  sign: () => "a loss is never below 0: the logarithm of a probability is, so take its negative",
  swapped: () => "that is y − o, the direction to walk; the gradient points uphill: o − y",
  divided: () => "you divided by the number of words; N counts the labels, and here there is one",
  noLabel: () => "those are the probabilities o; the label is missing: o − y",
  offByOne: () => "you took 1 off the fourth word; the third one came",
} as const;
