// The English sentences of the exercises of notebook 1.

/** Hints of the exercises of notebook 1. */
export const exercise1Messages = {
  meanOfInverses: () =>
    "you took the mean of 1/p. Perplexity takes the mean of the surprises −ln p, and undoes the " +
    "logarithm only then",
  inverseOfMean: () =>
    "you took 1 over the mean of the probabilities. The mean is taken of the surprises −ln p: one " +
    "word that was thought nearly impossible must not be made good by another",
  bits: () =>
    "that is the mean surprise in bits; perplexity undoes the logarithm, with 2 to the power of the " +
    "mean for bits",
  nats: () => "that is the mean surprise in nats; one step is missing: undo the logarithm",
  product: () =>
    "that is 1 over the probability of both words together; perplexity is what that makes for one word",
  mixedBases: () =>
    "you raised e to a mean in bits: the logarithm and the power that undoes it need the same base",
  inverted: () =>
    "that is the typical probability of a word; perplexity is 1 over it, a number of choices",
  contextOnly: () =>
    "so many words of context are right, but an N-gram is context and predicted word together",
  between: () =>
    "those are the words that stand between; the 我 at the far end has to be in the window, and so " +
    "does the blank",
  startMark: () => "the start mark s need not be in the window; 我 is the first word that must be",
  noFunction: () => "give the function itself: exercise(…, myAddK), without calling it",
  noModel: () => "myAddK(sentences, k) has to return a function of the previous word and the next",
  noNumber: () => "P(word | previous) has to be a number; what is it after a word that was seen?",
  acrossBorders: () =>
    "a pair is counted that no sentence holds: the last word of one sentence and the first of the " +
    "next. Count within each sentence",
  noEnd: () => "no sentence ever ends: give each its mark e, which is a word that can come next",
  noStart: () =>
    "the first words of sentences are not counted: what stands before them is the mark s",
  noDenominator: () =>
    "after 了 the probabilities do not add up to 1: k was added to each count above the line; how " +
    "much was added to their sum, below it?",
  addedOnce: () =>
    "after 了 the probabilities do not add up to 1: below the line k was added once, but each " +
    "possible word got its k",
  startCounted: () =>
    "after 了 the probabilities do not add up to 1: the size counts the mark s, which never comes next",
  endForgotten: () =>
    "after 了 the probabilities do not add up to 1: the size leaves out the mark e, which can come next",
  sum: () => "after 了 the probabilities of all words and of e do not add up to 1",
  notAdded: () => "a pair that was never seen has probability 0: add k above the line as well",
  fixedK: () => "with another k the probabilities stay the same: use the k that is given",
  wrong: () => "it adds up to 1, but P(我 | 了) is not the count plus k, divided by their sum",
} as const;
