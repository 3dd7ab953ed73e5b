// The command line: trains, stops, goes on with the same bits, and says clearly what is wrong.
import { type ChildProcess, spawn } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkConfig } from "../../lib/command/config";
import { main } from "../../lib/command/main";
import { readCheckpoint } from "../../lib/index";
import { KernelClient } from "../kernel/client";

const ROOT = path.resolve(import.meta.dirname, "../..");
const PROGRAM = path.join(ROOT, "bin", "unrolled.mjs");
const TEXT = Array.from(
  { length: 120 },
  (_, i) => `the ${i % 3 ? "cat" : "dog"} sat ${i % 7} times`,
);

const CONFIG = {
  tokens: "characters",
  cell: "rnn",
  hiddenSize: 8,
  batchSize: 4,
  pieceLength: 10,
  steps: 30,
  optimiser: { kind: "Adam", learningRate: 0.01 },
} as const;

let folder: string;
const file = (name: string) => path.join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "command-"));
  writeFileSync(file("text.txt"), `${TEXT.join("\n")}\n`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a configuration; gives its path. */
function config(name: string, changes: object = {}): string {
  const whole = { text: file("text.txt"), ...CONFIG, ...changes };
  writeFileSync(file(name), JSON.stringify(whole));
  return file(name);
}

/** Runs the command line in this process. */
async function unrolled(...args: string[]) {
  let [out, err] = ["", ""];
  const status = await main(args, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  return { status, out, err };
}

/** Starts the program; `ended` settles with its exit status or signal and what it said. */
function start(...args: string[]) {
  const child: ChildProcess = spawn(process.execPath, [PROGRAM, ...args], { cwd: folder });
  let said = "";
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.on("data", (chunk) => {
      said += chunk;
    });
  }
  const ended = new Promise<{ status: number | string | null; said: string }>((done) => {
    child.on("close", (status, signal) => done({ status: status ?? signal, said }));
  });
  return { child, ended };
}

async function appears(name: string): Promise<void> {
  const since = Date.now();
  while (!existsSync(file(name))) {
    if (Date.now() - since > 30_000) throw new Error(`${name} was not written`);
    await new Promise((later) => setTimeout(later, 20));
  }
}

describe("unrolled train", { timeout: 60_000 }, () => {
  const long = {
    cell: "lstm",
    steps: 3000,
    schedule: { kind: "cosine", warmup: 20 },
    clipNorm: 1,
    validation: { every: 70 },
  };

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGKILL", "SIGKILL"],
  ] as const)(
    "stopped by %s and resumed gives the file of a run that never stopped",
    async (signal, status) => {
      const from = config("long.json", long);
      if (!existsSync(file("straight.safetensors"))) {
        const straight = await start("train", from, "--out", "straight.safetensors").ended;
        expect(straight).toMatchObject({ status: 0 });
      }
      const out = `${signal}.safetensors`;
      const first = start("train", from, "--out", out, "--every", "0.1");
      await appears(out);
      first.child.kill(signal);
      const stopped = await first.ended;
      expect(stopped.status).toBe(status);
      if (status !== "SIGKILL") {
        expect(stopped.said).toContain(`go on with: unrolled train ${from} --out ${out} --resume`);
      }
      const { state } = readCheckpoint(readFileSync(file(out)));
      expect(state.step).toBeLessThan(3000);
      const second = await start("train", from, "--out", out, "--resume").ended;
      expect(second.said).toMatch(/goes on with .+ after step \d+\n/);
      expect(second).toMatchObject({ status: 0 });
      const [a, b] = [out, "straight.safetensors"].map((name) => readFileSync(file(name)));
      expect(a.equals(b)).toBe(true);
      const left = readdirSync(folder).filter((name) => name.endsWith(".tmp"));
      expect(left.length).toBeLessThanOrEqual(signal === "SIGKILL" ? 1 : 0);
      for (const name of left) rmSync(file(name));
    },
  );

  it("gives the bits that a notebook gives", async () => {
    const from = config("same.json", { cell: "gru" });
    expect(await unrolled("train", from, "--out", file("same.safetensors"))).toMatchObject({
      status: 0,
    });
    const { state } = readCheckpoint(readFileSync(file("same.safetensors")));
    const kernel = await KernelClient.start({ folder: import.meta.dirname });
    try {
      const run = await kernel.execute(`
import { readFileSync } from "node:fs";
import { Adam, fit, FastModel, GRU, RandomGenerator, SequenceModel, StreamBatches, Vocabulary
} from "../../lib";
const text = readFileSync(${JSON.stringify(file("text.txt"))}, "utf8");
const vocabulary = new Vocabulary(text);
const random = new RandomGenerator(1);
const layer = new GRU(vocabulary.size, 8, { random });
const model = new FastModel(new SequenceModel(layer, vocabulary.size, { random }));
const ids = vocabulary.encode(text.slice(0, Math.floor(0.9 * text.length)));
const data = new StreamBatches(ids, { batchSize: 4, length: 10 });
await fit(model, data, { steps: 30, optimiser: new Adam(0.01), random });
console.log(JSON.stringify(Object.values(model.parameters).map((m) => m.toArray())));`);
      const weights = Object.values(state.weights).map((m) => m.toArray());
      expect(run.error).toBeUndefined();
      expect(JSON.parse(run.text())).toEqual(weights);
    } finally {
      await kernel.stop();
    }
  });

  const optimisers = [
    { kind: "SGD", learningRate: 0.1 },
    { kind: "Momentum", learningRate: 0.1, momentum: 0.5, nesterov: true },
    { kind: "Adagrad", learningRate: 0.1 },
    { kind: "RMSProp", learningRate: 0.01, decay: 0.9 },
    { kind: "AdamW", learningRate: 0.01, weightDecay: 0.1 },
  ];
  it.each<[string, object]>([
    ["sentences", { tokens: "sentences", pieceLength: undefined, epochs: 2, steps: undefined }],
    [
      "words of a cut vocabulary",
      { tokens: "words", vocabularySize: 6, batchSize: 2, pieceLength: 5 },
    ],
    ["two layers in f64", { layers: 2, precision: "f64", cell: "gru" }],
    ...optimisers.map((optimiser): [string, object] => [optimiser.kind, { optimiser }]),
  ])("trains %s, which then writes and is measured", async (name, changes) => {
    const out = file(`${name}.safetensors`);
    const { status, err } = await unrolled("train", config("one.json", changes), "--out", out);
    expect(err).toContain("done after");
    expect(status).toBe(0);
    const [a, b] = [await unrolled("sample", out), await unrolled("sample", out)];
    expect(a).toMatchObject({ status: 0, err: "" });
    expect(a.out.length).toBeGreaterThan(40);
    expect(b.out).toBe(a.out);
    expect((await unrolled("sample", out, "--seed", "2")).out).not.toBe(a.out);
    for (const part of ["train", "validation", "test"]) {
      const measured = await unrolled("evaluate", out, "--part", part);
      const [loss, perplexity, bits] = [/loss +(\S+)/, /perplexity +(\S+)/, /bits +(\S+)/].map(
        (r) => Number(r.exec(measured.out)?.[1]),
      );
      expect(Math.exp(loss)).toBeCloseTo(perplexity, 2);
      expect(loss / Math.LN2).toBeCloseTo(bits, 3);
    }
  });

  it("goes on in place, and refuses another configuration or another text", async () => {
    const schedule = { kind: "exponential", halfLife: 9 };
    const changes = { cell: "lstm", steps: 20, text: file("own.txt"), schedule };
    writeFileSync(file("own.txt"), TEXT.join("\n"));
    const again = (more: object) => [
      ...["train", config("again.json", { ...changes, ...more })],
      ...["--out", file("again.safetensors")],
    ];
    const first = await unrolled(...again({ validation: { every: 5 } }));
    expect(first).toMatchObject({ status: 0 });
    expect(first.err).toMatch(/best validation loss \d\.\d+ after step \d+\n/);
    const resumed = await unrolled(...again({ validation: { every: 5 } }), "--resume");
    expect(resumed.err).toContain("again.safetensors after step 20\n");
    expect(resumed).toMatchObject({ status: 0 });
    const without = await unrolled(...again({}), "--resume");
    expect(without.err).toContain(
      'was trained with validation {"every":5}, the configuration says nothing',
    );
    writeFileSync(file("own.txt"), `${TEXT.join("\n")} żółw`);
    const other = await unrolled(...again({ validation: { every: 5 } }), "--resume");
    expect(other).toMatchObject({ status: 1 });
    expect(other.err).toContain("the text has other tokens than when");
  });

  it("starts a text where it is told, and takes the likeliest at temperature 0", async () => {
    const out = file("told.safetensors");
    await unrolled("train", config("told.json", { steps: 300, hiddenSize: 24 }), "--out", out);
    const args = ["--start", "the c", "--length", "10", "--temperature", "0"];
    const written = await unrolled("sample", out, ...args);
    expect(written.out).toMatch(/^the cat sat /);
    expect(written.out).toHaveLength(16);
    expect(await unrolled("sample", out, "--start", "the ż")).toMatchObject({
      status: 2,
      err: 'unrolled: --start holds "ż", which the model does not know: use its own tokens\n',
    });
  });
});

