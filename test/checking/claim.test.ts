// A claim ticks when the text is right to its last digit, and throws when it is not.
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { claim } from "../../lib/checking/claim";

const printed: string[] = [];
beforeEach(() => {
  printed.length = 0;
  vi.spyOn(console, "log").mockImplementation((line) => {
    printed.push(line);
  });
});
afterEach(() => vi.restoreAllMocks());

it.each([
  [2.2649, 2.26],
  [2.2551, 2.26],
  [-0.05, -0.05],
  [6.6, 7],
  [4.9e-7, 5e-7],
  [2.27e-13, 2.3e-13],
  [0.15, 0.1],
  [1000000.15, 1000000.1], // the difference is rounded at the size of the numbers
  [1.4e21, 1e21],
])("%d is stated as %d", (measured, stated) => {
  claim("it", measured, stated);
  expect(printed).toEqual([`✓ it: ${stated}`]);
});

it.each([
  [2.266, 2.26],
  [2.27, 2.26],
  [7.6, 7],
  [4.4e-7, 5e-7],
  [2.4e-13, 2.3e-13],
  [1250001, 1.2e6],
  [Number.NaN, 1],
  [Number.POSITIVE_INFINITY, 1],
])("%d is not %d", (measured, stated) => {
  expect(() => claim("it", measured, stated)).toThrow(`the text says ${stated} for "it"`);
  expect(printed).toEqual([]);
});

it("takes the difference it is given", () => {
  claim("it", 2.3, 2.26, { within: 0.05 });
  expect(() => claim("it", 2.32, 2.26, { within: 0.05 })).toThrow("0.05 more or less");
  claim("it", 0, 0, { within: 0 });
});
