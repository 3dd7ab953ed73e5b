// A pass leaves nothing behind that the next one would count: gradients begin anew.
import { expect, it } from "vitest";
import { FastModel, Workspace } from "../../../lib/index";
import { layerKinds, setting } from "../settings";

it.each(Object.keys(layerKinds))("a second pass of %s has the gradients of the first", (kind) => {
  const { model, xs, labels, s0 } = setting(kind, { steps: 4, batch: 3, m: 3, n: 5, labels: 4 });
  const fast = new FastModel(model, { workspace: new Workspace(16) });
  const gradients = () =>
    fast.pass(xs, labels, s0).gradients.map(({ gradient }) => Array.from(gradient.data));
  const first = gradients();
  expect(gradients()).toEqual(first);
});
