// The English sentences of the exercises of notebook 3.

/** Hints of the exercises of notebook 3. */
export const exercise3Messages = {
  notFlippedBack: () =>
    "those are the right numbers in the order of reading, last step first; which of them belongs to t = 1?",
  readForward: () =>
    "there s_{t−1} was used, as in a forward layer; where does s′_t come from in equation (3.4)?",
  noMemory: () => "those are the inputs; the states before are missing: where is w′?",
  noDecay: () => "you passed the state on with weight 1; here w′ is 0.5",
  decayedInput: () =>
    "the first state read is u′ times its input: w′ weighs the state handed on, not the input",
  betterModel: () =>
    "a language model has the words so far and nothing else; could this net have its score then?",
  byHeart: () => "what is learned by heart helps on the training text; this text was unread",
  agreement: () =>
    "nothing makes the two states agree: they share no weight and meet only in a sum",
  letter: () => 'give one of the letters "A", "B", "C", "D"',
  percent: () => "give the accuracy in %, not as a share of 1",
  equalCases: () =>
    "that is the ceiling when all four cases are equally frequent; how frequent is each of them here?",
  whereTrainingRests: () =>
    "half is where training came to rest; asked is the best that additive scores can do",
  oneMustGo: () => "by (3.6) one of the four cases must be answered wrongly; which is cheapest?",
  gaveUpFrequent: () => "you gave up one of the frequent cases; one of the rare ones would do",
  oneBitOnly: () =>
    "that is how often the past bit is 1; list the four cases with their probabilities instead",
} as const;
