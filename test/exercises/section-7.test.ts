// Right answers to the exercises of notebook 7, as readers may give them.
import { expect, it } from "vitest";
import { section7 } from "../../lib/exercises/section-7";
import { exerciseMessages } from "../../lib/messages";

const stable = (z: number[]) => {
  const powers = z.map((x) => Math.exp(x - Math.max(...z)));
  return powers.map((p) => p / powers.reduce((a, b) => a + b));
};
const o = stable([1, 2, 3, 4]);
const check = (number: string, answer: unknown) =>
  section7.find((exercise) => exercise.number === number)?.check(answer);

it.each([
  ["7.1", stable],
  ["7.2", 1.94],
  ["7.2", [1.9402]],
  ["7.3", [0.03, 0.09, -0.76, 0.64]],
  ["7.3", Float64Array.of(o[0], o[1], o[2] - 1, o[3])],
])("%s", (number, answer) => {
  expect(check(number, answer)).toBeNull();
});

it("numbers of another kind or count are named", () => {
  expect(check("7.2", 7)).toBe(exerciseMessages.different({ given: "7" }));
  expect(check("7.2", "two")).toBe(exerciseMessages.notNumbers({ answer: "two" }));
  expect(check("7.3", [0.03, 0.09, -0.76])).toBe(exerciseMessages.count({ given: 3, expected: 4 }));
});
