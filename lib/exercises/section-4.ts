// The exercises of notebook 4, the deep net.
import { exercise4Messages as messages } from "../messages";
import { type Exercise, numberExercise } from "./exercise";

/** 4.1: weights of a separate and a crossed stack: 3 layers, 10 units, 4 inputs, 3 outputs. */
const countExercise = numberExercise("4.1", [1203, 1603], 0, [
  { answer: [1603, 1203], hint: messages.swapped() },
  { answer: [1140, 1540], hint: messages.noBiases() },
  { answer: [1200, 1600], hint: messages.noOutputBias() },
  { answer: [1143, 1543], hint: messages.noLayerBiases() },
  { answer: [363, 363], hint: messages.oneLayer() },
  { answer: [603, 603], hint: messages.oneDirection() },
  { answer: [603, 803], hint: messages.oneDirection() },
  { answer: [1203, 1203], hint: messages.sameWidth() },
  { answer: [1173, 1573], hint: messages.narrowOutput() },
]);

/** 4.2: columns of U′(2) when layer 1 has 16 units a direction. */
const widthExercise = numberExercise("4.2", [16, 32], 0, [
  { answer: [32, 16], hint: messages.swapped() },
  { answer: [5, 5], hint: messages.inputWidth() },
  { answer: [5, 10], hint: messages.inputWidth() },
  { answer: [8, 8], hint: messages.rows() },
  { answer: [8, 16], hint: messages.rows() },
  { answer: [16, 16], hint: messages.bothStates() },
  { answer: [32, 32], hint: messages.ownStackOnly() },
  { answer: [16, 24], hint: messages.layerTwoState() },
]);

const INDICES = { A: "t", B: "i-1", C: "t-1", D: "i" } as const;

/** 4.3: the indices that the tutorial's formula of layer i lacks. */
function checkIndices(answer: unknown): string | null {
  const given = (answer ?? {}) as Record<string, unknown>;
  const plain = (name: string) =>
    String(given[name] ?? "")
      .replace(/[\s(){}]/g, "")
      .replaceAll("−", "-");
  if (Object.keys(INDICES).some((name) => plain(name) === "")) return messages.fourIndices();
  if (plain("A") === "i" || plain("B") === "t") return messages.timeBelow();
  if (plain("A") === "t-1") return messages.sameStep();
  if (plain("B") === "i") return messages.layerBelow();
  if (plain("D") === "i-1") return messages.ownLayer();
  if (plain("C") === "t") return messages.stepBefore();
  if (plain("C") === "t+1") return messages.backward();
  const wrong = Object.entries(INDICES).find(([name, index]) => plain(name) !== index);
  return wrong ? messages.letter({ letter: wrong[0] }) : null;
}

const indexExercise: Exercise = {
  number: "4.3",
  check: checkIndices,
  mistakes: [
    { answer: { A: "", B: "", C: "", D: "" }, hint: messages.fourIndices() },
    { answer: { ...INDICES, A: "i-1", B: "t" }, hint: messages.timeBelow() },
    { answer: { ...INDICES, A: "t-1" }, hint: messages.sameStep() },
    { answer: { ...INDICES, B: "i" }, hint: messages.layerBelow() },
    { answer: { ...INDICES, D: "i-1" }, hint: messages.ownLayer() },
    { answer: { ...INDICES, C: "t" }, hint: messages.stepBefore() },
    { answer: { ...INDICES, C: "t+1" }, hint: messages.backward() },
    { answer: { ...INDICES, D: "L" }, hint: messages.letter({ letter: "D" }) },
  ],
};

export const section4: readonly Exercise[] = [countExercise, widthExercise, indexExercise];
