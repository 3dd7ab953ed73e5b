// Folded solutions are executed after the notebook, must pass their checkers, and leave no trace.
import { afterAll, describe, expect, it } from "vitest";
import { Folder } from "./folder";

// A step with only a note does nothing; the runner finds the call of the checker in the cell's text.
const check = { note: "exercise('1.1', answer)" };
const asked = { steps: [check, { stream: "… 1.1: no answer yet\n" }] };

describe("a notebook with exercises", () => {
  const folder = new Folder();
  afterAll(() => folder.remove());

  it("passes when each solution prints its tick, and keeps no output of it", async () => {
    folder.notebook("01", [asked], [[check, { stream: "✓ 1.1\n" }]]);
    expect(await folder.run("01")).toMatchObject({ status: 0 });
    const { cells } = JSON.parse(folder.read("01"));
    expect(cells).toHaveLength(3);
    expect(JSON.stringify(cells[1].outputs)).toContain("no answer yet");
    expect(folder.read("01").split("✓ 1.1")).toHaveLength(2); // the source only
  });

  it("fails when a solution does not pass", async () => {
    folder.notebook("02", [asked], [[check, { stream: "✗ 1.1: no\n" }]]);
    const { status, output } = await folder.run("02");
    expect(status).toBe(1);
    expect(output).toContain("solution of 1.1: printed no tick for 1.1 but");
  });

  it("fails when a solution throws", async () => {
    const thrown = [check, { error: ["RangeError", "off by one"] }, { reply: "error" }];
    folder.notebook("03", [asked], [thrown]);
    const { status, output } = await folder.run("03");
    expect(status).toBe(1);
    expect(output).toContain("solution of 1.1: FakeError: as asked\n    RangeError: off by one");
  });

  it("fails when an exercise has no solution", async () => {
    folder.notebook("04", [asked]);
    const { status, output } = await folder.run("04");
    expect(status).toBe(1);
    expect(output).toContain("no solution in <details> for exercise 1.1");
  });
});
