// A value that came from outside, as an error shows it: short, and never an error of its own.

const LONGEST = 80;

/** JSON, cut to a length that fits a line; a description of what JSON cannot say. */
export function showValue(value: unknown): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch {
    return "nested too deeply"; // what JSON.parse gave has no cycles
  }
  if (text === undefined) return typeof value;
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
