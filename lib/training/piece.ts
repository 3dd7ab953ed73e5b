// Cuts one piece out of a long text for a next-token model, when a caller walks through it by itself.

/**
 * Inputs ids[at] … and, one further, their labels, as T steps of batch 1.
 * @param length T; ids[at + T] must exist
 */
export function piece(
  ids: Int32Array,
  at: number,
  length: number,
): { xs: Int32Array[]; labels: Int32Array[] } {
  const step = (i: number) => Int32Array.of(ids[i]);
  return {
    xs: Array.from({ length }, (_, t) => step(at + t)),
    labels: Array.from({ length }, (_, t) => step(at + t + 1)),
  };
}
