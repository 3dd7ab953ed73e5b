import { describe, expect, it } from "vitest";
import { checkGradients, maskOfLengths } from "../../lib/index";
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

  it("leaves every value as it found it", () => {
    const { model, xs, labels, s0 } = setting("LSTM");
    const before = JSON.stringify([model.parameters, xs, s0]);
    checkGradients(model, xs, labels, { s0 });
    expect(JSON.stringify([model.parameters, xs, s0])).toBe(before);
  });
});
