// From a configuration to what is trained, without training: parts, vocabularies, batches, schedules, notes.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkConfig, readConfig, type TrainingConfig } from "../../lib/command/config";
import { main } from "../../lib/command/main";
import { readNote } from "../../lib/command/note";
import {
  batchesOf,
  fitOptions,
  idsOf,
  joined,
  makeModel,
  makeVocabulary,
  readParts,
} from "../../lib/command/task";
import { setHost } from "../../lib/host/host";
import { installNodeHost } from "../../lib/host/node-host";
import { RandomGenerator } from "../../lib/random/generator";
import { schedules } from "../../lib/training/schedules";

let folder: string;
beforeAll(() => {
  installNodeHost();
  folder = mkdtempSync(path.join(tmpdir(), "task-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const PLAIN = {
  text: "none",
  tokens: "characters",
  cell: "rnn",
  hiddenSize: 4,
  batchSize: 2,
  pieceLength: 3,
  steps: 10,
  optimiser: { kind: "SGD", learningRate: 0.5 },
};
const configOf = (changes: object = {}): TrainingConfig => checkConfig({ ...PLAIN, ...changes });

/** A configuration of a text written to a file of its own. */
function withText(text: string, changes: object = {}): TrainingConfig {
  const file = path.join(folder, `${text.length}.txt`);
  writeFileSync(file, text);
  return configOf({ ...changes, text: file });
}

describe("a text", () => {
  it("is cut at nine tenths and at 95 in a hundred, characters whole", async () => {
    const text = `${"0123456789".repeat(4)}😀`;
    const whole = Array.from(text);
    const { train, validation, test } = await readParts(withText(text));
    expect(train + validation + test).toBe(text);
    expect(Array.from(train)).toHaveLength(Math.floor(0.9 * whole.length));
    expect(Array.from(train + validation)).toHaveLength(Math.floor(0.95 * whole.length));
  });

  it("of sentences is cut between lines; an empty one has none", async () => {
    const lines = Array.from({ length: 20 }, (_, i) => `a ${i}`);
    const config = withText(lines.join("\n"), { tokens: "sentences", pieceLength: undefined });
    const { train, validation, test } = await readParts(config);
    expect(
      [train, validation, test].map((part) => part.split("\n").filter(Boolean).length),
    ).toEqual([18, 1, 1]);
    const empty = withText("", { tokens: "sentences", pieceLength: undefined });
    expect(await readParts(empty)).toEqual({ train: "", validation: "", test: "" });
  });

  it("that is not there, and a corpus that cannot be read, are said", async () => {
    const gone = configOf({ text: path.join(folder, "gone") });
    await expect(readParts(gone)).rejects.toThrow(`there is no text ${path.join(folder, "gone")}`);
    const corpus = (name: string) => configOf({ text: undefined, corpus: name });
    await expect(readParts(corpus("iliad"))).rejects.toMatchObject({ name: "UsageError" });
    setHost(undefined);
    await expect(readParts(corpus("grammar"))).rejects.not.toMatchObject({ name: "UsageError" });
    installNodeHost();
  });
});

describe("tokens", () => {
  const parts = { train: "b a b c", validation: "d", test: "e" };

  it("are all of the text's, or the most frequent of its training part", () => {
    const all = makeVocabulary(configOf({ tokens: "words" }), parts);
    expect(["a", "b", "c", "d", "e"].every((word) => all.has(word))).toBe(true);
    const cut = makeVocabulary(configOf({ tokens: "words", vocabularySize: 2 }), parts);
    expect([cut.has("b"), cut.has("d"), cut.unknown !== undefined]).toEqual([true, false, true]);
    expect([all.start, all.end, all.unknown]).toEqual([undefined, undefined, undefined]);
    const sentences = makeVocabulary(configOf({ tokens: "sentences" }), parts);
    expect(sentences.decode([sentences.start!, sentences.end!], " ")).toBe("<s> </s>");
  });

  it("are joined as the kind of text does, and read from it", () => {
    const words = configOf({ tokens: "words" });
    const vocabulary = makeVocabulary(words, parts);
    const ids = idsOf(words, vocabulary, "c a");
    expect(joined(words, vocabulary, ids)).toBe("c a");
    const characters = makeVocabulary(configOf(), parts);
    expect(joined(configOf(), characters, idsOf(configOf(), characters, "ab"))).toBe("ab");
    expect(() => idsOf(configOf(), characters, "z")).toThrow(RangeError);
  });

  it("come in streams, sentences one by one", () => {
    const vocabulary = makeVocabulary(configOf(), parts);
    const stream = batchesOf(configOf(), vocabulary, "abcabca").epoch();
    expect([stream.count, stream.batch(0).tokens]).toEqual([1, 6]);
    const config = configOf({ tokens: "sentences", pieceLength: undefined });
    const lines = batchesOf(config, makeVocabulary(config, parts), "a b\nc\nd e\n").epoch();
    expect(lines.count).toBe(2);
    expect(lines.batch(0).tokens).toBe(3 + 2);
  });
});

describe("a model", () => {
  it.each(["rnn", "lstm", "gru"])(
    "of %s has the cell, the layers and the precision asked for",
    (cell) => {
      const vocabulary = makeVocabulary(configOf(), { train: "abc", validation: "", test: "" });
      const make = (changes: object) =>
        makeModel(configOf({ cell, ...changes }), vocabulary, new RandomGenerator(1));
      const one = make({ precision: "f64" });
      const gates = { rnn: "U", lstm: "U_f", gru: "U_z" }[cell]!;
      expect(one.parameters[gates].rows).toBe(4);
      expect(one.parameters[gates].precision).toBe("f64");
      const two = make({ layers: 2 });
      expect(two.parameters[`${gates}(2)`].columns).toBe(4);
      expect(two.parameters[`${gates}(2)`].precision).toBe("f32");
      for (const model of [one, two]) model.dispose();
    },
  );
});

describe("schedules", () => {
  const rates = (schedule: object | undefined, changes: object = {}) => {
    const config = configOf({ schedule, ...changes });
    const data = { epoch: () => ({ count: 5, batch: () => undefined as never }) };
    const options = fitOptions(config, data, new RandomGenerator(1));
    return Array.from({ length: 10 }, (_, i) => options.schedule?.(i + 1));
  };
  const steps = Array.from({ length: 10 }, (_, i) => i + 1);

  it("are those of the configuration, over all steps", () => {
    expect(rates(undefined)).toEqual(new Array(10).fill(undefined));
    expect(rates({ kind: "constant" })).toEqual(new Array(10).fill(1));
    expect(rates({ kind: "linear" })).toEqual(steps.map(schedules.linear(10)));
    expect(rates({ kind: "cosine" })).toEqual(steps.map(schedules.cosine(10)));
    expect(rates({ kind: "exponential", halfLife: 3 })).toEqual(
      steps.map(schedules.exponential(3)),
    );
    const stairs = { kind: "staircase", every: 2, factor: 0.5 };
    expect(rates(stairs)).toEqual(steps.map(schedules.staircase(2, 0.5)));
  });

  it("rise first where that is asked for, and then have the steps that are left", () => {
    const warm = schedules.warmup(4, schedules.linear(6));
    expect(rates({ kind: "linear", warmup: 4 })).toEqual(steps.map(warm));
    const longer = schedules.warmup(20, schedules.linear(1));
    expect(rates({ kind: "linear", warmup: 20 })).toEqual(steps.map(longer));
  });

  it("of epochs are as long as these have batches", () => {
    const linear = rates({ kind: "linear" }, { steps: undefined, epochs: 2 });
    expect(linear).toEqual(steps.map(schedules.linear(10)));
    const data = { epoch: () => ({ count: 5, batch: () => undefined as never }) };
    const config = configOf({ steps: undefined, epochs: 2, clipNorm: 3, clipValue: 4 });
    expect(fitOptions(config, data, new RandomGenerator(1))).toMatchObject({
      epochs: 2,
      clipNorm: 3,
      clipValue: 4,
    });
  });

  it("have a factor above 0, at most 1", () => {
    const stairs = (factor: unknown) =>
      configOf({ schedule: { kind: "staircase", every: 1, factor } });
    expect(stairs(1).schedule).toMatchObject({ factor: 1 });
    for (const bad of [0, 1.01, "1"]) {
      expect(() => stairs(bad)).toThrow(`schedule.factor is ${JSON.stringify(bad)}; give`);
    }
  });
});

describe("a checkpoint of another program", () => {
  it.each([null, {}, { config: PLAIN }, { vocabulary: {} }])("with the note %j is none", (note) => {
    expect(() => readNote("run.safetensors", note)).toThrow(
      new Error(
        "run.safetensors is a checkpoint, but not one that unrolled train wrote: it names no configuration",
      ),
    );
  });
});

describe("numbers on the command line", () => {
  it("that are empty or no numbers are refused", async () => {
    const said: string[] = [];
    const run = (...args: string[]) =>
      main(args, { out: () => {}, err: (text) => void said.push(text) });
    expect(await run("sample", "m", "--length", "")).toBe(2);
    expect(await run("sample", "m", "--seed", "x")).toBe(2);
    expect(said).toEqual([
      "unrolled: --length is ; give a whole number ≥ 1\n",
      "unrolled: --seed is x; give a whole number ≥ 0\n",
    ]);
  });

  it("and a configuration is named when something is wrong with it", () => {
    const file = path.join(folder, "bad.json");
    writeFileSync(file, JSON.stringify({ ...PLAIN, cell: 1 }));
    expect(() => readConfig(file)).toThrow(`${file}: cell is 1; give one of`);
  });
});
