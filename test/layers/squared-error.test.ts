// The squared error of both models, against differences and by hand.
import { describe, expect, it } from "vitest";
import { FastModel, gradientCheck, Matrix, maskOfLengths, Workspace } from "../../lib/index";
import { meanSquaredError } from "../../lib/layers/squared-error";
import { layerKinds, randomMatrix, setting } from "./settings";

const workspace = new Workspace(16);

/** A setting whose targets are numbers, none at the steps 1 and 3, and whose second row is short. */
function numbers(kind: string) {
  const given = setting(kind, { labels: 2 });
  const targets = given.xs.map((_, t) => (t % 2 === 0 ? null : randomMatrix(2, 2, given.random)));
  return { ...given, targets, mask: maskOfLengths([5, 3], 5) };
}

function worst(actual: ArrayLike<number>, wanted: ArrayLike<number>): number {
  return Math.max(...Array.from(wanted, (value, i) => Math.abs(actual[i] - value)));
}

describe("squaredErrorPass", () => {
  for (const kind of Object.keys(layerKinds)) {
    it(`has the gradients of its loss, in both models, for ${kind}`, () => {
      const { model, xs, s0, targets, mask } = numbers(kind);
      const pass = model.squaredErrorPass(xs, targets, s0, mask);
      const loss = () => model.squaredErrorPass(xs, targets, s0, mask).loss;
      for (const { name, passed, worst } of gradientCheck(pass.gradients, loss)) {
        expect(passed, `${name}: ${worst}`).toBe(true);
      }
      for (const [precision, within] of [
        ["f64", 1e-13],
        ["f32", 1e-5],
      ] as const) {
        const fast = new FastModel(model, { precision, workspace });
        const twin = fast.squaredErrorPass(xs, targets, s0, mask);
        expect(Math.abs(twin.loss - pass.loss)).toBeLessThan(within);
        pass.gradients.forEach(({ name, gradient }, i) => {
          expect(worst(twin.gradients[i].gradient.data, gradient.data), name).toBeLessThan(within);
        });
        const scores = model.scores(xs, s0, mask);
        fast.scores(xs, s0, mask).forEach(({ data }, t) => {
          expect(worst(data, scores[t].data)).toBeLessThan(within);
        });
        fast.dispose();
      }
    });
  }

  it("takes the mean over the targets that are there", () => {
    const { model, xs, s0 } = numbers("LSTM");
    const scores = model.scores(xs, s0);
    const y = new Matrix(2, 2);
    const targets = [null, y, null, null, null];
    const squares = scores[1].data.reduce((sum, value) => sum + value * value, 0);
    expect(model.squaredErrorPass(xs, targets, s0).loss).toBeCloseTo(squares / 4, 14);
    expect(() =>
      model.squaredErrorPass(
        xs,
        xs.map(() => null),
        s0,
      ),
    ).toThrow("all is padding");
    expect(() => model.squaredErrorPass(xs, [y], s0)).toThrow("1 steps of targets for 5 outputs");
    const narrow = xs.map(() => new Matrix(2, 1));
    expect(() => model.squaredErrorPass(xs, narrow, s0)).toThrow("target at step 1");
    expect(() => meanSquaredError([], [])).toThrow("all is padding");
  });
});
