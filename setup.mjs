// Set-up: makes a fresh checkout ready to run, and does nothing when it already is.
//
//   node setup.mjs          (npm start, npm test and the other commands call it first)
//   node setup.mjs --strict (npm test) fails when a built file was not what the build wrote
//
// Four steps, each done only when its inputs changed: Node packages (npm ci), the Python
// environment (.venv from the hash-pinned requirements.txt), the Jupyter kernelspecs in .venv,
// and the build. A step's stamp is written last, so an interrupted step is done again from its
// beginning. A lock lets a second set-up wait for the first. Only Node's own modules are used,
// and only syntax and imports that an old Node can parse, so that it can say it is too old.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const NODE_NEEDED = [20, 19];
const PYTHON_NEEDED = [3, 11];
const LOCK_STALE_MS = 60000; // a live holder touches its lock every two seconds
const LEFT_OVER_MS = 5000; // what a command that was killed may still take to be gone
const PYTHON_HELP =
  "Install it (Debian, Ubuntu: apt-get install python3 python3-venv; macOS: brew install python) or set PYTHON to its path, then run this again.";

/** A failure told to the user in one line, without a stack. */
class SetupError extends Error {}

/** Everything that depends on where the checkout lies. */
function layout(root) {
  const at = (...parts) => path.join(root, ...parts);
  return {
    root,
    at,
    log: at("build", "setup.log"),
    lock: at("build", "setup.lock"),
    child: at("build", "setup.child"),
    venv: at(".venv"),
    python: at(".venv", "bin", "python"),
    venvStamp: at(".venv", "setup-stamp"),
    buildStamp: at("build", "stamps", "build"),
    kernels: at(".venv", "share", "jupyter", "kernels"),
  };
}

// ---------------------------------------------------------------- files

function readText(file) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (_) {
    return null;
  }
}

/** Writes to a temporary file beside the target, then renames: never half a file. */
function writeAtomic(file, text) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  fs.writeFileSync(temporary, text);
  fs.renameSync(temporary, file);
}

function remove(target) {
  fs.rmSync(target, { recursive: true, force: true, maxRetries: 3 });
}

/** All files under a folder, sorted, without what is generated. */
function filesUnder(folder) {
  const found = [];
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === "dist" || entry.name === "node_modules" || entry.name.endsWith(".tmp")) {
      continue;
    }
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) found.push(...filesUnder(full));
    else found.push(full);
  }
  return found.sort();
}

/** SHA-256 over names and contents, and over further text that the result depends on. */
export function hashFiles(root, files, ...further) {
  const hash = createHash("sha256");
  for (const text of further) hash.update(`${text}\0`);
  for (const file of files) {
    hash.update(`${path.relative(root, file)}\0`);
    if (fs.existsSync(file)) hash.update(fs.readFileSync(file));
    hash.update("\0");
  }
  return hash.digest("hex");
}

// ---------------------------------------------------------------- versions

/** "v20.19.1" or "3.11.7" → [20, 19, 1]; text that holds no version → []. */
export function parseVersion(text) {
  const match = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(text || "");
  return match ? [Number(match[1]), Number(match[2]), Number(match[3] || 0)] : [];
}

/** True when version is at least the needed [major, minor]. */
export function atLeast(version, needed) {
  if (version.length === 0) return false;
  return version[0] > needed[0] || (version[0] === needed[0] && version[1] >= needed[1]);
}

/** Throws when this Node is too old, or the system is not one we run on. */
export function checkNode(version, platform) {
  if (!atLeast(parseVersion(version), NODE_NEEDED)) {
    throw new SetupError(
      `Node ${NODE_NEEDED.join(".")} or newer is needed, this is Node ${version.replace(/^v/, "")}. Install a newer one from nodejs.org, then run this again.`,
    );
  }
  if (platform === "win32") {
    throw new SetupError("Windows is supported through WSL only: run this inside WSL.");
  }
}

