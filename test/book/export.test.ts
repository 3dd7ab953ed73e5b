// The export as a command: what it says, when it works, what it leaves alone.
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { exportBook, temporaryFolder, writeNotebook } from "./exporting";

const TIMEOUT = 600_000;
let folder: string;
let clean: () => Promise<void>;

beforeEach(async () => {
  const temporary = await temporaryFolder();
  folder = temporary.path;
  clean = temporary.remove;
});
afterEach(() => clean());

const args = () => ["--notebooks", folder, "--out", join(folder, "out/book")];

describe("a good notebook", () => {
  it(
    "is exported once; again only when something changed, also by two at once, and always to the same bytes",
    async () => {
      await writeNotebook(folder, "01-one.ipynb", ["# 1 One\n\nText with $x^2$."]);
      const first = await exportBook(args());
      expect(first).toMatchObject({ code: 0, stderr: "" });
      expect(first.stdout).toMatch(/^Book written: .*out\/book\/index\.html\n$/);
      const page = join(folder, "out/book/01-one.html");
      const html = await readFile(page, "utf8");
      const sheet = await readFile(join(folder, "out/book/_static/katex/katex.min.css"));
      const version = createHash("sha256").update(sheet).digest("hex").slice(0, 8);
      expect(html).toContain(`"_static/katex/katex.min.css?v=${version}"`);

      const again = await exportBook(args());
      expect(again.stdout).toMatch(/^Book unchanged: /);
      expect(again.time).toBeLessThan(first.time / 2); // on a quiet machine a second against ten

      await writeFile(join(folder, "out/book/.inputs"), "another stamp\n");
      const both = await Promise.all([exportBook(args()), exportBook(args())]);
      for (const run of both) expect(run).toMatchObject({ code: 0, stderr: "" });
      expect(both.map((run) => run.stdout).join("")).toContain("Book written: ");
      expect(await readFile(page, "utf8")).toBe(html);
      expect(await readdir(join(folder, "out"))).toEqual(["book"]);
    },
    TIMEOUT,
  );
});

describe("faulty notebooks", () => {
  it(
    "are named with the place of each fault, and the last good book stays",
    async () => {
      await mkdir(join(folder, "out/book"), { recursive: true });
      await writeFile(join(folder, "out/book/.inputs"), "the stamp of a good book\n");
      await writeNotebook(folder, "01-one.ipynb", ["# 1 One", "## 1.1 A\n\n$$\n\\frac{1\n$$"]);
      await writeNotebook(folder, "02-two.ipynb", ["# 2 Two\n\n[there](01-one.ipynb#eq-9)"]);
      await writeNotebook(folder, "03-three.ipynb", ["# 3\n\n$$x \\tag{1}$$\n\n$$y \\tag{1}$$"]);
      const data = { "application/vnd.plotly.v1+json": { data: [], layout: {} } };
      const figure = { output_type: "display_data", metadata: {}, data };
      await writeNotebook(folder, "04-four.ipynb", ["# 4 Four", [figure]]);
      await writeNotebook(folder, "05-five.ipynb", [
        "# 5 Five\n\n[Nobody, 1990](../book/references.md#nobody1990)",
        '<script src="https://example.org/x.js"></script>',
        '<link rel="stylesheet" href="//example.org/x.css">',
        '<img src="data:image/png;base64,AA==">',
        "![](data:image/png;base64,AA==)",
      ]);
      const run = await exportBook(args());
      expect(run.code).toBe(1);
      const lines = run.stderr.trim().split("\n").sort();
      expect(lines).toEqual([
        expect.stringMatching(/^Book: 01-one\.ipynb, cell 2.*: formula not understood: KaTeX/),
        expect.stringMatching(/^Book: 02-two\.ipynb, cell 1.*: local id not found .*eq-9/),
        expect.stringMatching(/^Book: 03-three\.ipynb, cell 1.*: the anchor #eq-1 is used twice/),
        expect.stringMatching(
          /^Book: 04-four\.ipynb, cell 2.*: a figure lacks metadata figure\.number/,
        ),
        expect.stringMatching(/^Book: 05-five\.ipynb, cell 1.*: local id not found .*nobody1990/),
        expect.stringMatching(/^Book: 05-five\.ipynb, cell 2.*: .*elsewhere: https:.*x\.js/),
        expect.stringMatching(/^Book: 05-five\.ipynb, cell 3.*: .*elsewhere: \/\/.*x\.css/),
        expect.stringMatching(/^Book: 05-five\.ipynb, cell 4.*: a picture has no text alternative/),
        expect.stringMatching(/^Book: 05-five\.ipynb, cell 5.*: a picture has no text alternative/),
      ]);
      expect(await readdir(join(folder, "out"))).toEqual(["book"]);
      expect(await readdir(join(folder, "out/book"))).toEqual([".inputs"]);
    },
    TIMEOUT,
  );
});

describe("what is missing or in the way is told in one line", () => {
  it("no set-up", async () => {
    const run = await exportBook(args(), { UNROLLED_PYTHON: join(folder, "none/bin/python") });
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/^Book: there is no Python at .*: run "node setup\.mjs" first\.\n$/);
  });

  it("no notebooks", async () => {
    const run = await exportBook(args());
    expect(run.stderr).toMatch(
      /^Book: no notebook \(\*\.ipynb\) in .*: name their folder with --notebooks\.\n$/,
    );
  });

  it("a file that is no notebook", async () => {
    await writeFile(join(folder, "01-one.ipynb"), '{ "cells": [');
    const run = await exportBook(args());
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/^Book: 01-one\.ipynb is no notebook: .*JSON.*\n$/);
  });

  it("an unknown option", async () => {
    const run = await exportBook(["--outt", "x"]);
    expect(run.stderr).toMatch(/^Book: .*--outt.* Usage: node book\/export\.mjs/);
  });

  it("a folder that is no book", async () => {
    await mkdir(join(folder, "out/book"), { recursive: true });
    await writeFile(join(folder, "out/book/precious.txt"), "mine");
    await writeNotebook(folder, "01-one.ipynb", ["# 1 One"]);
    const run = await exportBook(args());
    expect(run.stderr).toMatch(/holds something that is not a book: choose another --out\.\n$/);
    expect(await readFile(join(folder, "out/book/precious.txt"), "utf8")).toBe("mine");
  });
});
