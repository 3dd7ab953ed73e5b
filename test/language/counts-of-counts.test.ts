// How often each count occurs, by hand.
import { expect, it } from "vitest";
import { NgramCounts } from "../../lib/index";
import { countsOfCounts } from "../../lib/language/counts-of-counts";
import { ids } from "./samples";

it("counts the n-grams of each count, up to the largest that is asked for", () => {
  // 0 0 0 1 1 2: tokens three times, twice, once; pairs 00 twice, 01, 11 and 12 once
  const counts = new NgramCounts(ids(0, 0, 0, 1, 1, 2), { order: 2, vocabularySize: 3 });
  expect(countsOfCounts(counts, counts.count, 3)).toEqual([
    [0, 0, 0, 0],
    [0, 1, 1, 1],
    [0, 3, 1, 0],
  ]);
  expect(countsOfCounts(counts, counts.count, 2)).toEqual([
    [0, 0, 0],
    [0, 1, 1],
    [0, 3, 1],
  ]);
  const none = new Array<number>(counts.nodes).fill(0);
  expect(countsOfCounts(counts, none, 1)).toEqual([
    [0, 0],
    [0, 0],
    [0, 0],
  ]);
});
