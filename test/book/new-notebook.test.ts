// The template of notebooks: made once, never over an existing one, and good by our own checks.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, expect, it } from "vitest";
import { checkNotebook } from "../../book/claims/check.mjs";

const program = fileURLToPath(new URL("../../book/new-notebook.mjs", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "new-notebook-"));
const file = join(folder, "99-template-test.ipynb");
const make = (...args: string[]) =>
  spawnSync(process.execPath, [program, ...args, folder], { encoding: "utf8" });

afterEach(() => rmSync(file, { force: true }));
afterAll(() => rmSync(folder, { recursive: true }));

it("makes a notebook whose numbers are vouched for", () => {
  expect(make("99-template-test", "Title").status).toBe(0);
  const notebook = JSON.parse(readFileSync(file, "utf8"));
  expect(notebook.cells[0].source).toContain("# 99 Title");
  expect(new Set(notebook.cells.map((cell: { id: string }) => cell.id)).size).toBe(
    notebook.cells.length,
  );
  expect(checkNotebook(notebook)).toEqual([]);
});

it("leaves an existing one alone, and refuses a bad name", () => {
  writeFileSync(file, "mine");
  const { status, stderr } = make("99-template-test", "Title");
  expect([status, readFileSync(file, "utf8")]).toEqual([2, "mine"]);
  expect(stderr).toContain("exists; nothing was changed");
  rmSync(file);
  expect(make("template", "Title").stderr).toContain("give a name and a title");
  expect(existsSync(file)).toBe(false);
});
