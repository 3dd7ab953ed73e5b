// Top-level `using`: disposed of once, in reverse order, when the names go.
import { expect, it } from "vitest";
import { Disposables } from "../../../kernel/portable/disposables";

it("disposes of the named ones, the last first, once", async () => {
  const log: string[] = [];
  const held = new Disposables();
  for (const name of ["a", "b", "c"]) held.hold(name, { [Symbol.dispose]: () => log.push(name) });
  await held.release(["a", "c"]);
  await held.release(["a"]);
  expect(log).toEqual(["c", "a"]);
  await held.releaseAll();
  expect(log).toEqual(["c", "a", "b"]);
});

it("takes null, prefers asyncDispose, and refuses what cannot be disposed of", async () => {
  const log: string[] = [];
  const held = new Disposables();
  held.hold("n", null);
  held.hold("x", {
    [Symbol.dispose]: () => log.push("sync"),
    [Symbol.asyncDispose]: async () => log.push("async"),
  });
  await held.releaseAll();
  expect(log).toEqual(["async"]);
  expect(() => held.hold("w", {})).toThrow("using w: the value has no method");
});
