// The pictures that README.md shows of the book and of JupyterLab: there, small, and told in words.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../book/export/options.mjs";

const FOLDER = "book/screenshots";
const MOST_BYTES = 150_000;

const images = [...readFileSync(join(root, "README.md"), "utf8").matchAll(/<img [^>]*>/g)]
  .map(([tag]) => ({
    file: /src="([^"]*)"/.exec(tag)?.[1] ?? "",
    alt: /alt="([^"]*)"/.exec(tag)?.[1] ?? "",
  }))
  .filter(({ file }) => file.startsWith(`${FOLDER}/`));

test("README.md shows each of the pictures, and no other", () => {
  const shown = images.map(({ file }) => file.slice(FOLDER.length + 1));
  expect(shown.length).toBeGreaterThan(2);
  expect(shown.sort()).toEqual(readdirSync(join(root, FOLDER)).sort());
});

test.each(images)("$file is a WebP of at most 150 kB with a text alternative", ({ file, alt }) => {
  const bytes = readFileSync(join(root, file));
  expect(bytes.toString("latin1", 0, 4) + bytes.toString("latin1", 8, 12)).toBe("RIFFWEBP");
  expect(bytes.length).toBeLessThanOrEqual(MOST_BYTES);
  expect(alt.length).toBeGreaterThan(40);
});
