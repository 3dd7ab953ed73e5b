// Small notebooks for tests, written to a file and executed by a program.
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";

export interface Output {
  readonly output_type: string;
  readonly name?: string;
  readonly text?: string | string[];
  readonly data?: { readonly [mime: string]: unknown };
  readonly ename?: string;
}

export const ROOT = resolve(import.meta.dirname, "../..");

/** The path of a program of the Python environment. */
export const program = (name: string): string => resolve(ROOT, ".venv/bin", name);

/** Writes a notebook of code cells. */
export function writeNotebook(file: string, sources: readonly string[], kernel = "tslab"): void {
  const cells = sources.map((source, i) => ({
    id: `cell-${i}`,
    cell_type: "code",
    metadata: {},
    execution_count: null,
    outputs: [],
    source,
  }));
  const metadata = { kernelspec: { name: kernel, display_name: kernel, language: "typescript" } };
  writeFileSync(file, JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }));
}

/** The outputs of a notebook, cell by cell. */
export function readOutputs(file: string): Output[][] {
  return JSON.parse(readFileSync(file, "utf8")).cells.map((c: { outputs: Output[] }) => c.outputs);
}

/** What outputs say as text. */
export function textOf(outputs: readonly Output[]): string {
  const text = (o: Output) => o.text ?? o.data?.["text/plain"] ?? "";
  return outputs.map((o) => [text(o)].flat().join("")).join("");
}

/** Runs a program to its end; gives its exit status and all that it printed. */
export function run(
  command: string,
  args: readonly string[],
  cwd: string,
): Promise<{ status: number | null; output: string }> {
  const child = spawn(command, args, { cwd });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      output += chunk;
    });
  return new Promise((done, fail) => {
    child.on("error", fail);
    child.on("close", (status) => done({ status, output }));
  });
}
