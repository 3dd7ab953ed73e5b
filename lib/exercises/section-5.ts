// The exercises of notebook 5, backpropagation through time.
import { activations } from "../layers/activations";
import { exercise5Messages as messages } from "../messages";
import { type Exercise, near, numberExercise } from "./exercise";

/** 5.1: ∂s_2/∂w with w = ½, u = 1, s_0 = 1, x = 1, 2 and the identity. */
const [w, s0, s1, s2] = [0.5, 1, 1.5, 2.75];
const gradientExercise = numberExercise("5.1", [s1 + w * s0], 1e-6, [
  { answer: s1, hint: messages.onlyLast() },
  { answer: s2 + w * s1, hint: messages.stateOfSameStep() },
  { answer: s1 + s0, hint: messages.deltaNotPassed() },
  { answer: s2, hint: messages.valueNotSlope() },
  { answer: w * s0, hint: messages.onlyFirst() },
]);

/** 5.2: δ_T of a tanh layer from s_T = [0.6, −0.8] and ∂E/∂s_T = [1, ½]. */
const deltaExercise = numberExercise("5.2", [0.64, 0.18], 1e-6, [
  { answer: [1, 0.5], hint: messages.slopeMissing() },
  { answer: [0.6, -0.4], hint: messages.stateForSlope() },
  { answer: [0.4, 0.9], hint: messages.notSquared() },
  { answer: [0.36, 0.32], hint: messages.squareAlone() },
  { answer: [0.64, 0.36], hint: messages.lossSlopeMissing() },
]);

/** Weights below this make the terms that fault a spoils too small to see. */
const SMALLEST_SCALE = 0.05;

/** 5.3: which of the tutorial's three faults a check under these settings lets through. */
function checkSettings(answer: unknown): string | null {
  const { steps, s0: start, activation, scale } = (answer ?? {}) as Record<string, unknown>;
  if (![steps, start, scale].every((value) => typeof value === "number"))
    return messages.settings();
  if (Number(steps) < 2) return messages.oneStep();
  if (Number(steps) < 3) return messages.twoSteps();
  if (activation === "identity") return messages.straight();
  if (activation !== "tanh" && activation !== "sigmoid") return messages.activation();
  if (!(Math.abs(Number(scale)) >= SMALLEST_SCALE)) return messages.tinyWeights();
  if (!(Math.abs(Number(start)) > 0)) return messages.zeroStart();
  return null;
}

const good = { steps: 4, s0: 0.5, activation: "tanh", scale: 0.5 };
const designExercise: Exercise = {
  number: "5.3",
  check: checkSettings,
  mistakes: [
    { answer: { steps: 2, s0: 0, activation: "identity", scale: 1e-4 }, hint: messages.twoSteps() },
    { answer: { ...good, steps: 1 }, hint: messages.oneStep() },
    { answer: { ...good, steps: 2 }, hint: messages.twoSteps() },
    { answer: { ...good, activation: "identity" }, hint: messages.straight() },
    { answer: { ...good, activation: "relu" }, hint: messages.activation() },
    { answer: { ...good, scale: 1e-4 }, hint: messages.tinyWeights() },
    { answer: { ...good, s0: 0 }, hint: messages.zeroStart() },
    { answer: 4, hint: messages.settings() },
  ],
};

type Rows = number[][];

const outer = (a: readonly number[], b: readonly number[]): Rows =>
  a.map((x) => b.map((y) => x * y));
const addRows = (A: Rows, B: Rows): Rows =>
  A.map((row, i) => row.map((value, j) => value + B[i][j]));
const dot = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, i) => sum + value * b[i], 0);

/** Whether `given` is a list of `rows` lists of `columns` numbers. */
function isRows(given: unknown, rows: number, columns: number): given is Rows {
  const isRow = (row: unknown) =>
    Array.isArray(row) && row.length === columns && row.every((x) => typeof x === "number");
  return Array.isArray(given) && given.length === rows && given.every(isRow);
}

const nearRows = (A: Rows, B: Rows, within = 1e-9) => near(A.flat(), B.flat(), within);

/** Two units, three inputs, four steps: enough to tell every mistake from the right answer. */
const [deltas, inputs] = [
  [
    [0.2, -0.7],
    [-0.4, 0.1],
    [0.9, 0.3],
    [0.6, -0.5],
  ],
  [
    [1, -0.5, 0.3],
    [0.2, 0.8, -0.6],
    [-0.9, 0.4, 0.7],
    [0.5, 0.1, -0.2],
  ],
];

type InputGradient = (deltas: Rows, inputs: Rows) => Rows;
const rightInput: InputGradient = (ds, xs) => ds.map((d, t) => outer(d, xs[t])).reduce(addRows);
const inputMistakes: readonly { answer: InputGradient; hint: string }[] = [
  { answer: (ds, xs) => rightInput(xs, ds), hint: messages.inputTransposed() },
  { answer: (ds, xs) => outer(ds[ds.length - 1], xs[xs.length - 1]), hint: messages.inputLast() },
  {
    answer: (ds, xs) => rightInput(ds.slice(1), xs.slice(0, -1)),
    hint: messages.inputOfStepBefore(),
  },
  {
    answer: (ds, xs) => outer(columnSums(ds), columnSums(xs)),
    hint: messages.inputSummedFirst(),
  },
  {
    answer: (ds, xs) => rightInput(ds, xs).map((row) => row.map((value) => value / ds.length)),
    hint: messages.inputMean(),
  },
];

