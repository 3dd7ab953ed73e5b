// A full disk, and a folder that cannot be written: one clear line, and what was whole stays whole. Mounts need root.
import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";

const CONFIG = {
  corpus: "grammar",
  tokens: "sentences",
  cell: "lstm",
  hiddenSize: 128,
  batchSize: 8,
  steps: 40,
  optimiser: { kind: "Adam", learningRate: 0.003 },
  seed: 1,
};
const RUN = "build/small/run.safetensors";

/** Each: what happens, the commands, and what they must print. Mounts last as long as the commands. */
const cases = [
  {
    what: "a checkpoint on a full disk",
    commands: `mount -t tmpfs -o size=3m none build/small
      node bin/unrolled.mjs train build/disk.json --out ${RUN} --every 0 || echo "status $?"
      ls -A build/small | wc -l
      node bin/unrolled.mjs evaluate ${RUN}`,
    says: [
      /unrolled: \S+run\.safetensors could not be written \(ENOSPC/,
      /^status 1$/m,
      /^1$/m,
      /^loss/m,
    ],
  },
  {
    what: "a checkpoint in a folder that cannot be written",
    commands: `mount -t tmpfs -o ro none build/small
      node bin/unrolled.mjs train build/disk.json --out ${RUN} --every 0 || echo "status $?"`,
    says: [/unrolled: \S+run\.safetensors could not be written \(EROFS/, /^status 1$/m],
  },
  {
    what: "a notebook saved on a full disk",
    commands: `mkdir -p build/small/lib; mount -t tmpfs -o size=2m none build/small
      mkdir build/small/notebooks; ln -s ../../lib build/small/lib; ln -s ../../node_modules build/small/node_modules
      sed 's/"✓ /"old ✓ /' notebooks/03-bidirectional-rnn.ipynb > build/small/notebooks/03.ipynb
      cp build/small/notebooks/03.ipynb build/before; cat /dev/zero > build/small/filler 2>/dev/null
      .venv/bin/python -m book.runner --force --folder build/small/notebooks || echo "status $?"
      cmp build/before build/small/notebooks/03.ipynb && ls -A build/small/notebooks | wc -l`,
    says: [/03.*[Nn]o space left/, /^status 1$/m, /^1$/m],
  },
  {
    what: "set-up on a full disk",
    commands: `mount -t tmpfs -o size=100m none build/small
      git clone -q --shared . build/small/unrolled && cd build/small/unrolled || exit
      cat /dev/zero > filler 2>/dev/null || true
      node setup.mjs || echo "status $?"`,
    says: [/^set-up: .*(ENOSPC|no space left)/m, /^status 1$/m],
  },
  {
    what: "set-up in a checkout that cannot be written",
    commands: `mount --bind . build/small; mount -o remount,ro,bind build/small; cd build/small
      node setup.mjs || echo "status $?"`,
    says: [
      /^set-up: cannot write setup\.lock \(EROFS\): is the checkout writable\?$/m,
      /^status 1$/m,
    ],
  },
];

export async function disk(checkout) {
  const can = spawnSync("unshare", ["-m", "true"]).status === 0;
  assert(can, "this system does not let mount: run it as root");
  mkdirSync(checkout.path("build/small"), { recursive: true });
  writeFileSync(checkout.path("build/disk.json"), JSON.stringify(CONFIG));
  for (const { what, commands, says } of cases) {
    const options = { encoding: "utf8", cwd: checkout.root };
    const ran = spawnSync("unshare", ["-m", "sh", "-uc", commands], options);
    const output = ran.stdout + ran.stderr;
    for (const words of says)
      assert.match(output, words, `${what}: expected ${words} in\n${output.slice(-4000)}`);
  }
  return cases.map(({ what }) => what).join("; ");
}
