// Training killed again and again while it saves after every step: the last whole checkpoint loads, nothing learned before
// it is lost, and the end has the bits of a run that was never stopped.
import { strict as assert } from "node:assert";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { killAtRandom } from "./killing.mjs";

const CONFIG = {
  corpus: "grammar",
  tokens: "sentences",
  cell: "lstm",
  hiddenSize: 256, // some megabytes a checkpoint and small steps, so that many kills hit the writing
  batchSize: 1,
  steps: 200,
  optimiser: { kind: "Adam", learningRate: 0.003 },
  seed: 1,
};

export async function checkpoints(checkout, times) {
  const { loadCheckpoint } = await import(pathToFileURL(checkout.path("lib/dist/node.mjs")));
  const folder = checkout.path("build/kills");
  mkdirSync(folder, { recursive: true });
  const config = join(folder, "config.json");
  writeFileSync(config, JSON.stringify(CONFIG));
  const args = (out, ...more) => ["bin/unrolled.mjs", "train", config, "--out", out, ...more];
  const reference = join(folder, "reference.safetensors");
  checkout.command(process.execPath, args(reference));
  const expected = readFileSync(reference);

  const out = join(folder, "killed.safetensors");
  const whole = () => assert.deepEqual(readFileSync(out), expected, "the end has other bits");
  let [kills, ends, duringWriting, step] = [0, 0, 0, 0];
  while (kills < times) {
    const resume = existsSync(out) ? ["--resume"] : [];
    const options = { cwd: checkout.root, longest: 3000 };
    const killed = await killAtRandom(
      process.execPath,
      args(out, "--every", "0", ...resume),
      options,
    );
    if (killed) kills++;
    const temporary = readdirSync(folder).filter((name) => name.endsWith(".tmp"));
    duringWriting += temporary.length;
    for (const name of temporary) rmSync(join(folder, name));
    if (existsSync(out)) {
      const { state } = await loadCheckpoint(out);
      assert(state.step >= step, `step ${state.step} after step ${step}: a checkpoint was lost`);
      step = state.step;
    }
    if (killed) continue;
    whole();
    rmSync(out);
    [step, ends] = [0, ends + 1];
  }
  if (existsSync(out)) {
    checkout.command(process.execPath, args(out, "--resume"));
    whole();
    ends++;
  }
  return `${kills} kills, ${duringWriting} of them in the middle of writing; ${ends} runs ended, each with the bits of the run that was never stopped`;
}
