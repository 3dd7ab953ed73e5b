// The English sentences of the exercises of notebook 3.

/** Hints of the exercises of notebook 3. */
export const exercise3Messages = {} as const;
