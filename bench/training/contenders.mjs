// Who takes part: how each is started, and the environments of the others, made once in a cache folder of the
// user and never among the project's own packages.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const here = import.meta.dirname;
const TORCH = "2.13.0";
const NUMPY = "2.4.6";
const NPM = [
  "@jax-js/jax@0.1.25",
  "@tensorflow/tfjs@4.22.0",
  "@tensorflow/tfjs-backend-wasm@4.22.0",
];
const cache = path.join(
  process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), ".cache"),
  "unrolled",
);

/** A folder of the cache, made under another name and moved, so that what is there is whole. */
function once(name, make) {
  const folder = path.join(cache, name);
  if (fs.existsSync(folder)) return folder;
  const fresh = `${folder}.new.${process.pid}`;
  fs.mkdirSync(fresh, { recursive: true });
  try {
    make(fresh);
    fs.renameSync(fresh, folder);
  } finally {
    fs.rmSync(fresh, { recursive: true, force: true });
  }
  return folder;
}

function pythonWithTorch(python) {
  if (process.env.PYTHON_WITH_TORCH) return process.env.PYTHON_WITH_TORCH;
  const folder = once(`bench-torch-${TORCH}`, (fresh) => {
    execFileSync(python, ["-m", "venv", fresh], { stdio: "pipe" });
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    const packages = [`torch==${TORCH}`, `numpy==${NUMPY}`];
    execFileSync(path.join(fresh, "bin/python"), [...pip, ...packages], { stdio: "pipe" });
  });
  return path.join(folder, "bin/python");
}

function nodePackages() {
  return once("bench-npm-1", (fresh) => {
    fs.writeFileSync(path.join(fresh, "package.json"), '{ "private": true }\n');
    const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    execFileSync("npm", ["install", ...flags, ...NPM], { cwd: fresh, stdio: "pipe" });
  });
}

const node = (file, ...rest) => ({
  start: (folder) => [process.execPath, path.join(here, file), folder, ...rest],
});

const setting = (threads, backend = "wasm") => ({
  env: { UNROLLED_THREADS: threads, UNROLLED_BACKEND: backend },
});

/** Ours. */
export const OURS = [
  { name: "Unrolled, 1 thread", ours: true, ...node("ours.mjs"), ...setting("1") },
  { name: "Unrolled, 2 threads", ours: true, ...node("ours.mjs"), ...setting("2") },
  {
    name: "Unrolled, OpenBLAS, 1 thread",
    ours: true,
    ...node("ours.mjs"),
    ...setting("1", "openblas"),
  },
  {
    name: "Unrolled, OpenBLAS, 2 threads",
    ours: true,
    ...node("ours.mjs"),
    ...setting("2", "openblas"),
  },
];

/** The others. @param python an interpreter to make an environment with */
export function peers(python) {
  let torch;
  let packages;
  const inTorch = (file, ...rest) => ({
    start(folder) {
      torch ??= pythonWithTorch(python);
      return [torch, path.join(here, file), folder, ...rest];
    },
  });
  const inNode = (file, ...rest) => ({
    start(folder) {
      packages ??= nodePackages();
      return [process.execPath, path.join(here, file), folder, ...rest, packages];
    },
  });
  const oneThread = { OPENBLAS_NUM_THREADS: "1" };
  const compiled = { TORCHINDUCTOR_CACHE_DIR: path.join(cache, "bench-inductor") };
  const scripts = ["S1", "S2", "S3", "G"];
  return [
    { name: "NumPy, 1 thread", group: "NumPy", env: oneThread, ...inTorch("with_numpy.py") },
    { name: "NumPy, 2 threads", group: "NumPy", ...inTorch("with_numpy.py") },
    { name: "PyTorch, 1 thread", group: "PyTorch", ...inTorch("with_torch.py", "1") },
    { name: "PyTorch, 2 threads", group: "PyTorch", ...inTorch("with_torch.py", "2") },
    ...["1", "2"].map((threads) => ({
      name: `torch.compile, ${threads} thread${threads === "1" ? "" : "s"}`,
      group: "PyTorch",
      env: compiled,
      ...inTorch("with_torch.py", threads, "compiled"),
    })),
    { name: "plain JavaScript", sizes: scripts, ...node("plain.mjs") },
    { name: "jax-js, wasm", sizes: scripts, ...inNode("with_jax.mjs") },
    { name: "tfjs, wasm", sizes: scripts, ...inNode("with_tfjs.mjs", "wasm") },
    { name: "tfjs, cpu", sizes: scripts, ...inNode("with_tfjs.mjs", "cpu") },
  ];
}

/** Settings of the caller that would change how fast a contender is, or which code it takes. */
const SETTINGS =
  /^(UNROLLED|OPENBLAS|OMP|GOMP|KMP|MKL|NPY|BLIS|VECLIB|NUMEXPR|ATEN|TORCH|TF|NODE_OPTIONS)/;

/** The caller's environment without such settings, and with a contender's own. */
export function environment(own = {}) {
  const kept = Object.entries(process.env).filter(([name]) => !SETTINGS.test(name));
  return { ...Object.fromEntries(kept), ...own };
}
