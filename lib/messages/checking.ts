// The English sentences of lib/checking.

/** Messages of lib/checking. */
export const checkingMessages = {
  fewSteps: (p: { steps: number; fewest: number }) =>
    `${p.steps} steps hide the recursion over time: give ${p.fewest} or more`,
  oneLoss: () => "fewer than two steps have a loss: give labels at every step",
  nearZero: (p: { name: string; scale: string; smallest: number }) =>
    `${p.name} has root mean square ${p.scale}, so what is multiplied by it hides: ` +
    `give values of order 0.5 (at least ${p.smallest})`,
  refused: (p: { weaknesses: string }) =>
    "checkGradients: under these settings a wrong gradient could pass: " +
    `${p.weaknesses}. Mend them, or pass weak: "say" to go on all the same.`,
  passed: (p: { name: string; row: number; column: number; error: string }) =>
    `passed: worst relative error ${p.error}, at ${p.name}[${p.row}, ${p.column}]`,
  failed: (p: { name: string; row: number; column: number; error: string }) =>
    `FAILED: worst relative error ${p.error}, at ${p.name}[${p.row}, ${p.column}]`,
  weak: (p: { result: string; weaknesses: string }) =>
    `${p.result}; WEAK CHECK, a wrong gradient could pass: ${p.weaknesses}`,
} as const;

/** Messages of claims. */
export const claimMessages = {
  off: (p: { what: string; measured: string; stated: string; within: string }) =>
    `the text says ${p.stated} for "${p.what}", and the run gives ${p.measured} (allowed: ${p.within} ` +
    "more or less): change the text and the claim, or find what changed the result",
} as const;
