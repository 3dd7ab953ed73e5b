// The English sentences of the exercises of notebook 4.

/** Hints of the exercises of notebook 4. */
export const exercise4Messages = {
  swapped: () => "the numbers are right, but for the other stack: first separate, then crossed",
  noBiases: () => "all biases are missing: one number for each unit and each output",
  noOutputBias: () => "the output has a bias as well, one number for each of its 3 outputs",
  noLayerBiases: () =>
    "the layers' biases are missing: one number for each unit, in both directions",
  oneLayer: () => "that is a net of one layer; there are two more",
  oneDirection: () => "you counted one direction; there are two, and they share no weight",
  sameWidth: () =>
    "the separate stack is right; what do the higher layers of the crossed stack read?",
  narrowOutput: () => "the output reads the states of both directions; how wide is V?",
  inputWidth: () => "x has 5 numbers, but layer 2 does not read x; what does it read?",
  rows: () => "the units of layer 2 are the rows of its U; columns are what it reads",
  bothStates: () => "in the crossed stack a direction of layer 2 reads both states of layer 1",
  ownStackOnly: () => "in the separate stack the backward direction reads the backward state alone",
  layerTwoState: () =>
    "U reads layer 1; the state of layer 2 goes through W, and both states of layer 1 are as wide",
  fourIndices: () => "write an index for each of the four letters A, B, C and D",
  timeBelow: () => "subscripts (A and C) are times, superscripts (B and D) are layers",
  sameStep: () => "U leads straight up: does layer i wait a step for the layer below?",
  layerBelow: () => "U would read its own layer's state; which layer does it read?",
  ownLayer: () =>
    "W would take the layer below; what a layer remembers is its own state of the step before",
  stepBefore: () => "s_t would be computed from itself; which step does W look back to?",
  backward: () => "that is the backward direction; the formula is the forward one's",
  letter: (p: { letter: string }) => `${p.letter} is not it; follow the arrows of Figure 4.1`,
} as const;
