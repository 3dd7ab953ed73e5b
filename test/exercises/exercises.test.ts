// Every exercise: each mistake its checker knows gets just its hint, and no hint gives the answer away.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { allExercises, exercise } from "../../lib/exercises/all-exercises";
import { exerciseMessages } from "../../lib/messages";

let printed: string[] = [];
beforeEach(() => {
  printed = [];
  vi.spyOn(console, "log").mockImplementation((line) => {
    printed.push(line);
  });
});
afterEach(() => vi.restoreAllMocks());

function told(number: string, answer: unknown): string {
  exercise(number, answer);
  return printed.pop() ?? "";
}

it("numbers are unique and in order", () => {
  const numbers = allExercises.map(({ number }) => number);
  expect(numbers).toEqual([...new Set(numbers)]);
  const order = (number: string) => number.split(".").reduce((sum, part) => 100 * sum + +part, 0);
  expect(numbers.map(order)).toEqual(numbers.map(order).sort((a, b) => a - b));
});

it("letters and words are taken as they may be written", () => {
  for (const [number, answer] of [
    ["3.2", "C"],
    ["3.2", " c "],
    ["6.2", "either"],
  ]) {
    expect(told(number, answer)).toBe(`✓ ${number}`);
  }
});

describe.each(allExercises)("exercise $number", ({ number, mistakes, expected = [] }) => {
  it.each(mistakes.map((mistake, i) => [i, mistake] as const))("mistake %i", (_, mistake) => {
    expect(told(number, mistake.answer)).toBe(`✗ ${number}: ${mistake.hint}`);
  });

  it("takes the right answer, and no other of as many numbers", () => {
    if (expected.length === 0) return; // its answer is a word or a function
    expect(told(number, expected)).toBe(`✓ ${number}`);
    expect(told(number, [...expected.slice(1), 1e6])).toMatch(/^✗/);
    expect(told(number, ["a", ...expected.slice(1)])).toMatch(/^✗/);
  });

  it("knows three mistakes or more", () => {
    expect(new Set(mistakes.map(({ hint }) => hint)).size).toBeGreaterThanOrEqual(3);
  });

  it("has no hint that shows the answer", () => {
    const said = mistakes.flatMap(({ hint }) => hint.match(/[−-]?\d+(?:\.\d+)?/g) ?? []);
    for (const text of said) {
      const digits = text.split(".")[1]?.length ?? 0;
      const value = Math.abs(Number(text.replace("−", "-")));
      if (digits === 0 && value <= 2) continue; // "step 2", "1 over it"
      const shown = expected.filter((right) => Math.abs(right).toFixed(digits) === text);
      expect(shown, `a hint says ${text}`).toEqual([]);
    }
  });

  it("takes no answer for what it is", () => {
    expect(told(number, undefined)).toBe(`… ${number}: ${exerciseMessages.noAnswer()}`);
  });

  it.each([null, "", {}, [], Number.NaN, () => Number.NaN])("survives %o", (answer) => {
    expect(told(number, answer)).toMatch(/^✗/);
  });
});

it("a reader's function that throws is a wrong answer", () => {
  const throws = () => {
    throw new Error("oh");
  };
  expect(told("7.1", throws)).toContain("Error: oh");
});

it("an unknown number names those there are", () => {
  expect(() => exercise("7.9", 1)).toThrow(/there is no exercise 7.9; there are .*7.1, 7.2, 7.3/);
});