/** What a Python says of itself, or null when the command does not run. */
function askPython(command) {
  const ask =
    "import sys, importlib.util as u; print('.'.join(map(str, sys.version_info[:3])), sys.executable, all(u.find_spec(m) for m in ('venv', 'ensurepip')), sep='\\n')";
  const run = spawnSync(command, ["-c", ask], { encoding: "utf8" });
  if (run.error || run.status !== 0) return null;
  const [version, executable, complete] = run.stdout.trim().split("\n");
  return { version, executable, complete: complete === "True" };
}

/** The first Python that is new enough and can make environments; throws one clear line. */
export function findPython(environment) {
  const wanted = environment.PYTHON ? [environment.PYTHON] : ["python3"];
  if (!environment.PYTHON) {
    for (let minor = 14; minor >= PYTHON_NEEDED[1]; minor--) wanted.push(`python3.${minor}`);
    wanted.push("python");
  }
  const found = wanted.map(askPython).filter((python) => python !== null);
  const needed = `Python ${PYTHON_NEEDED.join(".")} or newer is needed`;
  if (found.length === 0) {
    const where = environment.PYTHON
      ? `PYTHON=${environment.PYTHON} does not run`
      : "no Python was found";
    throw new SetupError(`${needed}; ${where}. ${PYTHON_HELP}`);
  }
  const recent = found.filter((python) => atLeast(parseVersion(python.version), PYTHON_NEEDED));
  if (recent.length === 0) {
    const { version, executable } = found[0];
    throw new SetupError(`${needed}; found Python ${version} (${executable}). ${PYTHON_HELP}`);
  }
  const complete = recent.find((python) => python.complete);
  if (!complete) {
    const { version, executable } = recent[0];
    throw new SetupError(
      `Python ${version} (${executable}) cannot make environments: its venv or ensurepip module is missing. Debian, Ubuntu: apt-get install python3-venv; then run this again.`,
    );
  }
  return complete;
}

// ---------------------------------------------------------------- running commands

/** When a process was born, in whatever unit the system tells it; null when it is gone. */
export function birth(pid) {
  const stat = readText(`/proc/${pid}/stat`);
  if (stat !== null) return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]; // field 22 of proc(5)
  const ps = spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" });
  return ps.status === 0 ? ps.stdout.trim() : null;
}

/** Ends a command with all that it has started. */
function killGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
    return true;
  } catch (_) {
    return false; // it has ended by itself
  }
}

/** A command that a killed set-up had started may still be writing: it is ended before anything is repaired. */
async function endLeftOver(place) {
  const note = readText(place.child);
  if (note === null) return;
  const [pid, host, ...born] = note.trim().split(" ");
  if (host === os.hostname() && birth(pid) === born.join(" ")) {
    killGroup(pid, "SIGKILL");
    // Where nobody collects the dead, as in some containers, the group stays though nothing of it runs.
    for (const end = Date.now() + LEFT_OVER_MS; Date.now() < end && killGroup(pid, 0); )
      await new Promise((done) => setTimeout(done, 50));
  }
  fs.rmSync(place.child, { force: true });
}

const children = new Set();

// The command begins when it is told to: a set-up killed before it could note the command has started nothing.
const WHEN_TOLD = 'read -r told && exec "$@" </dev/null';

/** Runs a command with its output going to the log; gives its exit status, 127 when there is no such command, and that output. */
function run(place, command, args) {
  fs.mkdirSync(path.dirname(place.log), { recursive: true });
  fs.appendFileSync(place.log, `\n$ ${[command, ...args].join(" ")}\n`);
  return new Promise((done) => {
    const options = { cwd: place.root, stdio: "pipe", detached: true };
    const child = spawn("/bin/sh", ["-c", WHEN_TOLD, "sh", command, ...args], options);
    child.stdin.on("error", () => {}); // it has ended already, and its status says so
    if (child.pid) writeAtomic(place.child, `${child.pid} ${os.hostname()} ${birth(child.pid)}\n`);
    child.stdin.end("begin\n");
    let output = "";
    const take = (chunk) => {
      output += chunk;
      fs.appendFileSync(place.log, chunk);
    };
    children.add(child);
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    const end = (status, text) => {
      children.delete(child);
      fs.rmSync(place.child, { force: true });
      done({ status, output: output + text });
    };
    child.on("error", (error) => end(-1, error.message));
    child.on("close", (status) => end(status === null ? -1 : status, ""));
  });
}

