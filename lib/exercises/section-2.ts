// The exercises of notebook 2, the basic recurrent network.
import { exercise2Messages as messages } from "../messages";
import { tanh } from "../tensor/elementary";
import { type Exercise, near, numberExercise } from "./exercise";

/** 2.1: the states of s = w s + x for x = 1, 0, 0 and w = ½. */
const unitExercise = numberExercise("2.1", [1, 0.5, 0.25], 1e-9, [
  { answer: [1, 0, 0], hint: messages.noMemory() },
  { answer: [1, 0.5, 0.5], hint: messages.multipliedOnce() },
  { answer: [0.5, 0.25, 0.125], hint: messages.firstHalved() },
  { answer: [1, 1, 1], hint: messages.neverHalved() },
  { answer: [1, 1.5, 1.75], hint: messages.addedUp() },
]);

type Shapes = Record<"U" | "W" | "V", readonly number[]>;

/** 2.2: the shapes for 5 letters, 3 units and 2 scores. */
const SHAPES: Shapes = { U: [3, 5], W: [3, 3], V: [2, 3] };

function checkShapes(answer: unknown): string | null {
  const given = answer as Partial<Shapes> | null;
  const names = ["U", "W", "V"] as const;
  if (names.some((name) => !(Array.isArray(given?.[name]) && given[name].length === 2))) {
    return messages.shapesForm();
  }
  const { U, W, V } = given as Shapes;
  const [rows, columns] = W;
  if (rows !== columns || rows !== 3) return messages.square();
  const mine: Partial<Shapes> = { U, V };
  for (const name of ["U", "V"] as const) {
    if (near([...(mine[name] ?? [])].reverse(), SHAPES[name], 0)) {
      return messages.transposed({ name });
    }
  }
  if (!near(U, SHAPES.U, 0)) return messages.inputWidth();
  return near(V, SHAPES.V, 0) ? null : messages.outputWidth();
}

const shapesExercise: Exercise = {
  number: "2.2",
  check: checkShapes,
  mistakes: [
    { answer: [3, 5], hint: messages.shapesForm() },
    { answer: { U: 15, W: 9, V: 6 }, hint: messages.shapesForm() },
    { answer: { U: [5, 3], W: [3, 3], V: [2, 3] }, hint: messages.transposed({ name: "U" }) },
    { answer: { U: [3, 5], W: [3, 3], V: [3, 2] }, hint: messages.transposed({ name: "V" }) },
    { answer: { U: [3, 1], W: [3, 3], V: [2, 3] }, hint: messages.inputWidth() },
    { answer: { U: [3, 5], W: [3, 5], V: [2, 3] }, hint: messages.square() },
    { answer: { U: [3, 5], W: [5, 5], V: [2, 3] }, hint: messages.square() },
    { answer: { U: [3, 5], W: [3, 3], V: [2, 5] }, hint: messages.outputWidth() },
  ],
};

type Rows = readonly (readonly number[])[];
type Forward = (xs: Rows, U: Rows, W: Rows) => number[][];

const times = (M: Rows, v: readonly number[]): number[] =>
  M.map((row) => row.reduce((sum, m, i) => sum + m * v[i], 0));
const plus = (a: readonly number[], b: readonly number[]): number[] => a.map((x, i) => x + b[i]);
const transposed = (M: Rows): Rows => M[0].map((_, j) => M.map((row) => row[j]));
const bent = (v: readonly number[]): number[] => v.map((value) => tanh(value));

/** A loop over steps, and what it makes of x_t and s_{t−1}: right and wrong answers to 2.3. */
const looped =
  (step: (x: readonly number[], s: number[], U: Rows, W: Rows) => number[]): Forward =>
  (xs, U, W) => {
    let s = U.map(() => 0);
    return xs.map((x) => {
      s = step(x, s, U, W);
      return s;
    });
  };

const rightForward = looped((x, s, U, W) => bent(plus(times(U, x), times(W, s))));

const inputBefore: Forward = (xs, U, W) =>
  xs.map((x, t) => {
    const before = t === 0 ? x.map(() => 0) : xs[t - 1];
    return bent(plus(times(U, x), times(W, times(U, before))));
  });
const startsLate: Forward = (xs, U, W) => [
  U.map(() => 0),
  ...rightForward(xs.slice(0, -1), U, W), // s_0 … s_{T−1}
];

/** Wrong answers that are told by their states. */
const WRONG: readonly { forward: Forward; hint: string }[] = [
  { forward: looped((x, _, U) => bent(times(U, x))), hint: messages.noW() },
  {
    forward: looped((x, _, U, W) => bent(plus(times(U, x), times(W, bent(times(U, x)))))),
    hint: messages.ownState(),
  },
  {
    forward: looped((x, _, U, W) => bent(plus(times(U, x), times(W, times(U, x))))),
    hint: messages.ownState(),
  },
  { forward: looped((x, s, U, W) => plus(times(U, x), times(W, s))), hint: messages.noF() },
  { forward: inputBefore, hint: messages.inputsOnly() },
  {
    forward: looped((x, s, U, W) => bent(plus(times(U, x), times(transposed(W), s)))),
    hint: messages.transposedW(),
  },
  { forward: startsLate, hint: messages.startsLate() },
];

const XS: Rows = [
  [0.5, -1, 0.25],
  [1, 0.5, -0.5],
  [-0.75, 0.25, 1],
  [0.5, 0.5, 0.5],
];
const U: Rows = [
  [0.5, -0.25, 1],
  [-0.5, 0.75, 0.25],
];
const W: Rows = [
  [0.75, -0.5],
  [1, 0.25],
];

function checkForward(answer: unknown): string | null {
  if (typeof answer !== "function") return messages.noFunction();
  const forward = answer as Forward;
  const copied = () => forward(XS, U, W)?.map((state) => [...state]) ?? [];
  const [once, twice] = [copied(), copied()];
  if (once.length !== XS.length) {
    return messages.noStates({ given: once.length, expected: XS.length });
  }
  const same = (a: readonly number[][], b: readonly number[][]): boolean =>
    near(a.flat(), b.flat(), 1e-9);
  if (!same(once, twice)) return messages.keptState();
  if (same(once, rightForward(XS, U, W))) return null;
  if (once.every((state) => near(state, once[0], 0))) return messages.sameList();
  const wrong = WRONG.find((known) => same(once, known.forward(XS, U, W)));
  return wrong?.hint ?? messages.other();
}

/** Keeps its state between calls. */
function forgetful(): Forward {
  let s = [0, 0];
  return (xs, U, W) =>
    xs.map((x) => {
      s = bent(plus(times(U, x), times(W, s)));
      return s;
    });
}

const oneList: Forward = (xs, U, W) => {
  const s = U.map(() => 0);
  return xs.map((x) => {
    bent(plus(times(U, x), times(W, s))).forEach((value, j) => {
      s[j] = value;
    });
    return s;
  });
};

const forwardExercise: Exercise = {
  number: "2.3",
  check: checkForward,
  mistakes: [
    { answer: 3, hint: messages.noFunction() },
    { answer: () => [], hint: messages.noStates({ given: 0, expected: 4 }) },
    { answer: forgetful(), hint: messages.keptState() },
    { answer: oneList, hint: messages.sameList() },
    ...WRONG.map(({ forward, hint }) => ({ answer: forward, hint })),
    { answer: (xs: Rows) => xs.map((_, t) => [t, 0]), hint: messages.other() },
  ],
};

export const section2: readonly Exercise[] = [unitExercise, shapesExercise, forwardExercise];
