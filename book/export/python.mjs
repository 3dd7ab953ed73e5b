// Finds the Python that has Sphinx: the repository's .venv, or the one UNROLLED_PYTHON names.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expected, root } from "./options.mjs";

/** Returns the path of the Python to use; throws one clear line when set-up has not been run. */
export function findPython(environment = process.env) {
  const python = environment.UNROLLED_PYTHON ?? join(root, ".venv/bin/python");
  if (!existsSync(python)) {
    throw expected(`Book: there is no Python at ${python}: run "node setup.mjs" first.`);
  }
  return python;
}
