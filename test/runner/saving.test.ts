// What is saved, what is skipped, and what --check finds.
import { execFileSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Folder, python, root, type Step } from "./folder";

const figure = { "application/vnd.plotly.v1+json": { data: [{ y: [1, 2.5] }], layout: {} } };
const svg = {
  "image/svg+xml": `<svg>${"<path d='M0 0'/>".repeat(40)}</svg>`,
  "text/plain": "curve",
};
const steps: Step[] = [
  { stream: "one " },
  { stream: "two\n" },
  { stream: "0%\r50%\r100%\n" },
  { display: { "text/plain": "first" }, id: "d", metadata: { figure: { number: "1.1" } } },
];
const later: Step[] = [
  { update: { "text/plain": "last" }, id: "d", metadata: { figure: { number: "1.1" } } },
  { display: { ...figure, ...svg } },
];

describe("a notebook that runs", () => {
  const folder = new Folder();
  let saved = "";

  beforeAll(async () => {
    folder.notebook("01", [{ steps }, { steps: later }]);
    expect(await folder.run()).toMatchObject({ status: 0 });
    saved = folder.read("01");
  });
  beforeEach(() => writeFileSync(folder.file("01"), saved)); // whatever the test before has left
  afterAll(() => folder.remove());

  it("is saved in normal form", () => {
    const { cells, metadata } = JSON.parse(saved);
    expect(cells[1].execution_count).toBe(1);
    expect(cells[1].outputs[0].text).toEqual(["one two\n", "100%\n"]);
    expect(cells[1].outputs[1].data).toEqual({ "text/plain": ["last"] });
    expect(cells[2].outputs).toHaveLength(1);
    expect(metadata.kernelspec.name).toBe("tslab");
    expect(saved.endsWith("}\n")).toBe(true);
    expect(saved).not.toContain("transient");
  });

  it("gives the same bytes again", async () => {
    expect(await folder.run("--force")).toMatchObject({ status: 0 });
    expect(folder.read("01")).toBe(saved);
  });

  it("is skipped while nothing changed, its prose apart", async () => {
    folder.edit("01", "# 1.1 01", "# 1.1 New heading");
    expect((await folder.run()).output).toContain("unchanged");
  });

  it("passes --check, which writes nothing", async () => {
    expect((await folder.run("--check")).output).toContain("1 passed, 0 failed");
    expect(readdirSync(folder.path).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  it.each([
    ["a character less in a stream", "one two", "one tw", "− one tw"],
    ["an edited display", '"last"', '"past"', "− past"],
    ["a number in a plotly figure", "2.5", "2.4", "data[0].y[1]: − 2.4  + 2.5"],
    ["a digit in an SVG", "M0 0'/></svg>", "M0 1'/></svg>", "M0 1'/></svg>"],
    ["a caption's number", '"number": "1.1"', '"number": "1.2"', 'figure.number: − "1.2"  + "1.1"'],
    ["a count", '"execution_count": 2', '"execution_count": 3', "execution_count:"],
  ])("fails --check on %s", async (_what, from, to, shown) => {
    folder.edit("01", from, to);
    const { status, output } = await folder.run("--check");
    expect(status).toBe(1);
    expect(output).toContain("✗ 01: the file differs from what its code gives now");
    expect(output).toMatch(/code cell [12] \(id \w+\):/);
    expect(output).toContain(shown);
  });

  it("fails --check on layout alone", async () => {
    folder.edit("01", '\n "nbformat": 4', '\n  "nbformat": 4');
    const { status, output } = await folder.run("--check");
    expect(status).toBe(1);
    expect(output).toContain("only the layout of the file");
  });

  it("is run again when an output was edited, which mends it", async () => {
    folder.edit("01", "one two", "one three");
    expect((await folder.run()).output).toContain("✓ 01");
    expect(folder.read("01")).toBe(saved);
  });

  it("is not saved from another kernel", async () => {
    folder.edit("01", "one two", "edited");
    expect(await folder.run("--kernel", "other")).toMatchObject({ status: 0 });
    expect(folder.read("01")).toContain("edited");
  });
});

it("a notebook that cannot be saved is told in one line", () => {
  const program = `from pathlib import Path
from book.runner.notebook import NotebookError, write_atomic
try:
    write_atomic(Path("/dev/null/01.ipynb"), b"{}")
except NotebookError as error:
    print(error)`;
  const said = execFileSync(python, ["-c", program], { cwd: root, encoding: "utf8" });
  expect(said).toMatch(/^01\.ipynb could not be written \(.+\); .* run this again\n$/);
});
