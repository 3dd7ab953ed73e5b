// The lists of sections: as README.md and the book's first page have them, a picture each.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { fill, homeList, readmeList } from "../../book/sections/lists.mjs";
import { readSections } from "../../book/sections/read.mjs";

const folder = mkdtempSync(join(tmpdir(), "unrolled-sections-"));
afterAll(() => rmSync(folder, { recursive: true }));

function notebook(name: string, title: string, figures: string[]): void {
  const outputs = figures.map((number) => ({
    data: { "image/svg+xml": ["<svg>", `${number}</svg>`] },
    metadata: { figure: { number, caption: "A caption.", alt: `What "${number}" | shows` } },
  }));
  const cells = [
    { cell_type: "markdown", source: [`# ${title}\n`, "Text.\n", "# 9 Later"] },
    { cell_type: "code", source: "", outputs: [{ data: { "text/plain": "" } }, ...outputs] },
  ];
  writeFileSync(join(folder, `${name}.ipynb`), JSON.stringify({ cells }));
}
notebook("02-second", "2 Second", []);
notebook("01-first", "1 First", ["1.1", "1.2"]);
const about = "what it is about.";

test("README.md and the pictures are what the notebooks give", () => {
  const program = join(__dirname, "../../book/sections.mjs");
  const { stdout, stderr } = spawnSync(process.execPath, [program, "--check"], {
    encoding: "utf8",
  });
  expect(stdout + stderr).toBe(""); // else: npm run sections
}, 60_000);

test("a section has its title, its line and the figure that the table names, else the first", async () => {
  const [first, second] = await readSections(folder, { "01-first": { picture: "1.2", about } });
  expect(first).toMatchObject({ name: "01-first", title: "1 First", about });
  expect(first.picture).toMatchObject({ number: "1.2", svg: "<svg>1.2</svg>" });
  expect(second).toEqual({ name: "02-second", title: "2 Second", about: "", picture: null });
  expect((await readSections(folder, {}))[0].picture?.number).toBe("1.1");
});

test("a figure that is not there is an error that names those that are", async () => {
  await expect(readSections(folder, { "01-first": { picture: "1.3" } })).rejects.toThrow(
    "wants figure 1.3 of 01-first, which has 1.1, 1.2",
  );
  await expect(readSections(folder, { "02-second": { picture: "2.1" } })).rejects.toThrow("none");
});

test("an entry of the table without its notebook is an error", async () => {
  const entry = readSections(folder, { "03-third": { about } });
  await expect(entry).rejects.toThrow("table.json names 03-third, and no such notebook is in");
});

test("the lists link title and picture; a text alternative cannot break out of its place", async () => {
  const sections = await readSections(folder, { "01-first": { about } });
  const readme = readmeList(sections);
  expect(readme).toContain("Of its eight sections 2 are written so far.");
  expect(readme).toContain('alt="What &quot;1.1&quot; &#124; shows"');
  expect(readme).toContain(`| **[1 First](notebooks/01-first.ipynb)**<br>${about} |`);
  expect(readme).toContain("|  | **[2 Second](notebooks/02-second.ipynb)** |");
  const home = homeList(sections);
  expect(home).toContain('![What "1.1" | shows](sections/01-first.svg)');
  expect(home).toContain(`**[1 First](01-first.ipynb)**: ${about}`);
});

test("a list takes the place between its marks, again and again", () => {
  const page =
    "a\n<!-- sections: written by `npm run sections` -->\nold\n<!-- end of sections -->\nb";
  const filled = fill(page, "new");
  expect(filled).not.toContain("old");
  expect(fill(filled, "new")).toBe(filled);
  expect(() => fill("no marks", "new")).toThrow("no place for the list of sections");
});
