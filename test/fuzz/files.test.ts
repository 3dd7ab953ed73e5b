// Damaged and hostile files: a reader gives a whole result, or its own error with a sentence in it.
import fc from "fast-check";
import { expect, it } from "vitest";
import { UsageError } from "../../lib/command/check";
import { checkConfig } from "../../lib/command/config";
import { readSafetensors, writeSafetensors } from "../../lib/training/safetensors";
import { anyJson, cases, errorOf } from "./cases";

const good = writeSafetensors({
  tensors: new Map([
    ["a", { dtype: "F64", shape: [2, 3], data: Float64Array.from([1, 2, 3, 4, 5, 6]) }],
    ["b", { dtype: "F32", shape: [2], data: Float64Array.from([0.5, 7]) }],
  ]),
  metadata: { k: "v" },
});

/** A file with this header and so many bytes of numbers. */
function fileOf(header: unknown, numbers: number): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + numbers);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

function expectWholeOrRefused(bytes: Uint8Array): void {
  let tensors: ReturnType<typeof readSafetensors>["tensors"] | undefined;
  const error = errorOf(() => {
    tensors = readSafetensors(bytes).tensors;
  });
  if (error) {
    expect(error).toBeInstanceOf(RangeError);
    expect(error.message).toContain("no whole safetensors file");
    return;
  }
  for (const { shape, data } of tensors!.values()) {
    expect(data.length).toBe(shape.reduce((a, b) => a * b, 1));
  }
}

it("safetensors: any bytes", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), expectWholeOrRefused), cases);
});

it("safetensors: a good file with bytes changed, cut off or added", () => {
  const change = fc.tuple(fc.nat(good.length - 1), fc.nat(255));
  const damage = fc.tuple(fc.array(change, { maxLength: 3 }), fc.nat(good.length), fc.nat(9));
  fc.assert(
    fc.property(damage, ([changes, length, added]) => {
      const bytes = Uint8Array.from([...good, ...new Array(added).fill(1)]);
      for (const [at, value] of changes) bytes[at] = value;
      expectWholeOrRefused(bytes);
      expectWholeOrRefused(bytes.subarray(0, length));
    }),
    cases,
  );
});

const size = fc.oneof(fc.nat(4), fc.constantFrom(-1, 0.5, 2 ** 31, 2 ** 53 - 1, 1e300));
const entry = fc.record({
  dtype: fc.oneof(
    fc.constantFrom("F64", "F32", "I8"),
    fc.jsonValue({ maxDepth: 1 }),
    fc.constant({ toString: 1 }),
  ),
  shape: fc.array(size, { maxLength: 4 }),
  data_offsets: fc.array(fc.oneof(size, fc.constantFrom(8, 16, 32)), {
    minLength: 1,
    maxLength: 3,
  }),
});

it("safetensors: any header, with sizes that no memory holds", () => {
  const header = fc.dictionary(
    fc.oneof(fc.string(), fc.constantFrom("__proto__", "__metadata__")),
    fc.oneof({ weight: 4, arbitrary: entry }, fc.jsonValue({ maxDepth: 1 })),
    { maxKeys: 3 },
  );
  fc.assert(
    fc.property(header, fc.nat(40), (h, numbers) => expectWholeOrRefused(fileOf(h, numbers))),
    cases,
  );
});

const config = {
  corpus: "grammar",
  tokens: "sentences",
  cell: "rnn",
  hiddenSize: 8,
  batchSize: 4,
  steps: 5,
  optimiser: { kind: "Adam", learningRate: 0.01 },
};

it("configurations: any JSON, whole and in the place of a setting", () => {
  const key = fc.constantFrom(...Object.keys(config), "schedule", "validation", "seed", "toString");
  fc.assert(
    fc.property(key, anyJson, (name, value) => {
      for (const given of [value, { ...config, [name]: value }]) {
        const error = errorOf(() => checkConfig(given));
        if (error === undefined) continue;
        expect(error).toBeInstanceOf(UsageError);
        expect(error.message.length).toBeLessThan(1000);
      }
      const error = errorOf(() => checkConfig({ ...config, [name]: value }));
      if (error) expect(error.message).toContain(name);
    }),
    cases,
  );
});
