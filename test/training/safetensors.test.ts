// The safetensors format: bytes worked out by hand, the bounds of what is taken, and every refusal in full.
import { describe, expect, it } from "vitest";
import {
  readSafetensors,
  type StoredTensor,
  writeSafetensors,
} from "../../lib/training/safetensors";

/** A file made by hand: the header as text or bytes, then so many bytes of zeros, or these numbers. */
function fileOf(header: string | Uint8Array, after: number | Uint8Array = 0): Uint8Array {
  const text = typeof header === "string" ? new TextEncoder().encode(header) : header;
  const rest = typeof after === "number" ? new Uint8Array(after) : after;
  const bytes = new Uint8Array(8 + text.length + rest.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(rest, 8 + text.length);
  return bytes;
}

const bytesOf = (numbers: Float64Array | Float32Array) => new Uint8Array(numbers.buffer);
const f64 = (shape: number[], ...numbers: number[]): StoredTensor => ({
  dtype: "F64",
  shape,
  data: Float64Array.from(numbers),
});

/** A header of tensors, each [dtype, shape, offsets]. */
function header(tensors: Record<string, [unknown, unknown, unknown]>): string {
  const entries = Object.entries(tensors).map(([name, [dtype, shape, data_offsets]]) => [
    name,
    { dtype, shape, data_offsets },
  ]);
  return JSON.stringify(Object.fromEntries(entries));
}

const WHOLE = "this is no whole safetensors file: ";
const NO_HEADER = `${WHOLE}it does not start with a safetensors header`;

/** What is thrown, which has to be a RangeError. */
function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(RangeError);
    return (error as Error).message;
  }
  return "nothing was refused";
}
const refusalOf = (bytes: Uint8Array) => refusal(() => readSafetensors(bytes));

describe("writing", () => {
  it("gives length, header, spaces up to a multiple of 8, and the numbers, for headers of any length", () => {
    for (let extra = 0; extra < 9; extra++) {
      const name = "w".repeat(1 + extra);
      const tensors = new Map([[name, f64([1], 1.5)]]);
      const text = `{"__metadata__":{"a":"b"},"${name}":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}`;
      const padded = text + " ".repeat((8 - (text.length % 8)) % 8);
      const bytes = writeSafetensors({ tensors, metadata: { a: "b" } });
      expect(bytes).toEqual(fileOf(padded, bytesOf(Float64Array.of(1.5))));
    }
  });

  it("puts tensors of both kinds one behind the other, F32 rounded", () => {
    const tensors = new Map<string, StoredTensor>([
      ["a", { dtype: "F32", shape: [3], data: Float64Array.of(0.1, -2, 3) }],
      ["b", f64([2, 1], Math.PI, -0)],
      ["c", { dtype: "F32", shape: [1], data: Float64Array.of(7) }],
    ]);
    const bytes = writeSafetensors({ tensors, metadata: {} });
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    const text = new TextDecoder().decode(bytes.subarray(8, 8 + length));
    expect(JSON.parse(text)).toEqual({
      __metadata__: {},
      a: { dtype: "F32", shape: [3], data_offsets: [0, 12] },
      b: { dtype: "F64", shape: [2, 1], data_offsets: [12, 28] },
      c: { dtype: "F32", shape: [1], data_offsets: [28, 32] },
    });
    const numbers = [Float32Array.of(0.1, -2, 3), Float64Array.of(Math.PI, -0), Float32Array.of(7)];
    expect(Array.from(bytes.subarray(8 + length))).toEqual(
      numbers.flatMap((some) => Array.from(bytesOf(some))),
    );
    const read = readSafetensors(bytes).tensors;
    expect([...read.get("a")!.data]).toEqual([Math.fround(0.1), -2, 3]);
    expect([...read.get("b")!.data]).toEqual([Math.PI, -0]);
    expect([...read.get("c")!.data]).toEqual([7]);
  });

  it("refuses a shape of other numbers, and the name of the metadata", () => {
    const write = (name: string, tensor: StoredTensor) => () =>
      writeSafetensors({ tensors: new Map([[name, tensor]]), metadata: {} });
    const why = "does not have as many numbers as its shape says";
    expect(refusal(write("a", f64([2], 1, 2, 3)))).toBe(`tensor "a" ${why}`);
    expect(refusal(write("__metadata__", f64([1], 1)))).toBe(`tensor "__metadata__" ${why}`);
  });
});

