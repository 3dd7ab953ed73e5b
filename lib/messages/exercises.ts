// The English sentences of all exercises.

/** What checkers say of any answer. */
export const exerciseMessages = {
  unknown: (p: { number: string; known: string }) =>
    `there is no exercise ${p.number}; there are ${p.known}`,
  noAnswer: () => "no answer yet; write one in place of undefined and run the cell again",
  threw: (p: { error: string }) => `your function threw ${p.error}`,
  notNumbers: (p: { answer: string }) => `give a number or a list of numbers, not ${p.answer}`,
  notANumber: () => "there is a NaN among your numbers: was Infinity divided by Infinity?",
  count: (p: { given: number; expected: number }) =>
    `give ${p.expected} numbers; there are ${p.given}`,
  different: (p: { given: string }) => `${p.given} is not it; work one element out on paper`,
} as const;
