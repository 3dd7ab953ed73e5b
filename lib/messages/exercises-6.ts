// The English sentences of the exercises of notebook 6.

/** Hints of the exercises of notebook 6. */
export const exercise6Messages = {} as const;
