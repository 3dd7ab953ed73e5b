// A clock that jumps by up to a year, forwards and back, each time it is read: trained models and notebooks keep their bytes.
import { strict as assert } from "node:assert";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";

const JUMP = `
const now = Date.now;
const year = 365 * 24 * 3600 * 1000;
Date.now = () => Math.floor(now() + (2 * Math.random() - 1) * year);
globalThis.Date = class extends Date {
  constructor(...args) {
    if (args.length > 0) super(...args);
    else super(Date.now());
  }
};
`;

export async function clock(checkout) {
  mkdirSync(checkout.path("build/clock"), { recursive: true });
  writeFileSync(checkout.path("build/clock/jump.cjs"), JUMP);
  const env = { NODE_OPTIONS: `--require ${checkout.path("build/clock/jump.cjs")}` };
  const config = { corpus: "grammar", tokens: "sentences", cell: "gru", hiddenSize: 16 };
  const rest = {
    batchSize: 8,
    steps: 300,
    optimiser: { kind: "Adam", learningRate: 0.003 },
    seed: 1,
  };
  checkout.write("build/clock/config.json", JSON.stringify({ ...config, ...rest }));
  const train = async (out, more) => {
    const args = ["bin/unrolled.mjs", "train", "build/clock/config.json", "--out", out];
    const { status, output } = await checkout.run(process.execPath, args, more);
    assert.equal(status, 0, output);
    return readFileSync(checkout.path(out));
  };
  const steady = await train("build/clock/steady.safetensors", {});
  assert.deepEqual(await train("build/clock/jumping.safetensors", env), steady, "other bits");
  for (const name of ["notebooks=02", "notebooks=07"]) {
    const { status, output } = await checkout.run("npm", ["test", "--", name], env);
    assert.equal(status, 0, output);
  }
  return "a run of 300 steps and notebooks 2 and 7 have the same bytes as with a steady clock";
}
