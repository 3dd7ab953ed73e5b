// Ticks of an axis: round numbers, neither too few nor too many.
import { expect, test } from "vitest";
import { logTicks } from "../../lib/plotting/ticks";

const inside = (low: number, high: number): string[] => {
  const { tickvals, ticktext } = logTicks(low, high);
  return ticktext.filter((_, i) => tickvals[i] >= low && tickvals[i] <= high);
};

test.each([
  [1.9, 3.4, ["2", "2.2", "2.5", "2.8", "3"]],
  [1, 6, ["1", "1.5", "2", "2.5", "3", "4", "5", "6"]],
  [5, 150, ["5", "7", "10", "20", "30", "50", "70", "100"]],
  [0.01, 2, ["0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1", "2"]],
  [1, 20000, ["1", "10", "100", "1,000", "10,000"]],
  [1e-8, 200, ["10⁻⁸", "10⁻⁶", "10⁻⁴", "10⁻²", "1", "10²"]],
  [1e-6, 1e-5, ["10⁻⁶", "2·10⁻⁶", "3·10⁻⁶", "5·10⁻⁶", "7·10⁻⁶", "10⁻⁵"]],
])("from %d to %d", (low, high, expected) => {
  expect(inside(low, high)).toEqual(expected);
});

test("there are never too few or too many", () => {
  for (let decades = 0.2; decades < 60; decades *= 1.1) {
    for (const low of [1e-12, 0.003, 1, 3.3, 70]) {
      const count = inside(low, low * 10 ** decades).length;
      expect(count).toBeGreaterThanOrEqual(2);
      expect(count).toBeLessThanOrEqual(12);
    }
  }
});

test("one value alone has ticks around it", () => {
  const { tickvals } = logTicks(2.2, 2.2);
  expect(Math.min(...tickvals)).toBeLessThan(2.2);
  expect(Math.max(...tickvals)).toBeGreaterThan(2.2);
});
