// Interrupting a training cell: the model keeps what it has learned, and training goes on from there.
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Content, Run } from "./client";
import { ROOT } from "./notebook";
import { sharedKernel } from "./shared-kernel";

const kernel = sharedKernel({ folder: join(ROOT, "test", "kernel") });

/** A model with `units` hidden units, and a run that nobody waits for. */
const setUp = (units: number, length: number, steps: number) => `
import { Adam, FastModel, RandomGenerator, RecurrentLanguageModel, StreamBatches, TrainingRun,
  fit } from "../../lib";
var random = new RandomGenerator(1);
var ids = Int32Array.from({ length: 40_001 }, (_, i) => [0, 0, 1, 2][i % 4]);
var data = new StreamBatches(ids, { batchSize: 8, length: ${length} });
var model = new FastModel(new RecurrentLanguageModel(3, ${units}, { random }));
var options = { steps: ${steps}, optimiser: new Adam(1e-3), random, progress: "a long run" };
var run = new TrainingRun(model, data, options);`;

const lines = (run: Run): string[] =>
  run.messages
    .filter(({ type }) => /display_data/.test(type))
    .map(({ content }: { content: Content }) => content.data["text/plain"]);

/** Runs the training cell and interrupts it once it has shown a loss. */
async function interrupted(by: "message" | "signal"): Promise<Run> {
  const id = await kernel().start("await run.run();");
  await kernel().until(
    "a loss",
    ({ parent, type, content }) =>
      parent === id && /display_data/.test(type) && /loss/.test(content.data["text/plain"]),
  );
  if (by === "message") await kernel().interrupt();
  else kernel().process.kill("SIGINT");
  return kernel().finish(id);
}

const step = async () => Number(await kernel().value("run.state().step"));

describe("an interrupted training cell", { timeout: 60_000 }, () => {
  it.each([
    ["short steps", "message", 8, 5, 1_000_000],
    ["short steps", "signal", 8, 5, 1_000_000],
    ["long steps", "message", 512, 500, 70],
    ["long steps", "signal", 512, 500, 70],
  ] as const)(
    "with %s ends by %s: the display stops, nothing trains on, and the run can go on",
    async (_, by, units, length, total) => {
      await kernel().value(setUp(units, length, total));
      const cell = await interrupted(by);
      expect(cell.error?.ename).toBe("KeyboardInterrupt");
      const done = await step();
      expect(done).toBeGreaterThan(0);
      const steps = `${done.toLocaleString("en")} of ${total.toLocaleString("en")} steps`;
      expect(lines(cell).at(-1)).toContain(`a long run: stopped early, ${steps}`);
      expect(lines(cell).filter((line) => /stopped/.test(line))).toHaveLength(1);
      await new Promise((later) => setTimeout(later, 300));
      expect(await step()).toBe(done);
      expect(await kernel().value("model.sample([0], 5, { random }).length")).toBe("5");
      const again = await interrupted(by);
      expect(again.error?.ename).toBe("KeyboardInterrupt");
      expect(await step()).toBeGreaterThan(done);
      const more = await kernel().execute(
        `console.log((await fit(model, data, { ...options, steps: 2 })).losses.length);`,
      );
      expect(more.text()).toBe("2\n");
    },
  );
});
