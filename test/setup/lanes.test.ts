// The steps of `npm test` beside each other: each is shown whole and in its turn.
import { expect, it } from "vitest";
import { inLanes } from "./lanes.mjs";

/** A step that says two words, and goes on when it is told. */
function step(lane: number, name: string) {
  let go = () => {};
  let begun = false;
  const told = new Promise<void>((done) => {
    go = done;
  });
  const run = async (say: (text: string) => void) => {
    begun = true;
    say(`${name} begins, `);
    await told;
    say(`${name} ends; `);
    return name;
  };
  return { lane, run, begun: () => begun, go: () => go() };
}

/** Runs steps and ends them in the given order; gives what had been written after each, and the results. */
async function run(steps: ReturnType<typeof step>[], ends: number[], look = () => {}) {
  let written = "";
  const seen: string[] = [];
  const results = inLanes(steps, (text) => {
    written += text;
  });
  for (const i of ends) {
    await new Promise((done) => setTimeout(done));
    seen.push(written);
    look();
    steps[i].go();
  }
  return { results: await results, seen, written };
}

it("steps of two lanes run at once, and what one says is not mixed with the other's", async () => {
  const { seen, written, results } = await run([step(0, "a"), step(1, "b")], [1, 0]);
  expect(seen).toEqual(["a begins, ", "a begins, "]);
  expect(written).toBe("a begins, a ends; b begins, b ends; ");
  expect(results).toEqual(["a", "b"]);
});

it("steps of one lane run one after another, and are shown as they go on", async () => {
  const steps = [step(0, "a"), step(0, "b")];
  const atEnds: boolean[] = [];
  const { seen } = await run(steps, [0, 1], () => {
    atEnds.push(steps[1].begun());
  });
  expect(atEnds).toEqual([false, true]);
  expect(seen).toEqual(["a begins, ", "a begins, a ends; b begins, "]);
});

it("a step that is shown later may run first", async () => {
  const steps = [step(0, "a"), step(0, "b"), step(1, "c")];
  const { seen, written } = await run(steps, [2, 0, 1]);
  expect(seen.at(-1)).toBe("a begins, a ends; b begins, ");
  expect(written).toBe("a begins, a ends; b begins, b ends; c begins, c ends; ");
});

it("a step that throws is told in its turn, after all that was said before", async () => {
  let written = "";
  const bad = { lane: 1, run: () => Promise.reject(new Error("no such program")) };
  const good = step(0, "a");
  const results = inLanes([good, bad], (text) => {
    written += text;
  });
  good.go();
  await expect(results).rejects.toThrow("no such program");
  expect(written).toBe("a begins, a ends; ");
});
