// Finds the Python that has Sphinx, and runs the export's own small programs with it.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { expected, root } from "./options.mjs";

/** Returns the path of the Python to use, the repository's or the one UNROLLED_PYTHON names; throws one clear line when set-up has not been run. */
export function findPython(environment = process.env) {
  const python = environment.UNROLLED_PYTHON ?? join(root, ".venv/bin/python");
  if (!existsSync(python)) {
    throw expected(`Book: there is no Python at ${python}: run "node setup.mjs" first.`);
  }
  return python;
}

/** Runs a program with its argument and `input` on its standard input; gives what it wrote. @throws Error with what it said when it fails */
export function runPython(python, program, argument, input = "") {
  return new Promise((done, fail) => {
    const child = spawn(python, [program, argument], {});
    let output = "";
    let complaint = "";
    child.stdout.setEncoding("utf8").on("data", (text) => (output += text));
    child.stderr.setEncoding("utf8").on("data", (text) => (complaint += text));
    child.stdin.on("error", () => {}); // it has ended already: its status says why
    child.on("error", fail);
    child.on("close", (code) =>
      code === 0
        ? done(output)
        : fail(new Error(`${basename(program)} stopped (${code}): ${complaint}`)),
    );
    child.stdin.end(input);
  });
}
