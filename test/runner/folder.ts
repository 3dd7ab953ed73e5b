// Temporary folders of notebooks for the runner's tests, and a call of the runner on them.
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const python = join(root, ".venv/bin/python");

/** One step of a cell of the fake kernel: see fake_kernel.py. */
export type Step = Record<string, unknown>;
/** A code cell: its steps, and its tags. */
export interface FakeCell {
  steps: Step[];
  tags?: string[];
}

/** What the runner did: its exit status, and all that it printed. */
export interface Ran {
  status: number;
  output: string;
}

/** A folder of notebooks whose kernel `tslab` is the fake one; remove it with `remove`. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), "runner-"));
  private readonly kernels = join(this.path, "kernels");

  constructor() {
    for (const name of ["tslab", "other"]) {
      const argv = [python, join(root, "test/runner/fake_kernel.py"), "{connection_file}"];
      const spec = { argv, display_name: "Fake", language: "fake" };
      mkdirSync(join(this.kernels, name), { recursive: true });
      writeFileSync(join(this.kernels, name, "kernel.json"), JSON.stringify(spec));
    }
  }

  /** Writes a notebook: a heading, the cells, and one folded solution for each list of steps. */
  notebook(name: string, cells: FakeCell[], solutions: Step[][] = []): void {
    const prose = (source: string) => ({ cell_type: "markdown", metadata: {}, source });
    const heading = prose(`# 1.1 ${name}`);
    const folded = solutions.map((steps) =>
      prose(
        `<details><summary>Solution</summary>\n\n\`\`\`ts\n${JSON.stringify(steps)}\n\`\`\`\n\n</details>`,
      ),
    );
    const code = cells.map(({ steps, tags }) => ({
      cell_type: "code",
      execution_count: null,
      metadata: tags ? { tags } : {},
      outputs: [],
      source: JSON.stringify(steps),
    }));
    const all = [heading, ...code, ...folded];
    const notebook = { cells: all, metadata: {}, nbformat: 4, nbformat_minor: 5 };
    writeFileSync(this.file(name), JSON.stringify(notebook));
  }

  file(name: string): string {
    return join(this.path, `${name}.ipynb`);
  }

  read(name: string): string {
    return readFileSync(this.file(name), "utf8");
  }

  /** Replaces text in the saved file, which must be there. */
  edit(name: string, from: string, to: string): void {
    const text = this.read(name);
    if (!text.includes(from)) throw new Error(`${name} does not contain ${from}`);
    writeFileSync(this.file(name), text.replace(from, to));
  }

  run(...args: string[]): Promise<Ran> {
    const common = ["-m", "book.runner", "--folder", this.path, "--kernel-dir", this.kernels];
    return new Promise((done) => {
      execFile(python, [...common, ...args], { cwd: root }, (error, stdout, stderr) => {
        const status = typeof error?.code === "number" ? error.code : error ? -1 : 0;
        done({ status, output: stdout + stderr });
      });
    });
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
