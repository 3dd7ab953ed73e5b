// The template of notebooks: made once, never over an existing one, and good by our own checks.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterEach, expect, it } from "vitest";
import { checkNotebook } from "../../book/claims/check.mjs";

const program = fileURLToPath(new URL("../../book/new-notebook.mjs", import.meta.url));
const file = fileURLToPath(new URL("../../notebooks/99-template-test.ipynb", import.meta.url));
const make = (...args: string[]) =>
  spawnSync(process.execPath, [program, ...args], { encoding: "utf8" });

afterEach(() => rmSync(file, { force: true }));

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
