// The English sentences of the exercises of notebook 2.

/** Hints of notebook 2. */
export const exercise2Messages = {
  noMemory: () =>
    "those are the inputs; what becomes of the old state? Each step also has w times it",
  multipliedOnce: () =>
    "the step from s_2 to s_3 multiplies with w as well: every step starts from the state before it",
  firstHalved: () => "w multiplies the old state, and s_0 is 0; the input comes in whole",
  neverHalved: () =>
    "the old state is kept whole there; it should be multiplied with w at each step",
  addedUp: () => "those are the states added up; give each state by itself",
  shapesForm: () => "give { U: [rows, columns], W: [rows, columns], V: [rows, columns] }",
  transposed: (p: { name: string }) =>
    `${p.name} has its rows and columns the wrong way round: a row for each number that it gives, ` +
    "a column for each that it takes",
  inputWidth: () => "U takes x_t, which has a number for each letter of the alphabet",
  square: () => "W takes a state and gives a state, so it has as many rows as columns",
  outputWidth: () => "V takes a state and gives the scores",
  noFunction: () => "give the function itself, without calling it",
  noStates: (p: { given: number; expected: number }) =>
    `for ${p.expected} inputs it returns ${p.given} states: push one at each step, and return them all`,
  keptState: () =>
    "called again with the same inputs it gives other states: something is kept between calls. Each " +
    "sequence starts from s_0 = 0",
  sameList: () =>
    "all states come out as the last one: each step should make a new list, not change the old one",
  noW: () => "the states do not depend on the ones before them: where is W s_{t−1}?",
  ownState: () =>
    "W multiplies something made of x_t; it should be the finished state of the step before, s_{t−1}",
  noF: () => "without tanh they are right: apply it to each element of the sum",
  inputsOnly: () => "W multiplies the input before; it should be the state before",
  transposedW: () => "W is applied the wrong way round: go along its rows, not down its columns",
  startsLate: () => "the first state should already hold x_1: s_1 = tanh(U x_1 + W s_0)",
  other: () =>
    "the states are off from the first step on: is it U x_t plus W s_{t−1}, then tanh, element by element?",
} as const;
