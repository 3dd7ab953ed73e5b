// The kernel in other Jupyters: installed, found by Jupyter, removed; what is another's stays.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");

interface Install {
  kernelCommand(argv: string[], say: Say, complain: Say): number;
  userKernels(environment: Record<string, string>, platform: string): string;
}
interface Doctor {
  doctor(say: Say): number;
}
type Say = (line: string) => void;

const { kernelCommand, userKernels } = (await import(
  /* @vite-ignore */ join(root, "bin/kernel-install.mjs")
)) as Install;
const { doctor } = (await import(/* @vite-ignore */ join(root, "bin/doctor.mjs"))) as Doctor;

let prefix: string;
let lines: string[];
const run = (...argv: string[]) => {
  lines = [];
  const say = (line: string) => lines.push(line);
  return kernelCommand([...argv, "--prefix", prefix], say, say);
};
const kernels = () => join(prefix, "share/jupyter/kernels");

beforeEach(() => {
  prefix = mkdtempSync(join(tmpdir(), "unrolled-kernel-"));
});
afterEach(() => rmSync(prefix, { recursive: true }));

describe("kernel install", () => {
  it("puts the kernel where Jupyter finds it, twice without harm, and removes it again", () => {
    expect(run("install")).toBe(0);
    expect(run("install")).toBe(0);
    expect(lines[0]).toBe(`kernel tslab: installed in ${join(kernels(), "tslab")}`);
    const python = join(root, ".venv/bin/python");
    const jupyter = spawnSync(python, ["-m", "jupyter", "kernelspec", "list", "--json"], {
      encoding: "utf8",
      env: { ...process.env, JUPYTER_PATH: join(prefix, "share/jupyter") },
    });
    const found = JSON.parse(jupyter.stdout).kernelspecs;
    const places = Object.values(found).map(
      (one) => (one as { resource_dir: string }).resource_dir,
    );
    expect(found.tslab.spec.argv[1]).toBe(join(root, "kernel/dist/main.cjs"));
    expect(places.length).toBeGreaterThan(0);
    expect(readdirSync(join(kernels(), "tslab"))).toEqual(["kernel.json"]);
    expect(run("remove")).toBe(0);
    expect(readdirSync(kernels())).toEqual([]);
    expect(run("remove")).toBe(0);
    expect(lines[0]).toMatch(/^kernel tslab: nothing to remove/);
  });

  it("leaves another's kernel alone, unless forced", () => {
    const folder = join(kernels(), "tslab");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "kernel.json"), '{"argv": ["tslab"]}');
    expect(run("install")).toBe(1);
    expect(lines[0]).toMatch(/holds another's kernel: choose another --name, or say --force/);
    expect(run("remove")).toBe(1);
    expect(readFileSync(join(folder, "kernel.json"), "utf8")).toBe('{"argv": ["tslab"]}');
    expect(run("install", "--name", "unrolled")).toBe(0);
    expect(run("install", "--force")).toBe(0);
    expect(readFileSync(join(folder, "kernel.json"), "utf8")).toContain("main.cjs");
  });

  it("says what it does not understand", () => {
    expect(run("instal")).toBe(2);
    expect(run("install", "--nam", "x")).toBe(2);
    expect(lines[0]).toMatch(/--nam/);
    expect(run("install", "--name", "../up")).toBe(2);
    expect(lines[0]).toMatch(/letters, digits/);
    rmSync(prefix, { recursive: true });
    expect(run("install")).toBe(1);
    expect(lines[0]).toMatch(/there is no folder/);
    mkdirSync(prefix);
  });

  it("knows where each system keeps what a user installs", () => {
    expect(userKernels({ HOME: "/h" }, "linux")).toBe("/h/.local/share/jupyter/kernels");
    expect(userKernels({ HOME: "/h" }, "darwin")).toBe("/h/Library/Jupyter/kernels");
    expect(userKernels({ HOME: "/h", XDG_DATA_HOME: "/d" }, "linux")).toBe("/d/jupyter/kernels");
    expect(userKernels({ HOME: "/h", JUPYTER_DATA_DIR: "/j" }, "linux")).toBe("/j/kernels");
  });
});

describe("doctor", () => {
  it("finds this checkout well, with versions", () => {
    const said: string[] = [];
    expect(doctor((line) => said.push(line))).toBe(0);
    expect(said[0]).toBe(`✓ Node ${process.version.slice(1)}`);
    expect(said.join("\n")).toMatch(/✓ Python 3\.\d+/);
    expect(said.join("\n")).toMatch(/✓ JupyterLab \d/);
    expect(said.join("\n")).toMatch(/✓ kernel tslab in \.venv: ours/);
    expect(said.at(-1)).toBe("all is well");
  });
});
