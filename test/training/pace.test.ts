// Speed and time left against a clock that is set by hand; pieces of a long text.
import { expect, test } from "vitest";
import { Pace } from "../../lib/training/pace";
import { piece } from "../../lib/training/piece";

test("tokens a second and seconds left, since the start", () => {
  let time = 5000;
  const pace = new Pace(() => time);
  for (const tokens of [30, 10, 20]) pace.count(tokens);
  time = 7000;
  expect(pace.report(9)).toEqual({ tokensPerSecond: 30, secondsLeft: 6 });
  pace.count(0);
  expect(pace.report(2)).toEqual({ tokensPerSecond: 30, secondsLeft: 1 });
});

test("no time and no step give no number without end", () => {
  const pace = new Pace(() => 5000);
  expect(pace.report(4)).toEqual({ tokensPerSecond: 0, secondsLeft: 0.004 });
  pace.count(7);
  expect(pace.report(0)).toEqual({ tokensPerSecond: 7000, secondsLeft: 0 });
});

test("a poll is due after 40 ms, and again 40 ms after that", () => {
  let time = 1000;
  const pace = new Pace(() => time);
  const due = (at: number) => {
    time = at;
    return pace.isPollDue();
  };
  expect([1000, 1039.9, 1040, 1041, 1079, 1100, 1139, 1140].map(due)).toEqual([
    false,
    false,
    true,
    false,
    false,
    true,
    false,
    true,
  ]);
});

test("a piece holds ids from a place on, and as labels the ids after them", () => {
  const ids = Int32Array.of(10, 11, 12, 13, 14);
  const { xs, labels } = piece(ids, 1, 3);
  expect(xs).toEqual([Int32Array.of(11), Int32Array.of(12), Int32Array.of(13)]);
  expect(labels).toEqual([Int32Array.of(12), Int32Array.of(13), Int32Array.of(14)]);
});
