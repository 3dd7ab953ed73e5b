// Tables as text: aligned in columns, also where characters are wide.
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { printTable } from "../../lib/index";

let printed: string[] = [];
beforeEach(() => {
  printed = [];
  vi.spyOn(console, "log").mockImplementation((text) => {
    printed.push(text);
  });
});
afterEach(() => vi.restoreAllMocks());

it("puts words left and numbers right, in one message", () => {
  printTable(
    ["model", "perplexity"],
    [
      ["2-gram", "3.43"],
      ["uniform", "70"],
      ["sure", null],
    ],
  );
  expect(printed).toEqual([
    [
      "model     perplexity",
      "2-gram          3.43",
      "uniform           70",
      "sure               –",
    ].join("\n"),
  ]);
});

it("counts a Chinese character as two letters", () => {
  printTable(
    ["word", "times"],
    [
      ["我", 7],
      ["小明 a", 12],
      ["，", 3],
    ],
  );
  expect(printed[0].split("\n")).toEqual([
    "word     times",
    "我           7",
    "小明 a      12",
    "，           3",
  ]);
});

it("prints headings alone, and refuses a row of another length", () => {
  printTable(["a", "b"], []);
  expect(printed).toEqual(["a   b"]);
  expect(() => printTable(["a", "b"], [[1, 2], [3]])).toThrow("row 2 has 1 cells; give 2");
});
