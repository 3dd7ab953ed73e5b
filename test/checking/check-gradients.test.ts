// The gradient check of whole models: right ones pass, a wrong one is named, weak settings are refused.
import { describe, expect, it } from "vitest";
import { checkGradients, Matrix, maskOfLengths } from "../../lib/index";
import { layerKinds, setting } from "../layers/settings";

describe("checkGradients", () => {
  for (const kind of Object.keys(layerKinds)) {
    it(`passes for ${kind}, with and without padding`, () => {
      const { model, xs, labels, s0 } = setting(kind);
      const plain = checkGradients(model, xs, labels, { s0 });
      expect(plain.verdict).toContain("passed");
      const names = plain.checks.map((check) => check.name);
      expect(names).toContain("V");
      expect(names).toContain("x_5");
      expect(names.some((name) => name.startsWith("s_0"))).toBe(true);
      expect(names.length).toBeGreaterThanOrEqual(Object.keys(model.parameters).length + 6);
      const mask = maskOfLengths([5, 3], 5);
      for (const t of [3, 4]) labels[t][1] = -1;
      expect(checkGradients(model, xs, labels, { s0, mask }).verdict).toContain("passed");
      const gap = mask.map((row, t) => (t === 1 ? Uint8Array.of(0, 0) : row));
      expect(checkGradients(model, xs, labels, { s0, mask: gap }).verdict).toContain("passed");
    });
  }

  it("names the worst element of a wrong gradient", () => {
    const { model, xs, labels, s0 } = setting("tanh");
    const real = model.pass.bind(model);
    model.pass = (...rest) => {
      const pass = real(...rest);
      const W = pass.gradients.find(({ name }) => name === "W");
      W!.gradient.data[6] += 0.01;
      return pass;
    };
    const report = checkGradients(model, xs, labels, { s0 });
    expect(report.passed).toBe(false);
    expect(report.verdict).toMatch(/^FAILED: worst relative error .* at W\[1, 2\]$/);
    expect(report.checks.filter((check) => !check.passed)).toHaveLength(1);
  });

  it("refuses settings under which it could not fail, or says that they are weak", () => {
    const { model, xs, labels, s0, layer } = setting("tanh");
    expect(() => checkGradients(model, xs.slice(0, 3), labels.slice(0, 3), { s0 })).toThrow(
      "3 steps hide the recursion over time: give 4 or more",
    );
    expect(() => checkGradients(model, xs, labels, { s0: layer.zeroState(2) })).toThrow(
      "s_0 has root mean square 0.0",
    );
    const late = labels.map((row, t) => (t === 4 ? row : Int32Array.of(-1, -1)));
    expect(() => checkGradients(model, xs, late, { s0 })).toThrow("fewer than two steps");
    model.parameters.W.data.forEach((value, i, data) => {
      data[i] = value * 1e-4;
    });
    expect(() => checkGradients(model, xs, labels, { s0 })).toThrow("W has root mean square");
    const said = checkGradients(model, xs, labels, { s0, weak: "say" });
    expect(said.passed).toBe(true);
    expect(said.verdict).toContain("WEAK CHECK");
    expect(said.weaknesses).toHaveLength(1);
  });

  it("accepts settings at the border: four steps, two of them with a loss, a bias near 0", () => {
    const { model, xs, labels, s0 } = setting("tanh");
    const two = labels.slice(0, 4).map((row, t) => Int32Array.of(t < 2 ? row[0] : -1, -1));
    for (const [name, { data, rows }] of Object.entries(model.parameters))
      if (rows === 1 || name === "b") data.fill(0);
    expect(checkGradients(model, xs.slice(0, 4), two, { s0 }).weaknesses).toEqual([]);
  });

  it("measures how near 0 a state is by its root mean square", () => {
    const { model, xs, labels } = setting("tanh");
    const s0 = new Matrix(2, 4);
    s0.data.fill(0.0499);
    expect(() => checkGradients(model, xs, labels, { s0 })).toThrow("mean square 0.050,");
    s0.data.fill(0.0501);
    expect(checkGradients(model, xs, labels, { s0 }).weaknesses).toEqual([]);
  });

  it("joins weaknesses, keeps the result beside them, and of equal errors names the first value", () => {
    const zero = () => new Matrix(2, 2);
    const model = {
      parameters: { W: zero(), U: zero() },
      pass: () => ({
        gradients: ["W", "U"].map((name) => ({ name, value: zero(), gradient: zero() })),
        layerGradients: { ds0: new Matrix(1, 2), dxs: [] },
      }),
      loss: () => 1,
    } as unknown as Parameters<typeof checkGradients>[0];
    const ids = [0, 1, 0].map((id) => Int32Array.of(id, id));
    const s0 = Matrix.from([[0.5, 0.5]]);
    const W = "W has root mean square 0.0, so what is multiplied by it hides";
    expect(() => checkGradients(model, ids, ids, { s0 })).toThrow(`or more; ${W}`);
    const report = checkGradients(model, ids, ids, { s0, weak: "say" });
    expect(report.verdict).toContain("passed: worst relative error 0.0e+0, at W[0, 0]; WEAK CHECK");
    expect(report.verdict).toContain(`or more; ${W}`);
    expect(report.checks.map(({ name }) => name)).toEqual(["W", "U", "s_0"]); // ids have no gradient
  });

  it("leaves every value as it found it", () => {
    const { model, xs, labels, s0 } = setting("LSTM");
    const before = JSON.stringify([model.parameters, xs, s0]);
    checkGradients(model, xs, labels, { s0 });
    expect(JSON.stringify([model.parameters, xs, s0])).toBe(before);
  });
});
