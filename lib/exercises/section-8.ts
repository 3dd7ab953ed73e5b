// The exercises of notebook 8, LSTM and GRU.
import { exercise8Messages as messages } from "../messages";
import { exp, log, tanh } from "../tensor/elementary";
import { type Exercise, near, numberExercise } from "./exercise";

/** The share kept a step if half is left after `steps`. */
const keptFor = (steps: number): number => exp(log(0.5) / steps);
/** The b with σ(b) = f. */
const biasOf = (f: number): number => log(f / (1 - f));

/** 8.1: the forget bias for a half-life of 50 steps. */
const f50 = keptFor(50);
const halfLifeExercise = numberExercise("8.1", [biasOf(f50)], 0.006, [
  { answer: 1, hint: messages.usualBias() },
  { answer: f50, hint: messages.gateNotBias() },
  { answer: -biasOf(f50), hint: messages.signOfBias() },
  { answer: log(49), hint: messages.meanStay() },
  { answer: log(f50), hint: messages.logOfGate() },
  { answer: 0, hint: messages.halfAtOnce() },
]);

/** 8.2: the parameters of an LSTM with m = 10 and n = 20. */
const [m, n] = [10, 20];
const parametersExercise = numberExercise("8.2", [4 * (n * m + n * n + n)], 0, [
  { answer: n * m + n * n + n, hint: messages.oneGate() },
  { answer: 4 * (n * m + n * n), hint: messages.noBiases() },
  { answer: 3 * (n * m + n * n + n), hint: messages.threeGates() },
  { answer: 4 * (n * m + n * n + 2 * n), hint: messages.twoBiases() },
  { answer: 4 * (n * m + n), hint: messages.noRecurrence() },
  { answer: 4 * (n * m + m * m + m), hint: messages.swappedSizes() },
  { answer: 4 * (n * m + n * n + n) + 2 * n, hint: messages.withCell() },
]);

/** 8.3: the update bias for a half-life of 10 steps, where z keeps and where z replaces. */
const f10 = keptFor(10);
const b10 = biasOf(f10);
const updateBiasExercise = numberExercise("8.3", [b10, -b10], 0.006, [
  { answer: [b10, b10], hint: messages.bothKeep() },
  { answer: [-b10, -b10], hint: messages.bothReplace() },
  { answer: [-b10, b10], hint: messages.conventionsSwapped() },
  { answer: [1, -1], hint: messages.sameUsual() },
  { answer: [1, 1], hint: messages.sameUsual() },
  { answer: [f10, 1 - f10], hint: messages.gatesNotBiases() },
]);

interface Gates {
  readonly i: number[];
  readonly f: number[];
  readonly g: number[];
  readonly o: number[];
}
type Step = (c: number[], gates: Gates) => { c: number[]; s: number[] };

const oldCell = [0.8, -0.5, 0.1];
const gates: Gates = {
  i: [0.9, 0.2, 0.5],
  f: [0.3, 0.6, 0.7],
  g: [-0.4, 0.9, 0.2],
  o: [0.5, 0.8, 0.1],
};
const each = (make: (j: number) => number): number[] => oldCell.map((_, j) => make(j));
const { i, f, g, o } = gates;
const cell = each((j) => f[j] * oldCell[j] + i[j] * g[j]);
const state = each((j) => o[j] * tanh(cell[j]));

/** Wrong cells and wrong states, with what they show. */
const wrongCells: [number[], string][] = [
  [each((j) => i[j] * g[j]), messages.cellOverwritten()],
  [each((j) => f[j] * oldCell[j] + g[j]), messages.noInputGate()],
];
const wrongStates: [number[], string][] = [
  [each((j) => o[j] * cell[j]), messages.noTanh()],
  [each((j) => o[j] * tanh(oldCell[j])), messages.oldCellShown()],
  [each((j) => tanh(cell[j])), messages.noOutputGate()],
];

/** 8.4: c_t and s_t from c_{t−1} and the gates of the step. */
function checkStep(answer: unknown): string | null {
  if (typeof answer !== "function") return messages.noFunction();
  const given = (answer as Step)([...oldCell], structuredClone(gates) as Gates);
  const isList = (value: unknown): value is number[] => Array.isArray(value) && value.length === 3;
  if (!isList(given?.c) || !isList(given?.s)) return messages.wrongShape();
  const hintFor = (values: number[], known: [number[], string][], otherwise: string) =>
    known.find(([wrong]) => near(values, wrong, 1e-9))?.[1] ?? otherwise;
  if (!near(given.c, cell, 1e-9)) return hintFor(given.c, wrongCells, messages.cellWrong());
  if (!near(given.s, state, 1e-9)) return hintFor(given.s, wrongStates, messages.stateWrong());
  return null;
}

const stepExercise: Exercise = {
  number: "8.4",
  check: checkStep,
  mistakes: [
    { answer: 3, hint: messages.noFunction() },
    { answer: () => cell, hint: messages.wrongShape() },
    ...wrongCells.map(([c, hint]) => ({ answer: () => ({ c, s: state }), hint })),
    { answer: () => ({ c: oldCell, s: state }), hint: messages.cellWrong() },
    ...wrongStates.map(([s, hint]) => ({ answer: () => ({ c: cell, s }), hint })),
    { answer: () => ({ c: cell, s: cell }), hint: messages.stateWrong() },
  ],
};

export const section8: readonly Exercise[] = [
  halfLifeExercise,
  parametersExercise,
  updateBiasExercise,
  stepExercise,
];
