// The English sentences of the exercises of notebook 4.

/** Hints of the exercises of notebook 4. */
export const exercise4Messages = {} as const;
