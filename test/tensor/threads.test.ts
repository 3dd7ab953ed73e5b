// Threads change when a number is computed, never its bits: on products and training of sizes that no tile divides,
// after an interrupt, and in a process of its own, which ends by itself.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { Adam, clipByNorm, FastModel, RandomGenerator, Workspace } from "../../lib/index";
import type { Kernels, Precision } from "../../lib/tensor/kernels";
import { Choice } from "../../lib/tensor/threads/choice";
import { JobSlot } from "../../lib/tensor/threads/job";
import { range } from "../../lib/tensor/threads/split";
import { piecesHelped, threadedWorkspace } from "../../lib/tensor/threads/threaded-workspace";
import { layerKinds, setting } from "../layers/settings";

const library = fileURLToPath(new URL("../../lib/dist/node.cjs", import.meta.url));
const one = new Workspace(64);
const two = threadedWorkspace({ mebibytes: 64, threads: 2, always: true });
const three = threadedWorkspace({ mebibytes: 64, threads: 3, always: true });
const precisions: readonly Precision[] = ["f32", "f64"];

/** What `compute` gives, and a hash of what it leaves in `count` random numbers, on each workspace. */
function onEach(
  precision: Precision,
  count: number,
  compute: (kernels: Kernels, at: number, bytes: number, workspace: Workspace) => unknown,
): unknown[] {
  return [one, two, three].map((workspace) => {
    const bytes = precision === "f32" ? 4 : 8;
    const random = new RandomGenerator(5);
    workspace.beginStep();
    const at = workspace.borrow(count * bytes, "test");
    const all = precision === "f32" ? workspace.f32 : workspace.f64;
    const numbers = all.subarray(at / bytes, at / bytes + count);
    for (let i = 0; i < count; i++) numbers[i] = random.uniform(0.1, 1);
    const result = compute(workspace.kernels(precision), at, bytes, workspace);
    return [result, createHash("sha256").update(numbers.slice()).digest("hex")];
  });
}

function expectEqual([expected, ...others]: unknown[]): void {
  for (const other of others) expect(other).toEqual(expected); // toEqual tells 0 from −0
}

