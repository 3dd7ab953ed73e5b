// The English sentences of the exercises of notebook 1.

/** Hints of the exercises of notebook 1. */
export const exercise1Messages = {} as const;
