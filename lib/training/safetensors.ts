// The safetensors format, read strictly: 8 bytes with the length of a JSON header, the header, the
// numbers. Source: the format's specification at github.com/huggingface/safetensors, version 0.5.
import { checkpointMessages as messages } from "../messages";
import { showValue } from "../messages/show-value";

/** The kinds of numbers used here; others are refused. */
export type Dtype = "F64" | "F32";

export interface StoredTensor {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** Row by row; F32 numbers are exact in f64. */
  readonly data: Float64Array;
}

export interface TensorFile {
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

const SIZES: Record<Dtype, number> = { F64: 8, F32: 4 };
const LARGEST_HEADER = 100_000_000; // the specification's

/** The bytes of a file. F32 tensors are rounded. @throws RangeError if a shape and its numbers differ */
export function writeSafetensors({ tensors, metadata }: TensorFile): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let end = 0;
  for (const [name, { dtype, shape, data }] of tensors) {
    if (product(shape) !== data.length || name === "__metadata__") {
      throw new RangeError(messages.badTensor({ name, why: messages.wrongLength() }));
    }
    const start = end;
    end += data.length * SIZES[dtype];
    header[name] = { dtype, shape, data_offsets: [start, end] };
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const padding = new Uint8Array((8 - (text.length % 8)) % 8).fill(0x20);
  const bytes = new Uint8Array(8 + text.length + padding.length + end);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(text.length + padding.length), true);
  bytes.set(text, 8);
  bytes.set(padding, 8 + text.length);
  let at = 8 + text.length + padding.length;
  for (const { dtype, data } of tensors.values()) {
    for (const x of data) {
      if (dtype === "F64") view.setFloat64(at, x, true);
      else view.setFloat32(at, x, true);
      at += SIZES[dtype];
    }
  }
  return bytes;
}

/**
 * Reads a file's bytes.
 * @throws RangeError saying what is wrong: truncated, not safetensors, holes or overlaps, an unknown
 *   dtype, a shape that does not fit its bytes
 */
export function readSafetensors(bytes: Uint8Array): TensorFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const refuse = (why: string): never => {
    throw new RangeError(messages.notSafetensors({ why }));
  };
  if (bytes.length < 8) refuse(messages.truncated({ got: bytes.length, expected: 8 }));
  const length = Number(view.getBigUint64(0, true));
  if (length > LARGEST_HEADER || bytes[8] !== 0x7b) refuse(messages.foreign());
  const start = 8 + length;
  if (start > bytes.length) refuse(messages.truncated({ got: bytes.length, expected: start }));
  const header = parseHeader(bytes.subarray(8, start));
  if (!header) return refuse(messages.foreign());
  const { __metadata__: metadata = {}, ...entries } = header;
  if (!isTextRecord(metadata)) return refuse(messages.badMetadata());
  const described = Object.entries(entries).map(([name, entry]) => describe(name, entry));
  described.sort((a, b) => a.from - b.from || a.to - b.to);
  let end = 0;
  for (const { name, from, to } of described) {
    if (from !== end) refuse(messages.badTensor({ name, why: messages.gap() }));
    end = to;
  }
  const expected = start + end;
  if (bytes.length < expected) refuse(messages.truncated({ got: bytes.length, expected }));
  if (bytes.length > expected) refuse(messages.trailing({ bytes: bytes.length - expected }));
  const tensors = new Map(
    described.map(({ name, dtype, shape, from }) => {
      const read = (i: number) =>
        dtype === "F64"
          ? view.getFloat64(start + from + 8 * i, true)
          : view.getFloat32(start + from + 4 * i, true);
      const data = Float64Array.from({ length: product(shape) }, (_, i) => read(i));
      return [name, { dtype, shape, data }];
    }),
  );
  return { tensors, metadata };
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    const isRecord = typeof value === "object" && value !== null && !Array.isArray(value);
    return isRecord ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** One entry of the header, checked. */
function describe(name: string, entry: unknown) {
  const { dtype, shape, data_offsets } = (entry ?? {}) as Record<string, unknown>;
  const refuse = (why: string): never => {
    throw new RangeError(messages.notSafetensors({ why: messages.badTensor({ name, why }) }));
  };
  if (dtype !== "F64" && dtype !== "F32") {
    return refuse(messages.badDtype({ dtype: showValue(dtype) }));
  }
  if (!isCounts(shape) || !isCounts(data_offsets) || data_offsets.length !== 2) {
    return refuse(messages.badShape());
  }
  const [from, to] = data_offsets;
  if (to - from !== product(shape) * SIZES[dtype]) refuse(messages.wrongLength());
  return { name, dtype: dtype as Dtype, shape, from, to };
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}

function isTextRecord(value: unknown): value is Record<string, string> {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((text) => typeof text === "string")
  );
}

function product(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}