describe("threads", () => {
  it.each(precisions)("products of any shape give the same bits, %s", (precision) => {
    for (const [m, n, k] of [
      [129, 37, 300],
      [37, 147, 9],
      [131, 131, 17],
      [515, 3, 7],
      [1, 260, 5],
    ]) {
      for (const way of [0, 1, 2, 3, 4, 5, 6, 7]) {
        const [ta, tb, add] = [way & 1, way & 2, way & 4];
        const [rsa, csa, rsb, csb] = [ta ? 1 : k, ta ? m : 1, tb ? 1 : n, tb ? k : 1];
        const results = onEach(precision, m * k + k * n + m * n, (kernels, a, bytes, workspace) => {
          const b = a + m * k * bytes;
          const c = b + k * n * bytes;
          kernels.product(m, n, k, a, rsa, csa, b, rsb, csb, c, n, Boolean(add), workspace.scratch);
        });
        expectEqual(results);
      }
    }
  });

  it.each(precisions)("sums, losses and updates give the same bits, %s", (precision) => {
    const [rows, n] = [13, 5003];
    const count = rows * n;
    const all = 4 * count;
    const four = (at: number, bytes: number) => [0, 1, 2, 3].map((i) => at + i * count * bytes);
    const calls: Record<string, (k: Kernels, at: number[]) => unknown> = {
      sumRows: (k, [x, out]) => k.sumRows(rows, n, x, n, out),
      fillRows: (k, [bias, out]) => k.fillRows(rows, n, bias, out),
      descend: (k, [w, g]) => k.descend(count, w, g, 0.1),
      momentum: (k, [w, g, v]) => k.momentum(count, w, g, v, 0.1, 0.9, true),
      adagrad: (k, [w, g, s]) => k.adagrad(count, w, g, s, 0.1),
      rmsprop: (k, [w, g, q]) => k.rmsprop(count, w, g, q, 0.1, 0.9),
      adam: (k, [w, g, m, v]) => k.adam(count, w, g, m, v, 0.99, 0.9, 0.999, 0.1, 0.5, 1e-8),
      scale: (k, [g]) => k.scale(count, g, 0.3),
    };
    for (const call of Object.values(calls)) {
      expectEqual(onEach(precision, all, (kernels, at, bytes) => call(kernels, four(at, bytes))));
    }
    const entropy = onEach(precision, count, (kernels, z, _bytes, workspace) => {
      const labels = workspace.borrow(4 * rows, "labels");
      for (let i = 0; i < rows; i++) workspace.i32[labels / 4 + i] = i === 4 ? -1 : i * 7;
      return kernels.crossEntropy(rows, n, z, labels, 12);
    });
    expectEqual(entropy);
  });

  it.each(Object.keys(layerKinds))("trains %s with the same bits", (kind) => {
    const { model, xs, labels, s0 } = setting(kind, {
      ...{ steps: 5, batch: 27, m: 19, n: 33, labels: 141 },
    });
    for (const precision of precisions) {
      const results = [one, two, three].map((workspace) => {
        const fast = new FastModel(model, { precision, workspace });
        const adam = new Adam(0.01);
        const losses = [0, 1, 2, 3].map(() => {
          const { loss, gradients } = fast.pass(xs, labels, s0);
          clipByNorm(
            gradients.map(({ gradient }) => gradient),
            0.5,
          );
          adam.update(gradients);
          return loss;
        });
        const weights = fast.gradients.map(({ value }) => Array.from(value.data));
        adam.dispose();
        fast.dispose();
        return [losses, weights];
      });
      expectEqual(results);
    }
  });

  it("are one at least, and one is the workspace itself", () => {
    for (const threads of [0, -1, 1.5, Number.NaN]) {
      expect(() => threadedWorkspace({ mebibytes: 8, threads })).toThrow(
        new RangeError(`threads: ${threads}; give a whole number ≥ 1`),
      );
    }
    const alone = threadedWorkspace({ mebibytes: 8, threads: 1, always: true });
    expect(alone.u8.buffer).not.toBeInstanceOf(SharedArrayBuffer);
    expect(piecesHelped(alone)).toBe(0);
    expect(two.u8.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it("are tried and left out by turns where nobody asks for them always, with the same bits", () => {
    const some = threadedWorkspace({ mebibytes: 64, threads: 2 });
    const [m, n, k] = [130, 131, 129]; // enough work to be worth a thread's waking
    const results = [one, some].map((workspace) => {
      const random = new RandomGenerator(6);
      workspace.beginStep();
      const [a, b, c] = [m * k, k * n, m * n].map((count) => workspace.borrow(4 * count, "test"));
      for (let i = 0; i < m * k; i++) workspace.f32[a / 4 + i] = random.normal();
      for (let i = 0; i < k * n; i++) workspace.f32[b / 4 + i] = random.normal();
      return Array.from({ length: 12 }, () => {
        workspace.f32.fill(0, c / 4, c / 4 + m * n);
        const { product } = workspace.kernels("f32");
        product(m, n, k, a, k, 1, b, n, 1, c, n, false, workspace.scratch);
        const bytes = workspace.u8.slice(c, c + 4 * m * n);
        return createHash("sha256").update(bytes).digest("hex");
      });
    });
    expect(new Set(results.flat()).size).toBe(1);
  });

  it("is computed by other threads too", { timeout: 120_000 }, () => {
    const until = Date.now() + 100_000;
    while (piecesHelped(two) === 0 || piecesHelped(three) === 0) {
      expect(Date.now(), "no thread has helped in 100 s").toBeLessThan(until);
      for (const workspace of [two, three]) {
        workspace.beginStep();
        const at = workspace.borrow(3 * 4 * 512 * 512, "test");
        const [b, c] = [at + 4 * 512 * 512, at + 8 * 512 * 512];
        const { product } = workspace.kernels("f32");
        product(512, 512, 512, at, 512, 1, b, 512, 1, c, 512, false, workspace.scratch);
      }
    }
  });
});

const training = `
  const lib = require(${JSON.stringify(library)});
  const train = (steps) => {
    const random = new lib.RandomGenerator(1);
    const model = new lib.FastModel(new lib.RecurrentLanguageModel(301, 65, { random }));
    const ids = (n) => Array.from({ length: 17 }, () => Int32Array.from({ length: 19 }, () => random.integer(301)));
    const [xs, labels, adam] = [ids(), ids(), new lib.Adam(0.01)];
    let loss;
    for (let i = 0; i < steps; i++) {
      const pass = model.pass(xs, labels);
      adam.update(pass.gradients);
      loss = pass.loss;
    }
    return loss;
  };`;

describe("UNROLLED_THREADS", () => {
  const run = (threads: string) =>
    spawnSync(process.execPath, ["-e", `${training} console.log(train(12));`], {
      encoding: "utf8",
      env: { ...process.env, UNROLLED_BACKEND: "", UNROLLED_THREADS: threads },
      timeout: 60_000,
    });

  it("gives the bits of one thread, and the process ends by itself", { timeout: 200_000 }, () => {
    const [alone, both] = [run("1"), run("2")];
    expect(Number(alone.stdout)).toBeGreaterThan(1);
    expect(both).toMatchObject({ status: 0, stdout: alone.stdout, stderr: "" });
    expect(run("two")).toMatchObject({ status: 0, stdout: alone.stdout });
    expect(run("two").stderr).toMatch(/^UNROLLED_THREADS is "two"; give a whole number.*\n$/);
  });

  it("an interrupt in the middle leaves threads that work on", { timeout: 120_000 }, async () => {
    const program = `${training}
      const { runInThisContext } = require("node:vm");
      globalThis.train = train;
      for (let i = 0; i < 3; i++) {
        try {
          process.stdout.write("go\\n");
          runInThisContext("for (;;) train(5)", { breakOnSigint: true });
        } catch (error) {
          console.log(error.code);
        }
      }
      console.log(train(12));`;
    const child = spawn(process.execPath, ["-e", program], {
      env: { ...process.env, UNROLLED_BACKEND: "", UNROLLED_THREADS: "2" },
    });
    let output = "";
    child.stdout.on("data", (text) => {
      output += text;
      if (String(text).endsWith("go\n")) setTimeout(() => child.kill("SIGINT"), 700);
    });
    const [status] = await once(child, "close");
    const expected = run("1").stdout;
    const broken = "go\nERR_SCRIPT_EXECUTION_INTERRUPTED\n";
    expect({ status, output }).toEqual({ status: 0, output: broken.repeat(3) + expected });
  });
});

describe("what threads share", () => {
  it("pieces lie side by side, cut at whole grains", () => {
    for (const [n, grain, count] of [
      [1000, 16, 7],
      [17, 16, 2],
      [131, 2, 5],
    ]) {
      const pieces = Array.from({ length: count }, (_, i) => range(n, grain, i, count));
      expect(pieces[0][0]).toBe(0);
      expect(pieces[count - 1][1]).toBe(n);
      pieces.slice(1).forEach(([from], i) => {
        expect(from).toBe(pieces[i][1]);
        expect(from % grain).toBe(0);
      });
    }
  });

  it("an abandoned job leaves nothing to take", () => {
    const slot = new JobSlot();
    slot.open(0, 4, [1, 2, 3], 4);
    expect(slot.abandon(1)).toBe(true);
    slot.work(() => {
      throw new Error("a piece was taken");
    });
    slot.open(0, 4, [1, 2, 3], 4);
    expect(slot.finish(0)).toBe(false); // nobody computes: it does not wait for ever
  });

  it("the quicker way is chosen, and the other tried seldom until it is quicker", () => {
    const choice = new Choice();
    const play = (calls: number, alone: number, together: number) => {
      let used = 0;
      for (let i = 0; i < calls; i++) {
        const pays = choice.decide();
        used += Number(pays);
        choice.record(pays, pays ? together : alone);
      }
      return used;
    };
    expect(play(6, 2, 1)).toBe(3);
    expect(play(1000, 2, 1)).toBeGreaterThan(980);
    expect(play(1, 2, 3.5)).toBe(1); // one late call
    expect(play(16, 2, 1)).toBeGreaterThan(14);
    play(100, 2, 9); // the cores are busy now
    expect(play(1000, 2, 9)).toBeLessThan(20);
    play(600, 2, 1);
    expect(play(1000, 2, 1)).toBeGreaterThan(980);
  });
});