describe("reading", () => {
  it("takes a file without tensors and without metadata, and one that starts in the midst of a buffer", () => {
    const empty = readSafetensors(fileOf("{}"));
    expect(empty).toEqual({ tensors: new Map(), metadata: {} });
    const bytes = fileOf(header({ w: ["F64", [2], [0, 16]] }), bytesOf(Float64Array.of(1.5, -2)));
    const buffer = new Uint8Array(bytes.length + 8).fill(0xff);
    buffer.set(bytes, 3);
    const { tensors } = readSafetensors(buffer.subarray(3, 3 + bytes.length));
    expect([...tensors.get("w")!.data]).toEqual([1.5, -2]);
  });

  it("finds tensors by their offsets, whatever their order in the header, empty ones among them", () => {
    const numbers = bytesOf(Float64Array.of(1, 2, 3, 4));
    const entries: Record<string, [string, number[], number[]]> = {
      last: ["F64", [1], [24, 32]],
      first: ["F64", [1], [0, 8]],
      empty: ["F64", [0, 3], [0, 0]],
      middle: ["F64", [2, 1], [8, 24]],
    };
    const names = Object.keys(entries);
    for (const order of [names, names.toReversed(), names.toSorted()]) {
      const text = header(Object.fromEntries(order.map((name) => [name, entries[name]])));
      const { tensors } = readSafetensors(fileOf(text, numbers));
      expect(Array.from(tensors, ([name, { data }]) => [name, ...data])).toEqual([
        ["empty"],
        ["first", 1],
        ["middle", 2, 3],
        ["last", 4],
      ]);
    }
  });

  it("gives kind, shape and numbers, a single number without a shape too", () => {
    const text = header({ s: ["F64", [], [0, 8]], m: ["F32", [2, 3], [8, 32]] });
    const f32 = Float32Array.of(1, 2, 3, 4, 5, 0.1);
    const numbers = new Uint8Array([...bytesOf(Float64Array.of(9)), ...bytesOf(f32)]);
    const { tensors } = readSafetensors(fileOf(text, numbers));
    expect(tensors.get("s")).toEqual(f64([], 9));
    expect(tensors.get("m")).toEqual({ dtype: "F32", shape: [2, 3], data: Float64Array.from(f32) });
  });

  it("says where a file that was cut off ends", () => {
    const short = (got: number, expected: number) =>
      `${WHOLE}it ends after ${got} bytes and should have ${expected} or more; take an earlier checkpoint`;
    expect(refusalOf(new Uint8Array(0))).toBe(short(0, 8));
    expect(refusalOf(new Uint8Array(7))).toBe(short(7, 8));
    expect(refusalOf(new Uint8Array(8))).toBe(NO_HEADER);
    const text = header({ w: ["F64", [2], [0, 16]] });
    const whole = fileOf(text, 16);
    const start = 8 + text.length;
    expect(refusalOf(whole.subarray(0, 9))).toBe(short(9, start));
    expect(refusalOf(whole.subarray(0, start - 1))).toBe(short(start - 1, start));
    expect(refusalOf(whole.subarray(0, start))).toBe(short(start, start + 16));
    expect(refusalOf(whole.subarray(0, start + 15))).toBe(short(start + 15, start + 16));
    expect(refusalOf(fileOf(text, 19))).toBe(`${WHOLE}3 bytes too many follow the last tensor`);
  });

  it("refuses longer headers than the format allows, by the bound itself", () => {
    const bytes = fileOf("{}", 4);
    const claim = (length: bigint) => {
      new DataView(bytes.buffer).setBigUint64(0, length, true);
      return refusalOf(bytes);
    };
    expect(claim(100_000_000n)).toContain(
      "it ends after 14 bytes and should have 100000008 or more",
    );
    expect(claim(100_000_001n)).toBe(NO_HEADER);
    expect(claim(2n ** 64n - 1n)).toBe(NO_HEADER);
  });

  it("refuses headers that are no JSON object in UTF-8", () => {
    for (const text of ["[1]", "null", "7", ' {"a":1}', '{"w":', "{} {}"]) {
      expect(refusalOf(fileOf(text)), text).toBe(NO_HEADER);
    }
    const text = new TextEncoder().encode('{"__metadata__":{"a":"?"}}');
    expect(readSafetensors(fileOf(text)).metadata).toEqual({ a: "?" });
    expect(refusalOf(fileOf(text.map((byte) => (byte === 0x3f ? 0xff : byte))))).toBe(NO_HEADER);
  });

  it("refuses metadata other than texts by name", () => {
    const read = (metadata: string) => () =>
      readSafetensors(fileOf(`{"__metadata__":${metadata}}`));
    expect(read("{}")().metadata).toEqual({});
    expect(read('{"a":"x","b":""}')().metadata).toEqual({ a: "x", b: "" });
    for (const bad of ["null", "7", '"ab"', "[]", '["a"]', '{"a":1}', '{"a":"x","b":null}']) {
      const message = `${WHOLE}its __metadata__ holds something other than text`;
      expect(refusal(read(bad)), bad).toBe(message);
    }
  });

  it("refuses holes and overlaps between tensors", () => {
    const gap = (name: string) =>
      `${WHOLE}tensor "${name}" does not start where the one before ends`;
    expect(refusalOf(fileOf(header({ w: ["F64", [1], [8, 16]] }), 16))).toBe(gap("w"));
    const two = (from: number): string =>
      header({ a: ["F64", [1], [0, 8]], b: ["F64", [1], [from, from + 8]] });
    expect(refusalOf(fileOf(two(7), 15))).toBe(gap("b"));
    expect(refusalOf(fileOf(two(9), 17))).toBe(gap("b"));
    expect(readSafetensors(fileOf(two(8), 16)).tensors.size).toBe(2);
  });

  const wrong = (why: string) => `${WHOLE}tensor "w" ${why}`;

  it.each([
    ['"BF16"', "BF16"],
    ["8", 8],
    ["undefined", undefined],
  ])("refuses the kind of numbers %s", (shown, dtype) => {
    const message = wrong(`has dtype ${shown}; F64 and F32 can be read`);
    expect(refusalOf(fileOf(header({ w: [dtype, [1], [0, 8]] }), 8))).toBe(message);
  });

  it.each(["null", "7", '"text"', "[]"])("refuses %s in the place of a tensor", (entry) => {
    const message = wrong("has dtype undefined; F64 and F32 can be read");
    expect(refusalOf(fileOf(`{"w":${entry}}`))).toBe(message);
  });

  it.each([
    [[-1], [0, 8]],
    [[1.5], [0, 12]],
    [["1"], [0, 8]],
    [[2 ** 53], [0, 8]],
    [
      [2, -1],
      [0, 8],
    ],
    [1, [0, 8]],
    [{ every: 1 }, [0, 8]],
    [undefined, [0, 8]],
    [[1], 8],
    [[1], undefined],
    [[1], [0]],
    [[1], [0, 8, 16]],
    [[1], [0, 8.5]],
    [[1], [-8, 0]],
  ])("refuses the shape %j with the offsets %j", (shape, offsets) => {
    const message = wrong("has a shape or offsets that are not whole numbers");
    expect(refusalOf(fileOf(header({ w: ["F64", shape, offsets] }), 16))).toBe(message);
  });

  it.each([
    ["F64", [2], [0, 8]],
    ["F32", [2], [0, 16]],
    ["F64", [1], [8, 0]],
    ["F64", [2, 3], [0, 40]],
    ["F64", [1e9, 1e9], [0, 8]],
  ])("refuses %s of shape %j at %j: another number of bytes", (dtype, shape, offsets) => {
    const message = wrong("does not have as many numbers as its shape says");
    expect(refusalOf(fileOf(header({ w: [dtype, shape, offsets] }), 48))).toBe(message);
  });
});