const NETWORK =
  /ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|network (?:request|connectivity)|NewConnectionError|ConnectTimeout|ProxyError|Name or service not known|Temporary failure in name|No matching distribution found/i;

/** One line for a failed package installation: what to do, and where the whole story is. */
export function explain(tool, output) {
  if (NETWORK.test(output)) {
    return `${tool} could not reach its package registry: check the network (or HTTPS_PROXY), then run this again. Log: build/setup.log`;
  }
  const lines = output.split("\n").map((line) => line.trim());
  const telling = lines.find(
    (line) => /^(npm (ERR!|error)|ERROR:) *\S/.test(line) && !/error code/i.test(line),
  );
  const last = telling || lines.filter((line) => line !== "").pop() || "no output";
  return `${tool} failed: ${last.slice(0, 200)} — see build/setup.log, then run this again.`;
}

// ---------------------------------------------------------------- the steps

/** True when node_modules holds what the lock asks for, by npm's own record of what it put there. */
export function packagesMatch(lockText, installedText) {
  if (lockText === null || installedText === null) return false;
  const wanted = JSON.parse(lockText).packages;
  const installed = JSON.parse(installedText).packages;
  return Object.keys(wanted).every((name) => {
    if (name === "") return true;
    if (!installed[name]) return wanted[name].optional === true; // of another platform
    return installed[name].version === wanted[name].version;
  });
}

/** True when the lock was made for what package.json asks for now; else npm ci has to say what differs. */
export function lockFits(packageText, lockText) {
  if (packageText === null || lockText === null) return false;
  const wanted = JSON.parse(packageText);
  const locked = JSON.parse(lockText).packages[""] || {};
  return ["dependencies", "devDependencies"].every((kind) => {
    const [a, b] = [wanted[kind] || {}, locked[kind] || {}];
    return Object.keys(Object.assign({}, a, b)).every((name) => a[name] === b[name]);
  });
}

function nodePackages(place) {
  const record = place.at("node_modules", ".package-lock.json");
  return {
    name: "Node packages",
    ready: () => {
      const lock = readText(place.at("package-lock.json"));
      return (
        lockFits(readText(place.at("package.json")), lock) && packagesMatch(lock, readText(record))
      );
    },
    make: async () => {
      remove(record); // npm writes it last: its absence says that an installation was interrupted
      const npm = process.env.npm_execpath;
      const viaNode = npm && /npm-cli\.c?js$/.test(npm);
      const quick = [
        "--fetch-retries=3",
        "--fetch-retry-mintimeout=1000",
        "--fetch-retry-factor=2",
      ];
      const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", ...quick];
      const command = viaNode ? process.execPath : "npm";
      const { status, output } = await run(place, command, viaNode ? [npm, ...args] : args);
      if (status === 0) return;
      if (status === 127 && !viaNode) {
        throw new SetupError(
          "npm was not found: install it (it comes with Node), then run this again.",
        );
      }
      throw new SetupError(explain("npm ci", output));
    },
  };
}

/** The stamp names all that the environment hangs on: pins, its place, the Python it points to. */
function venvHash(place) {
  let target = "none";
  if (fs.existsSync(place.python)) target = fs.realpathSync(place.python);
  return hashFiles(place.root, [place.at("requirements.txt")], place.root, target);
}

