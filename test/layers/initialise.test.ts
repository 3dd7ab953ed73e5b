// How weights start: bounds, variances, orthogonality.
import { describe, expect, it } from "vitest";
import { initialisers, type Matrix, RandomGenerator, RecurrentLayer } from "../../lib/index";

const random = () => new RandomGenerator(8);
const spread = ({ data }: Matrix) => Math.sqrt(data.reduce((s, v) => s + v * v, 0) / data.length);
const largest = ({ data }: Matrix) => data.reduce((top, v) => Math.max(top, Math.abs(v)), 0);

describe("initialisers", () => {
  it.each([
    ["article", initialisers.article, 1e-4],
    ["uniform", initialisers.uniform(25), 1 / 5],
    ["glorot", initialisers.glorot, Math.sqrt(6 / 160)],
  ] as const)("%s is uniform up to its bound", (_name, make, bound) => {
    const matrix = make(60, 100, random());
    expect([matrix.rows, matrix.columns]).toEqual([60, 100]);
    expect(largest(matrix)).toBeLessThanOrEqual(bound);
    expect(largest(matrix)).toBeGreaterThan(0.99 * bound);
    expect(spread(matrix) / (bound / Math.sqrt(3))).toBeCloseTo(1, 1);
  });

  it("he has variance 2 / columns", () => {
    expect(spread(initialisers.he(60, 100, random())) / Math.sqrt(0.02)).toBeCloseTo(1, 1);
  });

  it("normal has the deviation asked for", () => {
    expect(spread(initialisers.normal(0.01)(60, 100, random())) / 0.01).toBeCloseTo(1, 1);
  });

  it.each([
    [5, 5],
    [3, 7],
    [7, 3],
  ])("orthogonal %i×%i has orthonormal rows or columns", (rows, columns) => {
    const Q = initialisers.orthogonal(rows, columns, random());
    const lines =
      rows <= columns
        ? Q.toArray()
        : Q.toArray()[0].map((_, j) => Q.toArray().map((row) => row[j]));
    lines.forEach((a, i) => {
      lines.forEach((b, j) => {
        expect(a.reduce((sum, v, k) => sum + v * b[k], 0)).toBeCloseTo(Number(i === j), 14);
      });
    });
  });

  it("identity has ones on the diagonal, and a layer starts as it is told", () => {
    const initialise = { U: initialisers.article, W: initialisers.identity };
    const layer = new RecurrentLayer(2, 3, { random: random(), initialise });
    expect(layer.W.toArray()).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]);
    expect(largest(layer.U)).toBeLessThanOrEqual(1e-4);
    expect(largest(layer.U)).toBeGreaterThan(0);
  });
});
