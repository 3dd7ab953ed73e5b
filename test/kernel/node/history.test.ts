// History by tail, range and search.
import { expect, it } from "vitest";
import { History } from "../../../kernel/node/history";

const history = new History();
["a = 1", "b = [2]", "a = 1", "c\nd"].forEach((source, i) => {
  history.add(i + 1, source, i === 3 ? "4" : null);
});
const lines = (request: object) => history.answer(request).map((item) => item[1]);

it("gives the last ones, or all", () => {
  expect(lines({ hist_access_type: "tail", n: 2 })).toEqual([3, 4]);
  expect(lines({ hist_access_type: "tail" })).toEqual([1, 2, 3, 4]);
  expect(history.answer({ hist_access_type: "tail", n: 1, output: true })).toEqual([
    [1, 4, ["c\nd", "4"]],
  ]);
});

it("gives a range of this session, its end excluded", () => {
  expect(lines({ hist_access_type: "range", session: 0, start: 2, stop: 4 })).toEqual([2, 3]);
  expect(lines({ hist_access_type: "range", session: 1, start: 4 })).toEqual([4]);
  expect(lines({ hist_access_type: "range", session: -1, start: 1 })).toEqual([]);
});

it.each([
  ["a*", [1, 3]],
  ["? = *", [1, 2, 3]],
  ["*[[]2]", [2]],
  ["[ab]*", [1, 2, 3]],
  ["[^ab]*", [4]],
  ["c*d", [4]],
  ["a", []],
  ["*(*", []],
])("finds by the pattern %s", (pattern, expected) => {
  expect(lines({ hist_access_type: "search", pattern })).toEqual(expected);
});

it("keeps the latest of equal ones on demand", () => {
  expect(lines({ hist_access_type: "search", pattern: "a*", unique: true })).toEqual([3]);
});
