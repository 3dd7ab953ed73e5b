// Models from PyTorch and back. The committed files of test/fixtures/training/torch are PyTorch's;
// with REQUIRE_TORCH=1 PyTorch itself loads ours and writes new ones; README.md says what it needs.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { installNodeHost } from "../../lib/host/node-host";
import {
  Adam,
  activations,
  deepNetwork,
  fromTorch,
  GRU,
  LSTM,
  loadGrammar,
  Matrix,
  RandomGenerator,
  RecurrentLayer,
  readSafetensors,
  type SequenceLayer,
  SequenceModel,
  StreamBatches,
  toTorch,
  fit as train,
  Vocabulary,
  writeSafetensors,
} from "../../lib/node";

const root = fileURLToPath(new URL("../../", import.meta.url));
const fixtures = fileURLToPath(new URL("../fixtures/training/", import.meta.url));
const [M, N] = [4, 5];

function layers(seed: number): Record<string, SequenceLayer> {
  const random = new RandomGenerator(seed);
  const lstm = (size: number) => new LSTM(size, N, { random });
  const gru = (size: number) => new GRU(size, N, { random });
  const { relu: activation } = activations;
  const made: Record<string, SequenceLayer> = {
    rnn: new RecurrentLayer(M, N, { random }),
    "rnn-relu-without-bias": new RecurrentLayer(M, N, { random, activation, bias: false }),
    lstm: lstm(M),
    gru: gru(M),
    "lstm-2-bidirectional": deepNetwork("crossed", 2, M, lstm),
    "gru-3": deepNetwork("forward", 3, M, gru),
  };
  for (const layer of Object.values(made)) {
    for (const { data } of Object.values(layer.parameters)) {
      for (let i = 0; i < data.length; i++) data[i] = random.uniform(-0.5, 0.5); // biases too
    }
  }
  return made;
}

const xs = Array.from({ length: 7 }, (_, t) => {
  const x = new Matrix(3, M);
  for (let b = 0; b < 3; b++) {
    for (let i = 0; i < M; i++) x.set(b, i, (((5 * t + 3 * b + 7 * i) % 11) - 5) / 8);
  }
  return x;
});

const read = (file: string) => readSafetensors(readFileSync(file)).tensors;

function expectStates(layer: SequenceLayer, file: string): void {
  const expected = read(file).get("states")!;
  const got = layer.forward(xs).states.flatMap((s) => Array.from(s.data));
  expect(got).toHaveLength(expected.data.length);
  got.forEach((s, i) => {
    expect(Math.abs(s - expected.data[i]), `number ${i}`).toBeLessThan(1e-14);
  });
}

describe.each(Object.keys(layers(1)))("%s", (name) => {
  it("from PyTorch gives PyTorch's states", () => {
    const layer = layers(1)[name];
    fromTorch(layer, read(`${fixtures}torch/${name}.safetensors`));
    expectStates(layer, `${fixtures}torch/${name}.states.safetensors`);
  });

  it("comes back from PyTorch's names with the same bits", () => {
    const [ours, other] = [layers(2)[name], layers(3)[name]];
    const file = writeSafetensors({ tensors: toTorch(ours), metadata: {} });
    fromTorch(other, readSafetensors(file).tensors);
    expect(other.parameters).toEqual(ours.parameters);
  });
});

if (process.env.REQUIRE_TORCH === "1") {
  describe("PyTorch itself", { timeout: 120_000 }, () => {
    const python = process.env.PYTHON_WITH_TORCH ?? "python3";
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(path.join(tmpdir(), "torch-"));
    });
    afterAll(() => rmSync(folder, { recursive: true }));
    const script = (what: "read" | "write") =>
      execFileSync(python, [`${fixtures}torch_models.py`, what, folder], { encoding: "utf8" });

    it("is the version that is asked for", () => {
      const print = "import torch; print(torch.__version__)";
      expect(execFileSync(python, ["-c", print], { encoding: "utf8" })).toMatch(/^2\.13\.0\b/);
    });

    it("loads our files strictly and computes our states", () => {
      const made = layers(4);
      for (const [name, layer] of Object.entries(made)) {
        const file = writeSafetensors({ tensors: toTorch(layer), metadata: {} });
        writeFileSync(path.join(folder, `${name}.ours.safetensors`), file);
      }
      script("read");
      for (const [name, layer] of Object.entries(made)) {
        expectStates(layer, path.join(folder, `${name}.states.safetensors`));
      }
    });

    it("writes files that we load, and we compute its states", () => {
      script("write");
      for (const [name, layer] of Object.entries(layers(5))) {
        fromTorch(layer, read(path.join(folder, `${name}.safetensors`)));
        expectStates(layer, path.join(folder, `${name}.states.safetensors`));
      }
    });

    it("loads a net that we trained, and it still predicts the same", async () => {
      installNodeHost();
      const random = new RandomGenerator(6);
      const layer = new RecurrentLayer(M, N, { random });
      const model = new SequenceModel(layer, 3, { random });
      const ids = Int32Array.from({ length: 200 }, (_, i) => (i * i) % 3);
      const data = new StreamBatches(ids, { batchSize: 2, length: 5 });
      await train(model, data, { steps: 50, optimiser: new Adam(0.01), random });
      const file = writeSafetensors({ tensors: toTorch(layer), metadata: {} });
      const made = layers(7);
      for (const [name, other] of Object.entries(made)) {
        const tensors = writeSafetensors({ tensors: toTorch(other), metadata: {} });
        writeFileSync(path.join(folder, `${name}.ours.safetensors`), tensors);
      }
      writeFileSync(path.join(folder, "rnn.ours.safetensors"), file);
      script("read");
      expectStates(layer, path.join(folder, "rnn.states.safetensors"));
    });
  });
}

