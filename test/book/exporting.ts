// Runs the export as a reader does, on notebooks made for the occasion in temporary folders.
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the two notebooks that show everything a page can hold. */
export const fixtures = fileURLToPath(new URL("fixtures", import.meta.url));

/** Where `npm test` and the first test that needs it export them to: the tests only read there. */
export const fixturesBook = fileURLToPath(new URL("../../build/fixtures-book", import.meta.url));

const program = fileURLToPath(new URL("../../book/export.mjs", import.meta.url));

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Wall time in milliseconds. */
  readonly time: number;
}

/** Runs `node book/export.mjs` with these arguments and this change of the environment. */
export function exportBook(args: string[], environment: Record<string, string> = {}): Promise<Run> {
  const started = performance.now();
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [program, ...args], {
      env: { ...process.env, ...environment },
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk) => (stdout += chunk));
    child.stderr.on("data", (chunk) => (stderr += chunk));
    child.on("error", fail);
    child.on("close", (code) => done({ code, stdout, stderr, time: performance.now() - started }));
  });
}

/** Exports the fixtures to their place, at once when they are current; throws when the export complains. */
export async function exportFixtures(): Promise<void> {
  const run = await exportBook(["--notebooks", fixtures, "--out", fixturesBook]);
  if (run.code !== 0 || run.stderr !== "") throw new Error(run.stderr);
}

/** A temporary folder and the way to remove it. */
export async function temporaryFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), "unrolled-book-"));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** Writes a notebook: a text is a Markdown cell, a list the outputs of a code cell. */
export async function writeNotebook(
  folder: string,
  name: string,
  cells: (string | object[])[],
): Promise<void> {
  const common = (i: number) => ({ id: `c${i}`, metadata: {} });
  const notebook = {
    cells: cells.map((cell, i) =>
      typeof cell === "string"
        ? { cell_type: "markdown", ...common(i), source: cell }
        : { cell_type: "code", ...common(i), source: "run();", execution_count: 1, outputs: cell },
    ),
    metadata: { language_info: { name: "typescript" } },
    nbformat: 4,
    nbformat_minor: 5,
  };
  await writeFile(join(folder, name), JSON.stringify(notebook));
}
