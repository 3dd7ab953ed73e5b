// Tables: HTML that a screen reader understands, and text aligned also where characters are wide.
import { afterEach, beforeEach, expect, it } from "vitest";
import { type MimeBundle, setHost } from "../../lib/host/host";
import { showTable } from "../../lib/index";

let published: MimeBundle[] = [];
beforeEach(() => {
  published = [];
  setHost({
    publish: (bundle) => published.push(bundle),
    drawSvg: async () => "",
    readData: async () => new Uint8Array(),
    poll: async () => undefined,
  });
});
afterEach(() => setHost(undefined));

const lines = () => String(published[0]["text/plain"]).split("\n");

it("puts words left and numbers right, in one output", () => {
  showTable(
    ["model", "perplexity"],
    [
      ["2-gram", "3.43"],
      ["uniform", "70"],
      ["sure", null],
    ],
    { caption: "a < b" },
  );
  expect(lines()).toEqual([
    "a < b",
    "model     perplexity",
    "2-gram          3.43",
    "uniform           70",
    "sure               –",
  ]);
  const html = String(published[0]["text/html"]);
  expect(html).toContain("<table><caption>a &lt; b</caption><thead><tr><th scope=");
  expect(html).toContain('<td style="text-align:left">uniform</td>');
  expect(html).toContain('<td style="text-align:right;white-space:nowrap">70</td>');
  expect(html.match(/<tr>/g)).toHaveLength(4);
  expect(published).toHaveLength(1);
});

it("counts a Chinese character as two letters", () => {
  showTable(
    ["word", "times"],
    [
      ["我", 7],
      ["小明 a", 12],
      ["，", 3],
    ],
  );
  expect(lines()).toEqual(["word     times", "我           7", "小明 a      12", "，           3"]);
});

it("shows headings alone, and refuses a row of another length", () => {
  showTable(["a", "b"], []);
  expect(lines()).toEqual(["a   b"]);
  expect(() => showTable(["a", "b"], [[1, 2], [3]])).toThrow("row 2 has 1 cells; give 2");
});
