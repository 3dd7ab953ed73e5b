// Refuses figures that would mislead or that some readers could not read, naming what is wrong.
import { plottingMessages as messages } from "../messages";
import type { AxisOptions, FigureText, Reference, Values } from "./figure";

/** Throws unless number, caption and text alternative are there; and for an unusable height. */
export function checkText(text: FigureText): void {
  const { number, height = 420 } = text;
  if (!/^\d+\.\d+[a-z]?$/.test(number)) throw new RangeError(messages.badNumber({ number }));
  for (const field of ["caption", "alt"] as const) {
    const value: unknown = text[field];
    if (typeof value !== "string" || value.trim() === "") {
      throw new RangeError(messages.missingText({ number, field }));
    }
  }
  if (!(height >= 200 && height <= 2000)) {
    throw new RangeError(messages.badHeight({ number, height: String(height) }));
  }
}

/** Throws for a title that is missing and for an impossible range. */
export function checkAxis(number: string, name: string, axis: AxisOptions): void {
  if (typeof axis.title !== "string" || axis.title.trim() === "") {
    throw new RangeError(messages.missingText({ number, field: `title on its ${name} axis` }));
  }
  if (axis.range === undefined) return;
  const [low, high] = axis.range;
  const finite = Number.isFinite(low) && Number.isFinite(high);
  if (!finite || low >= high || (axis.log && low <= 0)) {
    throw new RangeError(messages.badRange({ number, axis: name }));
  }
}

/** Throws when there is no series or two share a name. */
export function checkNames(number: string, series: readonly { name: string }[]): void {
  if (series.length === 0) throw new RangeError(messages.noSeries({ number }));
  const seen = new Set<string>();
  for (const { name } of series) {
    if (seen.has(name)) throw new RangeError(messages.repeatedSeries({ number, series: name }));
    seen.add(name);
  }
}

/**
 * The values as a plain array. Throws for an empty series, for NaN and infinities, and on a
 * logarithmic axis for 0 and below, naming series and index.
 */
export function checkedValues(
  number: string,
  series: string,
  values: Values,
  log = false,
): (number | null)[] {
  if (values.length === 0) throw new RangeError(messages.emptySeries({ number, series }));
  return Array.from(values, (value, i) => {
    if (value === null) return null;
    const place = { number, series, index: String(i), value: String(value) };
    if (!Number.isFinite(value)) throw new RangeError(messages.notFinite(place));
    if (log && value <= 0) throw new RangeError(messages.notPositive(place));
    return value;
  });
}

/** Throws when a series' values and what they belong to differ in number. */
export function checkLength(
  number: string,
  series: string,
  got: number,
  expected: number,
  of: string,
): void {
  if (got === expected) return;
  throw new RangeError(messages.lengths({ number, series, expected, got, of }));
}

/** Throws for a reference line without a label or without exactly one usable place. */
export function checkReference(
  number: string,
  reference: Reference,
  axes: { x: AxisOptions; y: AxisOptions },
): void {
  const { x, y, label } = reference;
  const at = x ?? y;
  const log = x === undefined ? axes.y.log : axes.x.log;
  const one = (x === undefined) !== (y === undefined);
  if (!label || !one || at === undefined || !Number.isFinite(at) || (log && at <= 0)) {
    throw new RangeError(messages.badReference({ number, label: label ?? "" }));
  }
}
