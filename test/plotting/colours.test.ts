// Colours: contrast, scales, and what else tells series apart.
import { expect, test } from "vitest";
import {
  colourAt,
  contrast,
  DIVERGING,
  INK,
  MUTED,
  PAPER,
  parseHex,
  SEQUENTIAL,
  SERIES_COLOURS,
  withOpacity,
} from "../../lib/plotting/colours";
import { seriesStyle } from "../../lib/plotting/style";

test("contrast as WCAG defines it", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.478, 2);
  expect(contrast("#123456", "#123456")).toBe(1);
});

test.each(SERIES_COLOURS)("a line of colour %s stands out from white", (colour) => {
  expect(contrast(colour, PAPER)).toBeGreaterThanOrEqual(3);
});

test.each([INK, MUTED])("text of colour %s can be read on white", (colour) => {
  expect(contrast(colour, PAPER)).toBeGreaterThanOrEqual(7);
});

/** Lightness of a colour as a grey print shows it. */
function grey(colour: string): number {
  const [red, green, blue] = parseHex(colour);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

test("the sequential scale darkens steadily, the diverging one to both sides", () => {
  const shades = (scale: typeof SEQUENTIAL, from: number, to: number): number[] =>
    Array.from({ length: 11 }, (_, i) => grey(colourAt(scale, from + ((to - from) * i) / 10)));
  for (const run of [
    shades(SEQUENTIAL, 0, 1),
    shades(DIVERGING, 0.5, 0),
    shades(DIVERGING, 0.5, 1),
  ]) {
    for (let i = 1; i < run.length; i++) expect(run[i]).toBeLessThan(run[i - 1]);
  }
});

test("colours between and beyond the stops", () => {
  const scale = [
    [0, "#000000"],
    [0.5, "#ff0000"],
    [1, "#ffffff"],
  ] as const;
  expect([-1, 0, 0.25, 0.5, 0.75, 1, 2].map((at) => colourAt(scale, at))).toEqual([
    ...["#000000", "#000000", "#800000", "#ff0000", "#ff8080", "#ffffff", "#ffffff"],
  ]);
  expect(withOpacity("#0072b2", 0.2)).toBe("rgba(0,114,178,0.2)");
});

test("six series differ in dash, seven in marker and in bar pattern", () => {
  const styles = Array.from({ length: 7 }, (_, i) => seriesStyle(i));
  expect(new Set(styles.slice(0, 6).map(({ dash }) => dash)).size).toBe(6);
  expect(new Set(styles.map(({ symbol }) => symbol)).size).toBe(7);
  expect(new Set(styles.map(({ pattern }) => pattern)).size).toBe(7);
  // No two of the first 20 agree in every sign.
  const all = Array.from({ length: 20 }, (_, i) => JSON.stringify(seriesStyle(i)));
  expect(new Set(all).size).toBe(20);
});
