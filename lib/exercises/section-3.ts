// The exercises of notebook 3, the bidirectional net.
import { exercise3Messages as messages } from "../messages";
import { type Exercise, numberExercise } from "./exercise";

/** 3.1: s′_1, s′_2, s′_3 of one unit that reads 1, 0, 2 backward with u′ = 1, w′ = ½. */
const statesExercise = numberExercise("3.1", [1.5, 1, 2], 1e-6, [
  { answer: [2, 1, 1.5], hint: messages.notFlippedBack() },
  { answer: [1, 0.5, 2.25], hint: messages.readForward() },
  { answer: [2.25, 0.5, 1], hint: messages.readForward() },
  { answer: [1, 0, 2], hint: messages.noMemory() },
  { answer: [3, 2, 2], hint: messages.noDecay() },
  { answer: [1.25, 0.5, 1], hint: messages.decayedInput() },
]);

/** 3.2: why a bidirectional net reaches perplexity 1 on the next word. */
const leakHints: Readonly<Record<string, () => string>> = {
  A: messages.betterModel,
  B: messages.byHeart,
  D: messages.agreement,
};
const leakExercise: Exercise = {
  number: "3.2",
  check: (answer) => {
    const letter = String(answer).trim().toUpperCase();
    if (letter === "C") return null;
    return Object.hasOwn(leakHints, letter) ? leakHints[letter]() : messages.letter();
  },
  mistakes: [
    ...Object.entries(leakHints).map(([answer, hint]) => ({ answer, hint: hint() })),
    { answer: "E", hint: messages.letter() },
  ],
};

/** 3.3: the additive ceiling of XOR in %, when the past bit is 1 with probability 0.8. */
const ceilingExercise = numberExercise("3.3", [90], 0.05, [
  { answer: 0.9, hint: messages.percent() },
  { answer: 75, hint: messages.equalCases() },
  { answer: 50, hint: messages.whereTrainingRests() },
  { answer: 100, hint: messages.oneMustGo() },
  { answer: 60, hint: messages.gaveUpFrequent() },
  { answer: 80, hint: messages.oneBitOnly() },
]);

export const section3: readonly Exercise[] = [statesExercise, leakExercise, ceilingExercise];
