// `unrolled doctor`: what is installed, where, in which version, and what is wrong, a line each.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { atLeast, findPython, packagesMatch, parseVersion } from "../setup.mjs";
import { specState, userKernels } from "./kernel-install.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const SETUP = "run `node setup.mjs`";

const read = (...parts) => {
  try {
    return readFileSync(join(root, ...parts), "utf8");
  } catch {
    return null;
  }
};

const answer = (command, ...args) => {
  const { status, stdout } = spawnSync(command, args, { encoding: "utf8" });
  return status === 0 ? stdout.trim() : null;
};

function node() {
  const good = atLeast(parseVersion(process.version), [20, 19]);
  return {
    good,
    says: `Node ${process.version.slice(1)}`,
    mend: "20.19 or newer is needed: nodejs.org",
  };
}

function python() {
  try {
    const { version, executable } = findPython(process.env);
    return { good: true, says: `Python ${version}, ${executable}` };
  } catch (error) {
    return { good: false, says: "Python", mend: error.message };
  }
}

function packages() {
  const installed = read("node_modules", ".package-lock.json");
  const good = packagesMatch(read("package-lock.json"), installed);
  return { good, says: "Node packages as package-lock.json has them", mend: SETUP };
}

function jupyter() {
  const version = answer(join(root, ".venv/bin/python"), "-m", "jupyterlab", "--version");
  return { good: version !== null, says: `JupyterLab ${version ?? ""}, .venv`, mend: SETUP };
}

function build() {
  const missing = ["lib/dist/node.cjs", "lib/dist/node.d.ts", "kernel/dist/main.cjs"].filter(
    (file) => !existsSync(join(root, file)),
  );
  return {
    good: missing.length === 0,
    says: missing.length === 0 ? "library and kernel built" : `not built: ${missing.join(", ")}`,
    mend: SETUP,
  };
}

function kernels() {
  const own = specState(join(root, ".venv/share/jupyter/kernels/tslab"));
  const folder = userKernels();
  const elsewhere = existsSync(folder)
    ? readdirSync(folder).map((name) => `${name} (${specState(join(folder, name))})`)
    : [];
  return {
    good: own === "ours",
    says: `kernel tslab in .venv: ${own}; yours in ${folder}: ${elsewhere.join(", ") || "none"}`,
    mend: SETUP,
  };
}

function data() {
  const corpora = Object.values(JSON.parse(read("data", "corpora.json") ?? "{}"));
  const files = corpora.flatMap((corpus) => corpus.files);
  const hash = (text) => createHash("sha256").update(text).digest("hex");
  const damaged = files
    .filter(({ file, sha256 }) => hash(read("data", file) ?? "") !== sha256)
    .map(({ file }) => `data/${file}`);
  return {
    good: files.length > 0 && damaged.length === 0,
    says: damaged.length === 0 ? `${files.length} texts in data/, whole` : "texts in data/ damaged",
    mend: `git checkout ${damaged.join(" ") || "data"}`,
  };
}

function chromium() {
  const names = ["chromium", "chromium-browser", "google-chrome"];
  const command = process.env.CHROMIUM ?? names.find((name) => answer(name, "--version"));
  const version = command && answer(command, "--version");
  const says = version || "no Chromium: tests that draw pages and the PDF need one";
  return { good: true, says };
}

/** Prints a line for each part. @returns {number} 1 when something is wrong, else 0 */
export function doctor(say = console.log) {
  const parts = [node, python, packages, jupyter, build, kernels, data, chromium];
  const findings = parts.map((part) => part());
  for (const { good, says, mend } of findings) say(good ? `✓ ${says}` : `✗ ${says}: ${mend}`);
  const wrong = findings.filter(({ good }) => !good).length;
  say(wrong === 0 ? "all is well" : `${wrong} to mend`);
  return wrong === 0 ? 0 : 1;
}