function pythonEnvironment(place) {
  return {
    name: "Python environment",
    ready: () => fs.existsSync(place.python) && readText(place.venvStamp) === venvHash(place),
    make: async () => {
      const { executable } = findPython(process.env);
      remove(place.venv);
      const venv = await run(place, executable, ["-m", "venv", place.venv]);
      if (venv.status !== 0) {
        throw new SetupError(
          `${executable} -m venv failed (Debian, Ubuntu: apt-get install python3-venv). Log: build/setup.log`,
        );
      }
      const quiet = [
        "--disable-pip-version-check",
        "--no-input",
        "--retries",
        "2",
        "--timeout",
        "20",
      ];
      const what = ["--no-compile", "--require-hashes", "-r", "requirements.txt"];
      const pip = await run(place, place.python, ["-m", "pip", "install", ...quiet, ...what]);
      if (pip.status !== 0) throw new SetupError(explain("pip install", pip.output));
      writeAtomic(place.venvStamp, venvHash(place));
    },
  };
}

/** The kernelspecs: ours under tslab's own name, so that notebooks open in either; and stock tslab. */
export function kernelspecs(place) {
  const spec = (display_name, argv, more) =>
    `${JSON.stringify({ argv, display_name, language: "typescript", ...more }, null, 2)}\n`;
  const stock = place.at("node_modules", "tslab", "bin", "tslab");
  return {
    tslab: spec(
      "TypeScript",
      [process.execPath, place.at("kernel", "dist", "main.cjs"), "{connection_file}"],
      { interrupt_mode: "message" },
    ),
    "tslab-stock": spec("TypeScript (stock tslab)", [
      process.execPath,
      stock,
      "kernel",
      "--config-path",
      "{connection_file}",
    ]),
  };
}

function jupyterKernels(place) {
  const wanted = Object.entries(kernelspecs(place)).map(([name, text]) => ({
    file: path.join(place.kernels, name, "kernel.json"),
    text,
  }));
  return {
    name: "Jupyter kernels",
    ready: () => wanted.every(({ file, text }) => readText(file) === text),
    make: async () => {
      for (const { file, text } of wanted) writeAtomic(file, text);
    },
  };
}

const BUILT = ["lib/dist", "lib/tensor/dist", "kernel/dist"];

/** What the build wrote: each file's hash by its name. */
function builtFiles(place) {
  const folders = BUILT.map((name) => place.at(name)).filter((name) => fs.existsSync(name));
  const named = folders
    .flatMap(filesUnder)
    .map((file) => [path.relative(place.root, file), hashFiles(place.root, [file])]);
  return Object.fromEntries(named);
}

/** The first file that is not what the build wrote, or null. */
function changedFile(written, found) {
  const names = Object.keys(Object.assign({}, written, found)).sort();
  return names.find((name) => written[name] !== found[name]) || null;
}

function build(place, strict) {
  const inputs = () => {
    const folders = ["lib", "kernel"]
      .map((name) => place.at(name))
      .filter((name) => fs.existsSync(name));
    const single = ["build.mjs", "tsconfig.json", "package-lock.json"].map((name) =>
      place.at(name),
    );
    return hashFiles(place.root, [...folders.flatMap(filesUnder), ...single]);
  };
  /** The stamp when it is of these inputs, or null. */
  const stamp = () => {
    try {
      const { of, wrote } = JSON.parse(readText(place.buildStamp));
      return of === inputs() ? wrote : null;
    } catch (_) {
      return null; // none, or of an older set-up
    }
  };
  return {
    name: "Build",
    ready: () => {
      const written = stamp();
      return written !== null && changedFile(written, builtFiles(place)) === null;
    },
    make: async () => {
      const written = stamp();
      const changed = written && changedFile(written, builtFiles(place));
      remove(place.buildStamp);
      for (const name of BUILT) remove(place.at(name)); // what has no source any more goes too
      const before = inputs(); // what is edited during the build is built next time
      const { status, output } = await run(place, process.execPath, ["build.mjs"]);
      if (status !== 0) {
        process.stdout.write(`\n${output.trimEnd().split("\n").slice(-40).join("\n")}\n`);
        throw new SetupError(
          "the build failed: see the messages above (all of them in build/setup.log).",
        );
      }
      writeAtomic(place.buildStamp, JSON.stringify({ of: before, wrote: builtFiles(place) }));
      if (changed && strict) {
        throw new SetupError(
          `${changed} was not what its sources give; it has been built again. Run this once more.`,
        );
      }
    },
  };
}

