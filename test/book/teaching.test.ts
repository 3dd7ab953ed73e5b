// The page for teachers says what the notebooks say: reading times, sections and exercises that exist.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const page = readFileSync(join(root, "book/teaching.md"), "utf8");
const names = readdirSync(join(root, "notebooks")).filter((name) => name.endsWith(".ipynb"));

interface Cell {
  readonly cell_type: string;
  readonly source: string | string[];
}
const cellsOf = (name: string): Cell[] =>
  JSON.parse(readFileSync(join(root, "notebooks", name), "utf8")).cells;
const sourceOf = ({ source }: Cell) => [source].flat().join("");
const proseOf = (name: string) =>
  cellsOf(name)
    .filter((cell) => cell.cell_type === "markdown")
    .map(sourceOf)
    .join("\n\n");

/** Minutes for 120 words of text and 20 lines of code each, a formula being a word; rounded to five. */
function readingTime(name: string): number {
  const prose = proseOf(name)
    .replace(/```.*?```/gs, " ")
    .replace(/\$\$.*?\$\$|\$[^$]*\$/gs, " F ");
  const words = prose.match(/[\p{L}\p{N}_][\p{L}\p{N}_’'-]*/gu)!.length;
  const code = cellsOf(name).filter((cell) => cell.cell_type === "code");
  const lines = code.flatMap((cell) => sourceOf(cell).split("\n")).filter((line) => line.trim());
  return 5 * Math.round((words / 120 + lines.length / 20) / 5);
}

describe.each(names.sort())("%s", (name) => {
  const number = String(Number(name.slice(0, 2)));
  const part = page.split(/^### /m).find((text) => text.startsWith(`${number} `));

  it("has a line in the table, with its reading time", () => {
    const minutes = new RegExp(`\\(\\.\\./notebooks/${name}\\) \\| (\\d+) \\|`).exec(page)?.[1];
    expect(Number(minutes)).toBe(readingTime(name));
  });

  it("has a part of its own, whose sections and exercises are the notebook's", () => {
    expect(part).toMatch(/\*\*Ask first:\*\*[\s\S]*\*\*Change live, [\s\S]*\*\*Set:\*\*/);
    const prose = proseOf(name);
    const named = part!.replace(/`[^`]*`/g, "").matchAll(new RegExp(`\\b${number}\\.\\d+`, "g"));
    for (const [exercise] of named)
      expect(prose.match(new RegExp(`(## |Exercise )${exercise}[ .]`)), exercise).not.toBeNull();
    for (const [, section] of part!.matchAll(/Change live, (?:in|after) (\d+\.\d+)/g))
      expect(prose).toContain(`## ${section} `);
  });
});

it("what it takes from each chapter in one lesson are that chapter's sections", () => {
  for (const [, name, , plan] of page.matchAll(
    /^\| \[[^\]]+\]\(\.\.\/notebooks\/([^)]+)\)(.*)\|([^|]+)\|$/gm,
  )) {
    const sections = plan!.match(/\d+\.\d+/g) ?? [];
    expect(sections.length, name).toBeGreaterThan(1);
    for (const section of sections) expect(proseOf(name!)).toContain(`## ${section} `);
  }
});
