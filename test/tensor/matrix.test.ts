// Matrices from lists, arrays and mathjs, and back.
import { matrix as mathjsMatrix } from "mathjs";
import { describe, expect, it } from "vitest";
import {
  FastModel,
  Matrix,
  RandomGenerator,
  RecurrentLanguageModel,
  Workspace,
} from "../../lib/index";

type Shown = Record<string, string>;
const show = (value: object) =>
  (value as Record<symbol, () => Shown>)[Symbol.for("Jupyter.display")]();

describe("Matrix", () => {
  it("comes from nested, flat and typed arrays and mathjs matrices, and goes back", () => {
    const rows = [
      [1, 2, 3],
      [4, 5, 6],
    ];
    expect(Matrix.from(rows).toArray()).toEqual(rows);
    expect(Matrix.from(mathjsMatrix(rows)).toArray()).toEqual(rows);
    expect(mathjsMatrix(Matrix.from(rows).toArray()).toArray()).toEqual(rows);
    expect(Matrix.from(Float32Array.of(1, 2)).toArray()).toEqual([[1, 2]]);
    expect(() => Matrix.from([[1], [1, 2]])).toThrow("row 1 has 2 numbers and row 0 has 1");
    expect(() => Matrix.from([Number.NaN])).toThrow("element (0, 0) is NaN");
    expect(() => new Matrix(2, 2, new Float64Array(3))).toThrow("3 numbers for shape 2×2; give 4");
    expect(() => new Matrix(2, 2).get(2, 0)).toThrow("(2, 0) lies outside 2×2");
  });

  it("has whole numbers of rows and columns, and may have none", () => {
    for (const bad of [-1, 1.5, 2 ** 53, Number.NaN]) {
      const message = (name: string) =>
        new RangeError(`Matrix: ${name} is ${bad}; give a whole number ≥ 0.`);
      expect(() => new Matrix(bad, 2)).toThrow(message("rows"));
      expect(() => new Matrix(2, bad)).toThrow(message("columns"));
    }
    expect(new Matrix(0, 3).toArray()).toEqual([]);
    expect([Matrix.from([]).rows, Matrix.from([]).columns]).toEqual([0, 0]);
    const own = Matrix.from([[1, 2]]);
    const copy = Matrix.from(own);
    copy.set(0, 0, 7);
    expect([own.get(0, 0), copy.get(0, 0)]).toEqual([1, 7]);
  });

  it("shows itself as a table", () => {
    const bundle = show(
      Matrix.from([
        [1 / 3, -2],
        [100, 0],
      ]),
    );
    expect(bundle["text/plain"]).toBe("2×2\n0.333333        -2\n     100         0");
    expect(bundle["text/html"]).toContain("<td>0.333333</td><td>-2</td>");
    const large = show(new Matrix(100, 3));
    expect(large["text/plain"].split("\n")).toHaveLength(14);
    expect(large["text/html"]).toContain("<caption>100×3</caption>");
    const model = new RecurrentLanguageModel(2, 2, { random: new RandomGenerator(1) });
    const { parameters } = new FastModel(model, { workspace: new Workspace(4) });
    expect(show(parameters["s bias"])["text/plain"]).toBe("1×2\n0  0");
  });
});
