// The English sentences of the exercises of notebook 2.

/** Hints of the exercises of notebook 2. */
export const exercise2Messages = {} as const;
