// Checkpoints: the bits of a run that never stopped, and files that are refused.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { installNodeHost } from "../../lib/host/node-host";
import {
  Adam,
  LSTM,
  RandomGenerator,
  readCheckpoint,
  readSafetensors,
  SequenceModel,
  StreamBatches,
  TrainingRun,
  type TrainingState,
  writeCheckpoint,
  writeSafetensors,
} from "../../lib/index";
import { loadCheckpoint, saveCheckpoint } from "../../lib/training/checkpoint-file";

let folder: string;
beforeEach(() => {
  installNodeHost();
  folder = mkdtempSync(path.join(tmpdir(), "checkpoint-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const text = Int32Array.from({ length: 300 }, (_, i) => [0, 0, 1, 2][i % 4]);

function runOf(steps: number) {
  const random = new RandomGenerator(4);
  random.normal(); // a spare deviate is kept
  const model = new SequenceModel(new LSTM(3, 4, { random }), 3, { random });
  const data = new StreamBatches(text, { batchSize: 3, length: 4 });
  const validation = { data, every: 4 };
  return new TrainingRun(model, data, { steps, optimiser: new Adam(0.02), random, validation });
}

/** A file with the header given as text. */
function fileOf(header: string, numbers: number): Uint8Array {
  const bytes = new Uint8Array(8 + header.length + numbers);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(new TextEncoder().encode(header), 8);
  return bytes;
}

describe("checkpoints", () => {
  it("of a run go on with the bits of the run that never stopped", async () => {
    const straight = runOf(60);
    await straight.run();
    const first = runOf(23);
    await first.run();
    const file = path.join(folder, "run.safetensors");
    await saveCheckpoint(file, first.state(), { layer: "LSTM" });
    const { state, note } = await loadCheckpoint(file);
    expect(note).toEqual({ layer: "LSTM" });
    expect(state).toEqual(first.state());
    const second = runOf(60);
    second.restore(state);
    await second.run();
    expect(second.state()).toEqual(straight.state());
    expect(readdirSync(folder)).toEqual(["run.safetensors"]);
  });

  it("cut anywhere are refused, with the file named", async () => {
    const file = path.join(folder, "run.safetensors");
    const run = runOf(3);
    await run.run();
    await saveCheckpoint(file, run.state());
    const bytes = readFileSync(file);
    for (const length of [0, 5, 8, 100, bytes.length - 1]) {
      expect(() => readCheckpoint(bytes.subarray(0, length)), `${length} bytes`).toThrow(
        "no whole safetensors file",
      );
    }
    truncateSync(file, bytes.length - 8);
    await expect(loadCheckpoint(file)).rejects.toThrow(/run\.safetensors: .* it ends after/);
    await expect(loadCheckpoint(`${file}x`)).rejects.toThrow("there is no file");
  });

  it("with any changed byte of the numbers are refused", async () => {
    const run = runOf(2);
    await run.run();
    const bytes = writeCheckpoint(run.state());
    bytes[bytes.length - 100] ^= 1;
    expect(() => readCheckpoint(bytes)).toThrow("damaged: checksum");
  });

  it("are closed when they are saved, written or not", async () => {
    if (!existsSync("/proc/self/fd")) return; // elsewhere nobody tells
    const open = () =>
      readdirSync("/proc/self/fd").filter((fd) => {
        try {
          return readlinkSync(`/proc/self/fd/${fd}`).startsWith(realpathSync(folder));
        } catch {
          return false; // the listing's own
        }
      });
    await saveCheckpoint(path.join(folder, "run.safetensors"), runOf(1).state());
    mkdirSync(path.join(folder, "in-the-way"));
    const failing = saveCheckpoint(path.join(folder, "in-the-way"), runOf(1).state());
    await expect(failing).rejects.toThrow("could not be written");
    expect(open()).toEqual([]);
  });

  it("hold what they are said to hold, and say in full what is wrong with them", async () => {
    const run = runOf(5);
    await run.run();
    const state = run.state();
    const { tensors, metadata } = readSafetensors(writeCheckpoint(state, { a: 1 }));
    const prefixes = new Set(Array.from(tensors.keys(), (name) => name.split("/")[0]));
    expect([...prefixes]).toEqual(["weights", "optimiser", "carried", "best"]);
    expect(tensors.get("weights/U_i")!.shape).toEqual([4, 3]);
    expect(tensors.get("optimiser/m/U_i")!.shape).toEqual([12]);
    expect(metadata).toMatchObject({ format: "unrolled-training-1", note: '{"a":1}' });
    expect(metadata.checksum).toMatch(/^[0-9a-f]{8}$/);
    expect(JSON.parse(metadata.run).best).toEqual({ step: 4, loss: state.best!.loss });
    expect(readCheckpoint(writeCheckpoint(state)).note).toBeNull();
    const refused = (changes: Record<string, string>) => () =>
      readCheckpoint(writeSafetensors({ tensors, metadata: { ...metadata, ...changes } }));
    expect(refused({ format: "unrolled-training-2" })).toThrow(
      new RangeError(
        "this safetensors file is no checkpoint of a training run: it lacks format unrolled-training-1",
      ),
    );
    expect(refused({ checksum: "00000000" })).toThrow(
      new RangeError(
        `the checkpoint is damaged: checksum ${metadata.checksum}, expected 00000000; take an earlier one`,
      ),
    );
    expect(refused({ run: `${metadata.run} ` })).toThrow("damaged: checksum");
    expect(refused({ note: "2" })).toThrow("damaged: checksum");
    const turned = new Map([...tensors].reverse()); // another program may write them in its own order
    expect(readCheckpoint(writeSafetensors({ tensors: turned, metadata })).note).toEqual({ a: 1 });
    const names = [...tensors.keys()];
    const swapped = new Map(tensors).set(names[0], {
      ...tensors.get(names[0])!,
      data: tensors.get(names[0])!.data.toReversed(),
    });
    const write = () => readCheckpoint(writeSafetensors({ tensors: swapped, metadata }));
    expect(write).toThrow("damaged: checksum");
    const absent = path.join(folder, "absent");
    await expect(loadCheckpoint(absent)).rejects.toMatchObject({
      message: `there is no file ${absent}: check the name`,
      cause: { code: "ENOENT" },
    });
    writeFileSync(path.join(folder, "short"), "1234");
    await expect(loadCheckpoint(path.join(folder, "short"))).rejects.toMatchObject({
      message: expect.stringMatching(/short: this is no whole safetensors file: it ends after 4/),
      cause: expect.any(RangeError),
    });
    await expect(saveCheckpoint(folder, state)).rejects.toMatchObject({
      cause: { code: "EISDIR" },
    });
  });

  it("have the checksum of FNV-1a over names, numbers and texts", () => {
    const state = { weights: {}, carried: [], optimiser: { slots: {} } };
    const checksums = Array.from({ length: 64 }, (_, note) => {
      const bytes = writeCheckpoint(state as unknown as TrainingState, note);
      // By hand: the offset, then every byte of the text xored in and multiplied by 0x01000193.
      const text = `["unrolled-training-1","{\\"optimiser\\":{}}","${note}"]`;
      let hash = 0x811c9dc5n;
      for (const byte of new TextEncoder().encode(text)) {
        hash = ((hash ^ BigInt(byte)) * 0x01000193n) % 2n ** 32n;
      }
      const expected = hash.toString(16).padStart(8, "0");
      expect(readSafetensors(bytes).metadata.checksum).toBe(expected);
      return expected;
    });
    expect(checksums.some((text) => text.startsWith("0"))).toBe(true);
  });

  it("leave the old file and no temporary one when writing fails", async () => {
    const file = path.join(folder, "folder-in-the-way");
    mkdirSync(file);
    const saving = saveCheckpoint(file, runOf(1).state());
    await expect(saving).rejects.toThrow(/folder-in-the-way could not be written \(EISDIR.*\)/);
    expect(readdirSync(folder)).toEqual(["folder-in-the-way"]);
  });
});

describe("safetensors", () => {
  const entry = (dtype: string, shape: number[], offsets: number[]) =>
    JSON.stringify({ w: { dtype, shape, data_offsets: offsets } });

  it("tensors whose shape does not hold their numbers, or with the name of the metadata, are not written", () => {
    const data = Float64Array.of(1, 2, 3);
    const write = (name: string, shape: number[]) =>
      writeSafetensors({ tensors: new Map([[name, { dtype: "F64", shape, data }]]), metadata: {} });
    expect(() => write("a", [2])).toThrow(RangeError);
    expect(() => write("__metadata__", [3])).toThrow(RangeError);
    expect(() => readSafetensors(fileOf('{"a":null}', 0))).toThrow(RangeError);
    for (const header of ["[1]", "null", "7"]) {
      expect(() => readSafetensors(fileOf(header, 0))).toThrow(RangeError);
    }
  });

  it("keep every f64 bit", () => {
    const data = Float64Array.of(Math.PI, -0, 5e-324, Number.MAX_VALUE);
    const tensors = new Map([["w", { dtype: "F64" as const, shape: [2, 2], data }]]);
    const read = readSafetensors(writeSafetensors({ tensors, metadata: { é: "ü" } }));
    expect(read.metadata).toEqual({ é: "ü" });
    const got = read.tensors.get("w")!;
    expect(got.shape).toEqual([2, 2]);
    expect(Buffer.from(got.data.buffer)).toEqual(Buffer.from(data.buffer));
  });

  it.each([
    ["text", new TextEncoder().encode("hello, this is no such file"), "header"],
    ["a wrong dtype", fileOf(entry("BF16", [1], [0, 2]), 2), 'dtype "BF16"'],
    ["a wrong length", fileOf(entry("F64", [2], [0, 8]), 8), "as many numbers"],
    ["a hole", fileOf(entry("F64", [1], [8, 16]), 16), "where the one before ends"],
    ["bytes to spare", fileOf(entry("F64", [1], [0, 8]), 9), "1 bytes too many"],
    ["a negative shape", fileOf(entry("F64", [-1], [0, 8]), 8), "not whole numbers"],
    ["broken JSON", fileOf('{"w":', 0), "header"],
    ["metadata of numbers", fileOf('{"__metadata__":{"a":1}}', 0), "other than text"],
  ])("with %s are refused", (_, bytes, message) => {
    expect(() => readSafetensors(bytes)).toThrow(message);
  });

  it("of another program are no checkpoint", () => {
    const tensors = new Map([
      ["w", { dtype: "F32" as const, shape: [1], data: new Float64Array(1) }],
    ]);
    const bytes = writeSafetensors({ tensors, metadata: {} });
    expect(() => readCheckpoint(bytes)).toThrow("no checkpoint of a training run");
  });
});