describe("a mistake", () => {
  it.each([
    [{ optimizer: {} }, "there is no setting optimizer; there are corpus, text, tokens"],
    [{ hiddenSize: "64" }, 'hiddenSize is "64"; give a whole number ≥ 1'],
    [{ hiddenSize: undefined }, "hiddenSize is missing; give a whole number ≥ 1"],
    [{ cell: "transformer" }, 'cell is "transformer"; give one of "rnn", "lstm", "gru"'],
    [{ optimiser: { kind: "adam" } }, 'optimiser.kind is "adam"; give one of "SGD", "Momentum"'],
    [{ optimiser: { kind: "Adam" } }, "optimiser.learningRate is missing; give a number > 0"],
    [{ optimiser: "Adam" }, 'optimiser is "Adam"; give settings in braces'],
    [
      { optimiser: { kind: "SGD", learningRate: 1, beta1: 0.5 } },
      "there is no setting optimiser.beta1; there are kind, learningRate",
    ],
    [{ schedule: { kind: "linear", warmup: 0 } }, "schedule.warmup is 0; give a whole number ≥ 1"],
    [{ validation: { every: 1.5 } }, "validation.every is 1.5; give a whole number ≥ 1"],
    [{ epochs: 3 }, "give either steps or epochs, not both"],
    [{ steps: undefined }, "give steps or epochs"],
    [{ corpus: "grammar" }, "give either corpus or text, not both"],
    [{ pieceLength: undefined }, 'pieceLength is missing: "tokens": "characters" needs it'],
    [{ text: undefined, corpus: "iliad" }, "iliad"],
  ])("in a configuration, %j, is said in one line with status 2", async (changes, message) => {
    const { status, err } = await unrolled("train", config("wrong.json", changes));
    expect(err).toContain(message);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
    expect(status).toBe(2);
  });

  it("in the arguments is said with status 2", async () => {
    const wrong: [string[], string][] = [
      [
        ["trian", "x"],
        "there is no command trian; there are train, sample, evaluate, kernel, doctor",
      ],
      [["train"], "takes one file, got 0"],
      [["train", file("none.json")], "there is no configuration"],
      [["train", file("text.txt")], "is no JSON"],
      [["sample", "m", "--lenght", "3"], "--lenght"],
      [["sample", "m", "--length", "-3"], "argument is ambiguous"],
      [["sample", "m", "--length", "3.5"], "--length is 3.5; give a whole number ≥ 1"],
      [["evaluate", "m", "--part", "rest"], "--part is rest; give one of test, validation, train"],
    ];
    for (const [args, message] of wrong) {
      const { status, err } = await unrolled(...args);
      expect(err).toContain(message);
      expect(status, args.join(" ")).toBe(2);
    }
  });

  it("in a file or a run is said with status 1, and nothing is overwritten", async () => {
    const out = file("kept.safetensors");
    const from = config("kept.json");
    expect((await unrolled("train", from, "--out", out)).status).toBe(0);
    const bytes = readFileSync(out);
    const again = await unrolled("train", from, "--out", out);
    expect(again).toMatchObject({ status: 2 });
    expect(again.err).toContain("is there already: add --resume");
    const other = await unrolled("train", config("o.json", { seed: 2 }), "--out", out, "--resume");
    expect(other.err).toContain("was trained with seed 1, the configuration says 2");
    expect(readFileSync(out).equals(bytes)).toBe(true);
    truncateSync(out, bytes.length - 8);
    for (const command of ["sample", "evaluate"]) {
      const cut = await unrolled(command, out);
      expect(cut).toMatchObject({ status: 1, out: "" });
      expect(cut.err).toMatch(/kept\.safetensors: .* it ends after/);
    }
    const gone = await unrolled("train", config("g.json", { text: file("gone.txt") }));
    expect(gone).toMatchObject({ status: 1, err: expect.stringContaining("there is no text") });
    const optimiser = { kind: "SGD", learningRate: 1e38 };
    const high = await unrolled("train", config("h.json", { optimiser }), "--out", file("h.st"));
    expect(high).toMatchObject({ status: 1 });
    expect(high.err).toMatch(/training stopped at step \d+: .+ Lower the learning rate/);
  });
});