// ---------------------------------------------------------------- the lock

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/**
 * The holder of a lock: dead when its process is gone, or when it stopped touching the file. How long
 * it has not is measured here, by a clock that never jumps: the file's time may be of another clock.
 */
function holder(lock, seen) {
  try {
    const touched = fs.statSync(lock).mtimeMs;
    if (touched !== seen.touched) Object.assign(seen, { touched, since: performance.now() });
    const [pid, host] = fs.readFileSync(lock, "utf8").trim().split(" ");
    const gone = host === os.hostname() && !alive(Number(pid));
    const idle = performance.now() - seen.since;
    return { pid, state: gone || idle > LOCK_STALE_MS ? "dead" : "alive" };
  } catch (_) {
    return { state: "released" };
  }
}

function tryLock(lock) {
  try {
    fs.writeFileSync(lock, `${process.pid} ${os.hostname()}\n`, { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw new SetupError(
      `cannot write ${path.basename(lock)} (${error.code}): is the checkout writable?`,
    );
  }
}

/** Moves a dead holder's lock aside; renaming lets only one of several takers succeed. */
function breakLock(lock) {
  const aside = `${lock}.${process.pid}.tmp`;
  try {
    fs.renameSync(lock, aside);
    fs.unlinkSync(aside);
  } catch (_) {
    // another process was quicker
  }
}

/** Waits for the lock, then returns the function that gives it back. */
async function takeLock(lock, say) {
  fs.mkdirSync(path.dirname(lock), { recursive: true });
  let told = false;
  const seen = {};
  while (!tryLock(lock)) {
    const other = holder(lock, seen);
    if (other.state === "dead") breakLock(lock);
    else if (other.state === "alive" && !told) {
      say(`waiting for another set-up of this checkout (process ${other.pid}) …\n`);
      told = true;
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  const touch = setInterval(() => fs.utimes(lock, new Date(), new Date(), () => {}), 2000);
  return () => {
    clearInterval(touch);
    fs.rmSync(lock, { force: true });
  };
}

// ---------------------------------------------------------------- the whole

const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/**
 * Does what is not ready, in order; says each step and its time.
 *
 * @param strict also fail when a built file had been changed by hand, after building it again
 */
export async function setUp(root, say, strict) {
  const place = layout(root);
  const steps = [
    nodePackages(place),
    pythonEnvironment(place),
    jupyterKernels(place),
    build(place, strict),
  ];
  if (steps.every((step) => step.ready())) return false;
  const release = await takeLock(place.lock, say);
  const stop = (signal) => {
    for (const child of children) killGroup(child.pid, signal);
    release();
    process.exit(signal === "SIGINT" ? 130 : 143);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  try {
    await endLeftOver(place);
    if (!steps[0].ready()) fs.writeFileSync(place.log, "");
    for (const step of steps) {
      if (step.ready()) continue;
      const since = Date.now();
      say(`set-up: ${step.name} … `);
      await step.make();
      say(`${seconds(since)}\n`);
    }
  } finally {
    process.off("SIGINT", stop);
    process.off("SIGTERM", stop);
    release();
  }
  return true;
}

async function main() {
  try {
    // SETUP_NODE_VERSION lets a test see what an old Node would be told.
    checkNode(process.env.SETUP_NODE_VERSION || process.version, process.platform);
    const root = path.dirname(fileURLToPath(import.meta.url));
    const strict = process.argv.includes("--strict");
    await setUp(root, (text) => process.stdout.write(text), strict);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stdout.write("\n");
    process.stderr.write(`set-up: ${error.message}\n`);
    process.exitCode = 1;
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(fs.realpathSync(process.argv[1])).href)
  main();
