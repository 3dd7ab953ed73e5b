// The English sentences of the exercises of notebook 8.

/** Hints of the exercises of notebook 8. */
export const exercise8Messages = {} as const;
