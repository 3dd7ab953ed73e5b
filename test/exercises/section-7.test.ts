// Right answers get their tick, and each mistake that the checkers know gets its own hint.
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { checkExercise } from "../../lib/exercises/check-exercise";
import { exerciseMessages, exercise7Messages as hints } from "../../lib/messages";

let printed: string[] = [];
beforeEach(() => {
  printed = [];
  vi.spyOn(console, "log").mockImplementation((line) => {
    printed.push(line);
  });
});
afterEach(() => vi.restoreAllMocks());

function told(number: string, answer: unknown): string {
  checkExercise(number, answer);
  return printed.pop() ?? "";
}

const powers = (z: number[], off: number) => z.map((x) => Math.exp(x - off));
const normalised = (p: number[]) => p.map((x) => x / p.reduce((a, b) => a + b));
const o = normalised(powers([1, 2, 3, 4], 0));

it.each([
  ["7.1", (z: number[]) => normalised(powers(z, Math.max(...z)))],
  ["7.2", 1.94],
  ["7.2", [1.9402]],
  ["7.3", [0.03, 0.09, -0.76, 0.64]],
  ["7.3", Float64Array.of(o[0], o[1], o[2] - 1, o[3])],
])("%s: a right answer", (number, answer) => {
  expect(told(number, answer)).toBe(`✓ ${number}`);
});

it.each<[string, unknown, string]>([
  ["7.1", 3, hints.noFunction()],
  ["7.1", (z: number[]) => z, hints.smallWrong()],
  ["7.1", (z: number[]) => normalised(powers(z, 0)), hints.overflow()],
  ["7.1", (z: number[]) => normalised(powers(z, z[0] > 9 ? z[2] * 2 : 0)), hints.overflow()],
  ["7.1", (z: number[]) => normalised(z[0] > 9 ? z : powers(z, 0)), hints.shift()],
  ["7.1", (z: number[]) => normalised(powers(z, z[0] > 9 ? 1000 : 0)), hints.underflow()],
  ["7.2", 2.8, hints.log2()],
  ["7.2", 1.976, hints.rounded()],
  ["7.2", 1.29, hints.padding()],
  ["7.2", 3.88, hints.sum()],
  ["7.2", -1.94, hints.sign()],
  ["7.2", Number.NaN, exerciseMessages.notANumber()],
  ["7.2", "two", exerciseMessages.notNumbers({ answer: "two" })],
  ["7.2", 7, exerciseMessages.different({ given: "7" })],
  ["7.3", [-0.03, -0.09, 0.76, -0.64], hints.swapped()],
  ["7.3", [0.008, 0.022, -0.19, 0.161], hints.divided()],
  ["7.3", [0.03, 0.09, 0.24, 0.64], hints.noLabel()],
  ["7.3", [0.03, 0.09, 0.24, -0.36], hints.offByOne()],
  ["7.3", [0.03, 0.09, -0.76], exerciseMessages.count({ given: 3, expected: 4 })],
])("%s: a known mistake gets its hint (%#)", (number, answer, hint) => {
  expect(told(number, answer)).toBe(`✗ ${number}: ${hint}`);
});

it("says when there is no answer yet, and when a function throws", () => {
  expect(told("7.2", undefined)).toBe(`… 7.2: ${exerciseMessages.noAnswer()}`);
  const throws = () => {
    throw new Error("oh");
  };
  expect(told("7.1", throws)).toContain("Error: oh");
});

it("names the exercises there are when the number is unknown", () => {
  expect(() => checkExercise("7.9", 1)).toThrow(
    "there is no exercise 7.9; there are 7.1, 7.2, 7.3",
  );
});
