// The English sentences of the exercises of notebook 6.

/** Hints of the exercises of notebook 6. */
export const exercise6Messages = {
  forgotActivation: () =>
    "that would do for a slope of 1; the sigmoid's is smaller, so W may be larger",
  slopeItself: () =>
    "that is the steepest slope of the sigmoid; by what may it be multiplied to stay below 1?",
  squareRoot: () => "the norm of W enters each step once, not squared",
  boundIsNoFloor: () =>
    "the bound says how long δ can be at most; does it say that it gets that long? Look at figure 6.4",
  vanishingNotForced: () =>
    "that is certain only when the bound is below 1; look at the identity in the table",
  oneOfThree: () => 'answer with one of "explodes", "vanishes", "either"',
  giveFunction: () =>
    "give a function (gradients, threshold) => …, where gradients is a list of lists of numbers",
  wrongShape: () => "return a list of lists of numbers, of the same lengths as the gradients",
  byValue: () =>
    "that cuts each number by itself, and turns the vector: (3, 4) became (1, 1). Scale both by one " +
    "factor",
  unchanged: () => "(3, 4) has norm 5 and came back unchanged at threshold 1",
  squaredNorm: () => "you divided by the squared norm; a root is missing",
  notThat: () =>
    "(3, 4) at threshold 1 comes out wrong: what is its norm, and what factor makes it 1?",
  grown: () =>
    "a gradient that is already short enough, (0.3, 0.4), was made longer; clipping never lengthens",
  smallChanged: () => "a gradient that is already short enough has to stay as it is",
  matrixByMatrix: () =>
    "you clipped each list by itself, which turns the whole; one factor, from the joint norm of all",
  several: () =>
    "with two lists the result is wrong: the norm is that of all their numbers together",
  thresholdIgnored: () => "it works for threshold 1 and not for another one",
  zeros: () => "gradients that are all 0 come back as something else: do you divide 0 by 0?",
} as const;
