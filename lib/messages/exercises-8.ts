// The English sentences of the exercises of notebook 8.

/** Hints of notebook 8. */
export const exercise8Messages = {
  // 8.1, the forget bias for a half-life of 50
  usualBias: () =>
    "1 is the usual start, and its half-life is about 2 steps; find f with f^50 = ½ first, then b",
  gateNotBias: () => "that is the gate f; the bias b is what goes into the sigmoid: σ(b) = f",
  signOfBias: () =>
    "the sign is turned: with that bias the gate would be nearly closed, and the cell would forget at once",
  meanStay: () => "that is for a mean stay of 50 steps, 1 + e^b = 50; at the half-life, f^50 = ½",
  logOfGate: () => "that is ln f, the loss at one step; b = ln(f / (1 − f)) undoes the sigmoid",
  halfAtOnce: () => "with f = ½ half is gone after one step; it should be half after 50: f^50 = ½",
  // 8.2, the parameters of an LSTM
  oneGate: () => "that is one gate; an LSTM has four, each with its own U, W and bias",
  noBiases: () => "the biases are missing: n for each of the four gates",
  threeGates: () => "that is a GRU's number, three gates; an LSTM has i, f, g and o",
  twoBiases: () => "that is PyTorch's number, which keeps two biases a gate; in (8.4) there is one",
  noRecurrence: () => "the W are missing: n×n for each of the four gates",
  swappedSizes: () => "m and n are swapped: the input has m = 10 numbers, the state n = 20",
  withCell: () => "c_t and s_t are no parameters: they are computed at each step, not learned",
  // 8.3, the update bias in both conventions
  bothKeep: () =>
    "right where z keeps the old state; where z takes the new one, the same bias would forget at once",
  bothReplace: () =>
    "right where z takes the new state; where z keeps the old one, the sign is the other",
  conventionsSwapped: () =>
    "right numbers, wrong order: first the convention of Cho and PyTorch, in which z keeps the old state",
  sameUsual: () =>
    "find the share kept at each step, f with f^10 = ½, before you turn it into a bias",
  gatesNotBiases: () =>
    "those are the values of z; asked are the biases that give them: b = ln(z / (1 − z))",
  // 8.4, one step of an LSTM
  noFunction: () => "give the function itself, without calling it",
  wrongShape: () => "give { c, s }, two lists as long as the old cell",
  cellOverwritten: () => "the old cell is gone: what does the forget gate multiply?",
  noInputGate: () => "the candidate comes into the cell without its gate",
  noTanh: () => "the new cell is right; the state shows it through a tanh, which is missing",
  oldCellShown: () => "the new cell is right; the state shows the old one",
  noOutputGate: () => "the new cell is right; the state leaves out its gate",
  cellWrong: () => "c is not right: compare with (8.6), bucket by bucket",
  stateWrong: () => "c is right, s is not: compare with (8.7)",
} as const;
