// The programs that execute notebooks fail on a failing one and pass on a good one, since errors arrive as errors.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { program, readOutputs, run, textOf, writeNotebook } from "./notebook";

const folder = mkdtempSync(join(tmpdir(), "runners-"));

beforeAll(() => {
  writeNotebook(join(folder, "good.ipynb"), ["const a: number = 1;", "console.log('a is', a);"]);
  writeNotebook(join(folder, "bad.ipynb"), [
    "console.log('before');",
    "throw new RangeError('planned failure');",
    "console.log('after');",
  ]);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("good and failing notebooks", () => {
  it.each([
    ["nbclient", "jupyter-execute", (file: string) => [file]],
    [
      "nbconvert",
      "jupyter-nbconvert",
      (file: string) => ["--to", "notebook", "--execute", "--output", `converted-${file}`, file],
    ],
    ["papermill", "papermill", (file: string) => [file, `milled-${file}`]],
    ["nbmake", "pytest", (file: string) => ["--nbmake", "-p", "no:cacheprovider", file]],
  ])("%s", { timeout: 180_000 }, async (_, name, args) => {
    const [good, bad] = await Promise.all([
      run(program(name), args("good.ipynb"), folder),
      run(program(name), args("bad.ipynb"), folder),
    ]);
    expect(good.status, good.output).toBe(0);
    expect(bad.status, bad.output).not.toBe(0);
    expect(bad.output).toContain("planned failure");
  });

  it("allow_errors runs every later cell", { timeout: 180_000 }, async () => {
    const args = ["--to", "notebook", "--execute", "--allow-errors", "--output", "allowed.ipynb"];
    const { status, output } = await run(
      program("jupyter-nbconvert"),
      [...args, "bad.ipynb"],
      folder,
    );
    expect(status, output).toBe(0);
    const [before, failed, after] = readOutputs(join(folder, "allowed.ipynb"));
    expect(textOf(before!)).toBe("before\n");
    expect(failed![0]).toMatchObject({ output_type: "error", ename: "RangeError" });
    expect(textOf(after!)).toBe("after\n");
  });
});
