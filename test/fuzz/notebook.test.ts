// Damaged notebooks: the export names what is wrong with one, or the book's reader reads it.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, it } from "vitest";
import { parseNotebook } from "../../book/export/notebook.mjs";
import { fixtures } from "../book/exporting";
import { anyJson, cases, errorOf } from "./cases";

const root = fileURLToPath(new URL("../..", import.meta.url));
const good = readFileSync(join(fixtures, "08-second-fixture.ipynb"), "utf8");

type Node = { [key: string]: unknown };

/** Every place in a JSON value, as the object or list it is in and its key there. */
function places(value: unknown, found: [Node, string][] = []): [Node, string][] {
  if (typeof value === "object" && value !== null) {
    for (const key of Object.keys(value)) {
      found.push([value as Node, key]);
      places((value as Node)[key], found);
    }
  }
  return found;
}

/** The notebook with some places taken by other JSON, or out. */
function damaged(changes: readonly (readonly [number, unknown])[]): unknown {
  const notebook = JSON.parse(good);
  for (const [at, value] of changes) {
    const all = places(notebook);
    const [node, key] = all[at % all.length];
    if (value === undefined) delete node[key];
    else node[key] = value;
  }
  return notebook;
}

const READ = `
import json, sys, traceback
sys.path[:0] = ["book/_ext"]; sys.path.append(".")
import notebook_reader
for line in open(sys.argv[1], encoding="utf-8"):
    try:
        notebook_reader.read(json.loads(line))
    except Exception as error:
        print(repr(error), traceback.format_exc()[-600:], line[-600:])
`;

it("notebooks: a good one damaged is refused by name, or read", () => {
  const passed: string[] = [];
  const value = fc.oneof(anyJson, fc.constant(undefined), fc.string());
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(), value), { minLength: 1, maxLength: 3 }), (changes) => {
      let text: string;
      try {
        text = JSON.stringify(damaged(changes));
      } catch {
        return; // nested so deeply that no program wrote it
      }
      const error = errorOf(() => parseNotebook("x.ipynb", text)) as Error & { expected?: boolean };
      if (!error) passed.push(text);
      else {
        expect(error.message).toMatch(/^Book: x\.ipynb/);
        expect(error.expected).toBe(true);
      }
    }),
    cases,
  );
  expect(passed.length).toBeGreaterThan(cases.numRuns / 10);
  const folder = mkdtempSync(join(tmpdir(), "unrolled-notebooks-"));
  try {
    const file = join(folder, "passed.jsonl");
    writeFileSync(file, passed.map((text) => `${JSON.stringify(text)}\n`).join(""));
    const read = spawnSync(".venv/bin/python", ["-W", "ignore", "-c", READ, file], {
      cwd: root,
      encoding: "utf8",
      maxBuffer: 2 ** 28,
    });
    expect(read.stdout.split("\n").slice(0, 3).join("\n")).toBe("");
    expect(read.status, read.stderr).toBe(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it("notebooks: any text is refused by name, or is a notebook", () => {
  const texts = fc.oneof(
    fc.string(),
    fc.json(),
    fc.nat(good.length).map((n) => good.slice(0, n)),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const error = errorOf(() => parseNotebook("x.ipynb", text));
      if (text !== good && text !== good.trim())
        expect(error?.message).toMatch(/^Book: x\.ipynb is no notebook: /);
    }),
    cases,
  );
});
