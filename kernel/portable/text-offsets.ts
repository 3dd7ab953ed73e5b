// Jupyter counts a cursor's position in code points, JavaScript in UTF-16 units.

/** The UTF-16 offset of the code point at `position`. No position means the end. */
export function utf16Offset(text: string, position: unknown): number {
  if (typeof position !== "number") return text.length;
  return Array.from(text).slice(0, position).join("").length;
}

/** How many code points stand before a UTF-16 offset. */
export function codePoints(text: string, offset: number): number {
  return Array.from(text.slice(0, offset)).length;
}