describe("unrolled --help", () => {
  it.each([
    ["train", ["out", "resume", "every"]],
    ["sample", ["length", "start", "temperature", "top", "seed"]],
    ["evaluate", ["part"]],
  ])("tells the options of %s, with examples", async (command, options) => {
    const { status, out } = await unrolled(command, "--help");
    expect(status).toBe(0);
    expect(out).toContain(`Examples\n  unrolled ${command} `);
    for (const option of options) expect(out).toContain(`--${option}`);
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(110);
  });

  it("tells every setting; the examples' configurations are right", async () => {
    const { out } = await unrolled("train", "--help");
    const { err } = await unrolled("train", config("all.json", { none: 1 }));
    const known = /there are (.+)\n/.exec(err)![1].split(", ");
    expect(known).toHaveLength(18);
    for (const key of known) expect(out, key).toContain(`"${key}"`);
    for (const [, name] of out.matchAll(/unrolled train (\S+\.json)/g)) {
      expect(() =>
        checkConfig(JSON.parse(readFileSync(path.join(ROOT, name), "utf8"))),
      ).not.toThrow();
    }
    expect(await unrolled("--help")).toMatchObject({ status: 0, err: "" });
    expect(await unrolled()).toMatchObject({ status: 2, out: "" });
  });
});
