// The English sentences of the exercises of notebook 5.

/** Hints of notebook 5. */
export const exercise5Messages = {
  onlyLast: () => "that is the last step's term alone; the same w acted at step 1 as well",
  stateOfSameStep: () =>
    "you multiplied each error term with the state of its own step; w was multiplied with the state " +
    "before it",
  deltaNotPassed: () =>
    "the error term of step 1 is not 1: on its way back from step 2 it passes through w",
  valueNotSlope: () => "that is the loss itself; how fast does it change with w?",
  onlyFirst: () => "that is step 1's term alone; step 2 has one too",
  slopeMissing: () =>
    "that is the slope with respect to the state; δ is with respect to net, one step through f further",
  stateForSlope: () => "you multiplied with the state; the derivative of tanh belongs there",
  notSquared: () => "the derivative of tanh is 1 − s², not 1 − s",
  squareAlone: () => "you multiplied with s²; the derivative of tanh is 1 − s²",
  lossSlopeMissing: () => "that is the derivative of tanh alone; multiply with what the loss says",
  settings: () =>
    "give { steps, s0, activation, scale }: three numbers and the name of an activation",
  oneStep: () => "with one step there is no recursion at all",
  twoSteps: () =>
    "fault b slips through: with two steps the overwritten states are never used. Which step would " +
    "be the first to use one?",
  straight: () => "fault c slips through: what is the derivative of the identity?",
  activation: () =>
    'give an activation that is curved everywhere, "tanh" or "sigmoid": relu is straight on both sides',
  tinyWeights: () =>
    "fault a slips through: with weights this small, what comes through W is lost in the rest",
  zeroStart: () =>
    "with s0 at 0 the term of the first step is multiplied by nothing; start elsewhere",
  inputNoFunction: () => "give a function from the error terms and the inputs to a list of rows",
  inputShape: () =>
    "for two units and three inputs the gradient has two rows of three numbers, as U has",
  inputTransposed: () =>
    "the right numbers, but lying on their side: row j belongs to unit j, as in U",
  inputLast: () => "that is the last step's box alone; U acted at every step",
  inputOfStepBefore: () =>
    "you paired each error term with the input of the step before; that is how it goes for W and the " +
    "state, but U meets the input of its own step",
  inputSummedFirst: () =>
    "you summed error terms and inputs first and multiplied then; multiply at each step, then sum",
  inputMean: () => "that is the mean over the steps; effects of one weight at several steps add up",
  inputDifferent: () => "that is not it; work out one element, for one step, on paper",
  lstmNoFunction: () => "give lstmBackward itself, mended: a function",
  lstmShape: () => "give four rows of three numbers, one row for each gate",
  lstmPlanted: () =>
    "the bug is still there. Let the check read one step only: which gate is off, and what is " +
    "different about its line?",
  lstmOtherGate: () =>
    "with one step, a gate is off that was right before; only one line needs to be changed",
  lstmForget: () =>
    "with one step, the forget gate is still off: look at the line of lstmForward that makes the " +
    "cell, and at what f is multiplied with there",
  lstmCarry: () =>
    "one step is right, four are not: what is handed from a step to the one before was right; leave it",
} as const;