describe("fromTorch", () => {
  it("refuses what does not fit, and changes nothing", () => {
    const layer = layers(1).lstm;
    const before = toTorch(layer);
    const tensors = toTorch(layers(2).lstm);
    const less = new Map(tensors);
    less.delete("bias_hh_l0");
    expect(() => fromTorch(layer, less)).toThrow('lacks "bias_hh_l0"');
    const more = new Map([...tensors, ["weight_ih_l1", tensors.get("weight_ih_l0")!]]);
    expect(() => fromTorch(layer, more)).toThrow('holds "weight_ih_l1"');
    expect(() => fromTorch(layer, toTorch(layers(1).rnn))).toThrow("shape 5×4, expected 20×4");
    expect(toTorch(layer)).toEqual(before);
  });

  it("says which layers PyTorch lacks", () => {
    const random = new RandomGenerator(1);
    expect(() => toTorch(new GRU(2, 2, { random, reset: "before" }))).toThrow("GRU has no");
    const replacing = new GRU(2, 2, { random, reset: "after", z: "replaces" });
    expect(() => toTorch(replacing)).toThrow("GRU has no");
    const activation = activations.sigmoid;
    expect(() => toTorch(new RecurrentLayer(2, 2, { random, activation }))).toThrow("has no");
  });
});

describe("the program that notebook 7 shows", () => {
  const notebook = path.join(root, "notebooks", "07-softmax-language-model.ipynb");
  const { cells } = JSON.parse(readFileSync(notebook, "utf8")) as {
    cells: { id: string; source: string[] }[];
  };
  const shown = cells.find(({ id }) => id === "torch-code")!.source.join("");
  const program = /```python\n([\s\S]*?)```/.exec(shown)![1];
  const numbers = (pattern: RegExp) => pattern.exec(program)![1].split(", ").map(Number);
  const ids = numbers(/torch\.tensor\(\[([\d, ]+)\]\)/);
  const [inputSize, hiddenSize] = numbers(/torch\.nn\.RNN\(([\d, ]+)\)/);
  const [word] = numbers(/p\[(\d+)\]/);

  it("reads the tutorial's sentence in the grammar's vocabulary", async () => {
    const vocabulary = new Vocabulary((await loadGrammar()).words, { start: "s", end: "e" });
    expect(vocabulary.size).toBe(inputSize);
    expect(vocabulary.decode(ids, " ")).toBe("s 我 昨天 上学 迟到 了 ， 老师 批评 了");
    expect(vocabulary.token(word)).toBe("我");
  });

  if (process.env.REQUIRE_TORCH === "1") {
    it("prints our probability", () => {
      const random = new RandomGenerator(5);
      const layer = new RecurrentLayer(inputSize, hiddenSize, { random });
      const model = new SequenceModel(layer, inputSize, { random });
      const { V, bias } = model.output;
      for (let i = 0; i < bias.data.length; i++) bias.data[i] = random.uniform(-2, 2);
      const tensors = new Map(Array.from(toTorch(layer), ([name, one]) => [`rnn.${name}`, one]));
      tensors.set("out.weight", { dtype: "F64", shape: [V.rows, V.columns], data: V.data });
      tensors.set("out.bias", { dtype: "F64", shape: [V.rows], data: bias.data });
      const folder = mkdtempSync(path.join(tmpdir(), "torch-"));
      writeFileSync(
        path.join(folder, "grammar.safetensors"),
        writeSafetensors({ tensors, metadata: {} }),
      );
      const python = process.env.PYTHON_WITH_TORCH ?? "python3";
      const printed = execFileSync(python, ["-c", program], { cwd: folder, encoding: "utf8" });
      const { outputs } = model.predict(ids.map((id) => Int32Array.of(id)));
      expect(printed.trim()).toBe(outputs[ids.length - 1].data[word].toFixed(6));
      rmSync(folder, { recursive: true });
    });
  }
});
