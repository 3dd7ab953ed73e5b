// The middle and the spread of a few runs, for bands over seeds.

/** The value below which the share `at` (0 to 1) of the sorted values lies, interpolated. */
function quantile(sorted: readonly number[], at: number): number {
  const place = at * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}

/** How a band summarises runs. */
export interface Summary {
  middle: "median" | "mean";
  /** Lowest to highest; the middle half; or one standard deviation to either side. */
  spread: "range" | "quartiles" | "deviation";
}

/** Middle, lower and upper edge of some numbers, at least one. */
export function summarise(
  values: readonly number[],
  { middle, spread }: Summary,
): { y: number; low: number; high: number } {
  const sorted = [...values].sort((a, b) => a - b);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const y = middle === "mean" ? mean : quantile(sorted, 0.5);
  if (spread === "range") return { y, low: sorted[0], high: sorted[sorted.length - 1] };
  if (spread === "quartiles")
    return { y, low: quantile(sorted, 0.25), high: quantile(sorted, 0.75) };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / Math.max(1, values.length - 1));
  return { y, low: y - deviation, high: y + deviation };
}
