// Source-map mappings: decoding the base64 digits (https://tc39.es/ecma426/), and looking positions up.

/** One mapped point: column in the generated line, line and column in the source, number of the source. All from 0. */
export type Segment = readonly [
  column: number,
  sourceLine: number,
  sourceColumn: number,
  source?: number,
];

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Decodes a source map's `mappings` into one list of segments for each generated line. */
export function decodeMappings(mappings: string): Segment[][] {
  let sourceLine = 0;
  let sourceColumn = 0;
  let source = 0;
  return mappings.split(";").map((line) => {
    let column = 0;
    const segments: Segment[] = [];
    for (const digits of line.split(",")) {
      const [dColumn, dSource, dLine, dSourceColumn] = decodeNumbers(digits);
      if (dColumn === undefined) continue;
      column += dColumn;
      if (dLine === undefined || dSourceColumn === undefined) continue;
      source += dSource ?? 0;
      sourceLine += dLine;
      sourceColumn += dSourceColumn;
      segments.push(
        source ? [column, sourceLine, sourceColumn, source] : [column, sourceLine, sourceColumn],
      );
    }
    return segments;
  });
}

/** Base64 VLQ: six bits a digit, the top one says "more follows", the lowest of the number is its sign. */
function decodeNumbers(digits: string): number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const digit of digits) {
    const bits = DIGITS.indexOf(digit);
    value += (bits & 31) << shift;
    shift += 5;
    if (bits & 32) continue;
    numbers.push(value & 1 ? -(value >> 1) : value >> 1);
    value = shift = 0;
  }
  return numbers;
}

/**
 * The source position of a generated one. Lines and columns count from 1.
 * The last segment at or before the column counts; before the first one, the first. `undefined` on an unmapped line.
 */
export function originalPosition(
  lines: readonly (readonly Segment[])[],
  line: number,
  column: number,
): { line: number; column: number; source: number } | undefined {
  const segments = lines[line - 1];
  if (!segments?.length) return undefined;
  const at = segments.findLast((s) => s[0] < column) ?? segments[0]!;
  return { line: at[1] + 1, column: at[2] + 1, source: at[3] ?? 0 };
}
