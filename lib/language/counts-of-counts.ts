// How many n-grams of each length were counted once, twice, three times…: what Good-Turing and
// Kneser-Ney estimate their discounts from.
import type { NgramCounts } from "./ngram-counts";

/**
 * Row n, column r: the number of n-grams of n tokens whose count is r, for 1 ≤ r ≤ most.
 * @param count of each node of `counts`; 0 is not counted
 */
export function countsOfCounts(
  counts: NgramCounts,
  count: ArrayLike<number>,
  most: number,
): number[][] {
  const rows = Array.from({ length: counts.order + 1 }, () => new Array<number>(most + 1).fill(0));
  for (let node = 1; node < counts.nodes; node++) {
    if (count[node] >= 1 && count[node] <= most) rows[counts.depth[node]][count[node]]++;
  }
  return rows;
}