function columnSums(rows: Rows): number[] {
  return rows.reduce((sums, row) => sums.map((sum, j) => sum + row[j]));
}

/** 5.4: (8) as a function of the reader's own. */
function checkInputGradient(answer: unknown): string | null {
  if (typeof answer !== "function") return messages.inputNoFunction();
  const given: unknown = answer(deltas, inputs);
  const transposed = inputMistakes[0];
  if (isRows(given, 3, 2) && nearRows(given, transposed.answer(deltas, inputs)))
    return transposed.hint;
  if (!isRows(given, 2, 3)) return messages.inputShape();
  if (nearRows(given, rightInput(deltas, inputs))) return null;
  const known = inputMistakes.slice(1).find((m) => nearRows(given, m.answer(deltas, inputs)));
  return known?.hint ?? messages.inputDifferent();
}

const inputExercise: Exercise = {
  number: "5.4",
  check: checkInputGradient,
  mistakes: [
    { answer: 3, hint: messages.inputNoFunction() },
    { answer: () => 0, hint: messages.inputShape() },
    { answer: () => outer([1, 2], [1, 2, 3]), hint: messages.inputDifferent() },
    ...inputMistakes,
  ],
};

/** One step of the notebook's LSTM of one unit; gates are i, f, g, o. */
interface LstmStep {
  input: number[];
  cellBefore: number;
  gates: number[];
  cell: number;
}
type LstmBackward = (weights: Rows, steps: LstmStep[]) => Rows;

const { sigmoid, tanh } = activations;
const squash = [sigmoid, sigmoid, tanh, sigmoid];
const lstmWeights = [
  [0.4, -0.7, 0.2],
  [0.9, 0.3, -0.5],
  [-0.6, 0.8, 0.1],
  [0.5, -0.2, 0.7],
];

function lstmSteps(xs: readonly number[]): LstmStep[] {
  let [s, cell] = [0.3, -0.4];
  return xs.map((x) => {
    const input = [x, s, 1];
    const gates = lstmWeights.map((row, k) => squash[k].f(dot(row, input)));
    const step = { input, cellBefore: cell, gates, cell: gates[1] * cell + gates[0] * gates[2] };
    cell = step.cell;
    s = gates[3] * tanh.f(cell);
    return step;
  });
}

/** The notebook's `lstmBackward`, with what the forget gate is told, and what the cell hands back. */
const lstmBackward =
  (
    tellForget: (dCell: number, step: LstmStep) => number,
    carry = (dCell: number, step: LstmStep) => dCell * step.gates[1],
  ): LstmBackward =>
  (weights, steps) => {
    let gradient = weights.map((row) => row.map(() => 0));
    let [sLater, cellLater] = [0, 0];
    for (const step of [...steps].reverse()) {
      const [i, , g, o] = step.gates;
      const ds = 1 + sLater;
      const tanhCell = tanh.f(step.cell);
      const dCell = cellLater + ds * o * tanh.derivative(tanhCell);
      const told = [dCell * g, tellForget(dCell, step), dCell * i, ds * tanhCell];
      const delta = told.map((d, k) => d * squash[k].derivative(step.gates[k]));
      gradient = addRows(gradient, outer(delta, step.input));
      const column = weights.map((row) => row[1]);
      sLater = dot(delta, column);
      cellLater = carry(dCell, step);
    }
    return gradient;
  };

const mended = lstmBackward((dCell, { cellBefore }) => dCell * cellBefore);
const planted = lstmBackward((dCell, { cell }) => dCell * cell);
const plantedSteps = [1, 4].map((T) => lstmSteps([0.8, -0.5, 0.3, 0.9].slice(0, T)));

/** 5.5: `backward` of an LSTM with its bug mended. */
function checkLstm(answer: unknown): string | null {
  if (typeof answer !== "function") return messages.lstmNoFunction();
  const [one, four] = plantedSteps.map((steps) => {
    const given: unknown = answer(lstmWeights, steps);
    return isRows(given, 4, 3) ? { given, right: mended(lstmWeights, steps), steps } : null;
  });
  if (!one || !four) return messages.lstmShape();
  if (nearRows(one.given, planted(lstmWeights, one.steps))) return messages.lstmPlanted();
  const off = one.given.map((row, k) => !near(row, one.right[k], 1e-9));
  if (off.some((wrong, k) => wrong && k !== 1)) return messages.lstmOtherGate();
  if (off[1]) return messages.lstmForget();
  return nearRows(four.given, four.right) ? null : messages.lstmCarry();
}

const lstmExercise: Exercise = {
  number: "5.5",
  check: checkLstm,
  mistakes: [
    { answer: "f", hint: messages.lstmNoFunction() },
    { answer: () => [1, 2, 3], hint: messages.lstmShape() },
    { answer: planted, hint: messages.lstmPlanted() },
    {
      answer: lstmBackward((dCell, { cellBefore }) => -dCell * cellBefore),
      hint: messages.lstmForget(),
    },
    { answer: lstmBackward((dCell, { gates }) => dCell * gates[1]), hint: messages.lstmForget() },
    {
      answer: (weights: Rows, steps: LstmStep[]) => mended(weights, steps).toReversed(),
      hint: messages.lstmOtherGate(),
    },
    {
      answer: lstmBackward(
        (dCell, { cellBefore }) => dCell * cellBefore,
        (dCell) => dCell,
      ),
      hint: messages.lstmCarry(),
    },
  ],
};

export const section5: readonly Exercise[] = [
  gradientExercise,
  deltaExercise,
  designExercise,
  inputExercise,
  lstmExercise,
];
