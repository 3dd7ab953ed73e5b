// The order in which the kernels add up, bit by bit: what was trained before keeps its numbers when a kernel gets quicker.
import { describe, expect, it } from "vitest";
import { RandomGenerator, Workspace } from "../../lib/index";

const workspace = new Workspace(16);
const random = new RandomGenerator(22);
const precisions = [
  ["f32", 4, Math.fround],
  ["f64", 8, (x: number) => x],
] as const;
type Round = (x: number) => number;

/** Normal numbers in the workspace, and what they are. */
function normals(precision: "f32" | "f64", count: number) {
  const bytes = precision === "f32" ? 4 : 8;
  const at = workspace.borrow(count * bytes, "test");
  const view = workspace[precision].subarray(at / bytes, at / bytes + count);
  for (let i = 0; i < count; i++) view[i] = random.normal();
  return { at, view, before: Array.from(view) };
}

/** start + x₀y₀ + x₁y₁ + …, each product and each sum rounded. */
function inOrder(round: Round, start: number, terms: readonly (readonly [number, number])[]) {
  return terms.reduce((sum, [x, y]) => round(sum + round(x * y)), start);
}

const sizes = [1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 31, 33, 64, 65, 100];

describe.each(precisions)("order of the sums, %s", (precision, bytes, round) => {
  const kernels = workspace.kernels(precision);
  const lanes = 16 / bytes;

  it("a row times a matrix: even rows and odd rows apart, but for the last columns", () => {
    for (const n of sizes) {
      for (const k of [1, 2, 7, 12]) {
        workspace.beginStep();
        const [x, w, y] = [k, k * n, n].map((count) => normals(precision, count));
        kernels.rowTimesMatrix(k, n, x.at, w.at, n, y.at);
        const paired = n - (n % (4 * lanes));
        const wanted = y.before.map((start, j) => {
          const terms = x.before.map((v, p) => [v, w.before[p * n + j]] as const);
          if (j >= paired) return inOrder(round, start, terms);
          const even = terms.filter((_, p) => p % 2 === 0);
          const odd = terms.filter((_, p) => p % 2 === 1);
          return round(inOrder(round, start, even) + inOrder(round, 0, odd));
        });
        expect(Array.from(y.view), `${k} × ${n}`).toEqual(wanted);
      }
    }
  });

  it("a matrix times a column: lane by lane, the lanes in turn, then what is left", () => {
    for (const n of sizes) {
      for (const m of [1, 2, 3, 4, 6, 8, 9, 19]) {
        workspace.beginStep();
        const [a, x, y] = [m * n, n, m].map((count) => normals(precision, count));
        kernels.matrixTimesColumn(m, n, a.at, n, x.at, y.at);
        const whole = n - (n % lanes);
        const wanted = y.before.map((start, i) => {
          const terms = x.before.map((v, j) => [v, a.before[i * n + j]] as const);
          const lane = (l: number) =>
            inOrder(
              round,
              0,
              terms.slice(0, whole).filter((_, j) => j % lanes === l),
            );
          let sum = lane(0);
          for (let l = 1; l < lanes; l++) sum = round(sum + lane(l));
          return round(start + inOrder(round, sum, terms.slice(whole)));
        });
        expect(Array.from(y.view), `${m} × ${n}`).toEqual(wanted);
      }
    }
  });

  it.each([
    ["A B", false, false, false],
    ["A B, added", true, false, false],
    ["Aᵀ B, added", true, true, false],
    ["A Bᵀ", false, false, true],
  ])("a product, %s: in turn, at the edges before what was there", (_, add, ofAt, ofBt) => {
    for (const n of sizes) {
      for (const [m, k] of [
        [1, 5],
        [4, 7],
        [7, 6],
        [10, 20],
      ]) {
        workspace.beginStep();
        const [a, b, c] = [m * k, k * n, m * n].map((count) => normals(precision, count));
        const [rsa, csa] = ofAt ? [1, m] : [k, 1];
        const [rsb, csb] = ofBt ? [1, k] : [n, 1];
        const { scratch } = workspace;
        kernels.product(m, n, k, a.at, rsa, csa, b.at, rsb, csb, c.at, n, add, scratch);
        const wanted = c.before.map((start, at) => {
          const [i, j] = [Math.floor(at / n), at % n];
          const terms = Array.from(
            { length: k },
            (_, p) => [a.before[i * rsa + p * csa], b.before[p * rsb + j * csb]] as const,
          );
          const inside = j < n - (n % (4 * lanes)) && i < m - (m % 2);
          if (inside && add) return inOrder(round, start, terms);
          const sum = inOrder(round, 0, terms);
          return add ? round(start + sum) : sum;
        });
        expect(Array.from(c.view), `${m} × ${n} × ${k}`).toEqual(wanted);
      }
    }
  });

  it("sums of columns: row after row, from 0", () => {
    for (const n of sizes) {
      for (let rows = 0; rows < 10; rows++) {
        workspace.beginStep();
        const ld = n + 3;
        const [x, out] = [rows * ld + 1, n + 2].map((count) => normals(precision, count));
        kernels.sumRows(rows, n, x.at, ld, out.at);
        const wanted = out.before.map((behind, j) => {
          if (j >= n) return behind;
          const column = Array.from({ length: rows }, (_, i) => [1, x.before[i * ld + j]] as const);
          return inOrder(round, 0, column);
        });
        expect(Array.from(out.view), `${rows} × ${n}`).toEqual(wanted);
      }
    }
  });
});
