// Right answers to the exercises of notebook 8, as readers may give them.
import { expect, it } from "vitest";
import { section8 } from "../../lib/exercises/section-8";
import { LSTM, Matrix, RandomGenerator } from "../../lib/index";

const check = (number: string, answer: unknown) =>
  section8.find((exercise) => exercise.number === number)?.check(answer);

type Gates = Record<"i" | "f" | "g" | "o", number[]>;
const step = (c: number[], { i, f, g, o }: Gates) => {
  const next = c.map((old, j) => f[j] * old + i[j] * g[j]);
  return { c: next, s: next.map((value, j) => o[j] * Math.tanh(value)) };
};

it.each([
  ["8.1", 4.27],
  ["8.1", Math.log(0.5 ** 0.02 / (1 - 0.5 ** 0.02))],
  ["8.2", 2480],
  ["8.3", [2.63, -2.63]],
  ["8.4", step],
])("%s", (number, answer) => {
  expect(check(number, answer)).toBeNull();
});

it("8.1 and 8.2 are what the library's LSTM does", () => {
  const layer = new LSTM(10, 20, { random: new RandomGenerator(1), forgetBias: 4.2716 });
  const numbers = Object.values(layer.parameters).reduce((sum, { data }) => sum + data.length, 0);
  expect(check("8.2", numbers)).toBeNull();
  for (const { U, W } of Object.values(layer.gates)) for (const { data } of [U, W]) data.fill(0);
  const start = layer.zeroState();
  start.c.data.fill(1);
  const xs = Array.from({ length: 50 }, () => new Matrix(1, 10));
  expect(layer.forward(xs, start).lastState.c.get(0, 0)).toBeCloseTo(0.5, 4);
});
