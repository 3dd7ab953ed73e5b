// The exercises of notebook 5, backpropagation through time.
import { exercise5Messages as messages } from "../messages";
import { type Exercise, numberExercise } from "./exercise";

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

export const section5: readonly Exercise[] = [gradientExercise, deltaExercise, designExercise];
