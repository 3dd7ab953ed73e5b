// `unrolled kernel install` and `unrolled kernel remove`: our kernel in any Jupyter of this machine. A kernelspec is
// one small file that names this checkout's kernel/dist/main.cjs; set-up has to have built it.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { kernelspecs } from "../setup.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const MAIN = join(root, "kernel/dist/main.cjs");

export const KERNEL_HELP = `unrolled kernel install [--prefix FOLDER] [--name NAME] [--force]
unrolled kernel remove  [--prefix FOLDER] [--name NAME]

Makes the TypeScript kernel known to Jupyter: for you (default), or in the environment in FOLDER, such
as a virtual environment or a conda one. It is called tslab unless --name says otherwise, since that is
what notebooks ask for. Another kernel of that name is left alone unless you say --force.

  unrolled kernel install
  unrolled kernel install --prefix ~/.venvs/science
  unrolled kernel remove`;

/** An Error whose message is for the user. */
class Refusal extends Error {}

/** Where Jupyter looks for what one user has installed. */
export function userKernels(environment = process.env, platform = process.platform) {
  const home = environment.HOME ?? homedir();
  if (environment.JUPYTER_DATA_DIR) return join(environment.JUPYTER_DATA_DIR, "kernels");
  if (platform === "darwin") return join(home, "Library/Jupyter/kernels");
  return join(environment.XDG_DATA_HOME || join(home, ".local/share"), "jupyter/kernels");
}

/** The kernelspec in `folder`: "none", "ours" (of this checkout), "another checkout's", or "another's". */
export function specState(folder) {
  let text;
  try {
    text = readFileSync(join(folder, "kernel.json"), "utf8");
  } catch {
    return existsSync(folder) ? "another's" : "none";
  }
  if (text.includes(JSON.stringify(MAIN))) return "ours";
  return /kernel\/dist\/main\.cjs"/.test(text) ? "another checkout's" : "another's";
}

function install(folder, force) {
  if (!existsSync(MAIN))
    throw new Refusal("the kernel is not built yet: run `node setup.mjs` first");
  const state = specState(folder);
  if (state !== "none" && state !== "ours" && !force) {
    throw new Refusal(`${folder} holds ${state} kernel: choose another --name, or say --force`);
  }
  const text = kernelspecs({ at: (...parts) => join(root, ...parts) }).tslab;
  mkdirSync(folder, { recursive: true });
  const temporary = join(folder, `.kernel.json.${process.pid}`);
  writeFileSync(temporary, text);
  renameSync(temporary, join(folder, "kernel.json"));
  return `installed in ${folder}`;
}

function remove(folder, force) {
  const state = specState(folder);
  if (state === "none") return `nothing to remove in ${folder}`;
  if (state !== "ours" && !force) {
    throw new Refusal(`${folder} holds ${state} kernel; say --force to remove it all the same`);
  }
  rmSync(folder, { recursive: true });
  return `removed from ${folder}`;
}

/** Runs the command. @returns {number} its exit status: 0 done, 1 refused, 2 not understood */
export function kernelCommand(argv, say = console.log, complain = console.error) {
  let parsed;
  try {
    parsed = parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        prefix: { type: "string" },
        name: { type: "string", default: "tslab" },
        force: { type: "boolean", default: false },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    complain(`kernel: ${error.message}\n\n${KERNEL_HELP}`);
    return 2;
  }
  const { values, positionals } = parsed;
  const act = { install, remove }[positionals[0]];
  if (values.help || !act || positionals.length > 1) {
    (values.help ? say : complain)(KERNEL_HELP);
    return values.help ? 0 : 2;
  }
  if (!/^[\w.-]+$/.test(values.name)) {
    complain(
      `kernel: --name "${values.name}": letters, digits, hyphens, dots and underscores only`,
    );
    return 2;
  }
  const kernels = values.prefix
    ? join(resolve(values.prefix), "share/jupyter/kernels")
    : userKernels();
  try {
    if (values.prefix && !existsSync(resolve(values.prefix))) {
      throw new Refusal(`there is no folder ${resolve(values.prefix)}`);
    }
    say(`kernel ${values.name}: ${act(join(kernels, values.name), values.force)}`);
    return 0;
  } catch (error) {
    if (!(error instanceof Refusal) && !error.code) throw error;
    complain(`kernel: ${error.message}`);
    return 1;
  }
}
