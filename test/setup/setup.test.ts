// setup.mjs: each thing that can be missing is told in one line; what is ready takes no time.
import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

interface Setup {
  parseVersion(text: string): number[];
  atLeast(version: number[], needed: number[]): boolean;
  packagesMatch(lock: string | null, installed: string | null): boolean;
  lockFits(packages: string | null, lock: string | null): boolean;
  explain(tool: string, output: string): string;
  birth(pid: number): string | null;
}

const root = fileURLToPath(new URL("../..", import.meta.url));
const setup = (await import(/* @vite-ignore */ join(root, "setup.mjs"))) as Setup;

let checkout: string;
let bin: string;

/** Puts a shell script on the checkout's PATH, which holds nothing else. */
function tool(name: string, script: string): void {
  writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(bin, name), 0o755);
}

/** What a Python says to set-up's question; `-m venv` makes a pip that runs the given script. */
function fakePython(version: string, complete = "True", pip = "exit 0"): void {
  const inner = `#!/bin/sh\n${pip}\n`;
  tool(
    "python3",
    `if [ "$1" = -c ]; then echo ${version}; echo "$0"; echo ${complete}; exit 0; fi
/bin/mkdir -p "$3/bin"; /bin/cat > "$3/bin/python" <<'END'
${inner}END
/bin/chmod +x "$3/bin/python"`,
  );
}

const NPM =
  "/bin/mkdir -p node_modules; echo '{\"packages\":{}}' > node_modules/.package-lock.json";
const BUILD = `import fs from "node:fs";
for (const f of ["lib/dist/node.cjs", "lib/dist/node.d.ts", "kernel/dist/main.cjs"]) {
  fs.mkdirSync(f.replace(/\\/[^/]*$/, ""), { recursive: true });
  fs.writeFileSync(f, "");
}
fs.appendFileSync("builds", "x");
`;

function environment(more: Record<string, string> = {}): Record<string, string> {
  return { PATH: bin, HOME: checkout, ...more };
}

function run(more: Record<string, string> = {}, ...args: string[]) {
  const options = { cwd: checkout, env: environment(more), encoding: "utf8" } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["setup.mjs", ...args], options);
  return { status, stdout, stderr };
}

beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), "setup-"));
  bin = join(checkout, "bin");
  for (const name of ["bin", "lib", "kernel"]) mkdirSync(join(checkout, name));
  cpSync(join(root, "setup.mjs"), join(checkout, "setup.mjs"));
  writeFileSync(join(checkout, "package.json"), "{}");
  writeFileSync(join(checkout, "package-lock.json"), '{"packages":{"":{}}}');
  writeFileSync(join(checkout, "requirements.txt"), "a==1\n");
  writeFileSync(join(checkout, "tsconfig.json"), "{}");
  writeFileSync(join(checkout, "lib/a.ts"), "1");
  writeFileSync(join(checkout, "build.mjs"), BUILD);
  tool("npm", NPM);
  tool("ps", 'exec /bin/ps "$@"'); // where no /proc tells of processes
  fakePython("3.11.7");
});
afterEach(() => rmSync(checkout, { recursive: true, force: true }));

/** True while a process runs; false when it is gone, or dead and only not yet collected. */
function runs(pid: number): boolean {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
  return stdout.trim() !== "" && !stdout.startsWith("Z");
}

/** Expects exit status 1 and one line that holds the text. */
function expectOneLine(ran: ReturnType<typeof run>, text: string): void {
  expect(ran.status).toBe(1);
  expect(ran.stderr.trim().split("\n")).toHaveLength(1);
  expect(ran.stderr).toContain(text);
}

describe("one line for", () => {
  it("an old Node", () => {
    const ran = run({ SETUP_NODE_VERSION: "v18.20.0" });
    expectOneLine(ran, "Node 20.19 or newer is needed, this is Node 18.20.0");
  });
  it("no Python", () => {
    rmSync(join(bin, "python3"));
    expectOneLine(run(), "Python 3.11 or newer is needed; no Python was found");
  });
  it("an old Python", () => {
    fakePython("3.9.2");
    expectOneLine(run(), "found Python 3.9.2");
  });
  it("a Python without venv", () => {
    fakePython("3.11.7", "False");
    expectOneLine(run(), "apt-get install python3-venv");
  });
  it("no npm", () => {
    rmSync(join(bin, "npm"));
    expectOneLine(run(), "npm was not found");
  });
  it("npm without network", () => {
    tool("npm", "echo 'npm error code ENOTFOUND' >&2; exit 1");
    expectOneLine(run(), "npm ci could not reach its package registry");
  });
  it("pip without network, with the log kept", () => {
    fakePython("3.11.7", "True", "echo 'NewConnectionError: no route' >&2; exit 1");
    expectOneLine(run(), "pip install could not reach its package registry");
    expect(readFileSync(join(checkout, "build/setup.log"), "utf8")).toContain("no route");
  });
  it("a build that fails", () => {
    writeFileSync(join(checkout, "build.mjs"), "process.exit(3)");
    expectOneLine(run(), "the build failed");
  });
});

describe("set-up", () => {
  const builds = () => readFileSync(join(checkout, "builds"), "utf8").length;

  it("does everything once, then nothing", () => {
    expect(run()).toMatchObject({ status: 0, stderr: "" });
    expect(run()).toEqual({ status: 0, stdout: "", stderr: "" });
  });

  it("writes both kernelspecs", () => {
    run();
    const file = join(checkout, ".venv/share/jupyter/kernels/tslab/kernel.json");
    const spec = JSON.parse(readFileSync(file, "utf8"));
    expect(spec.argv).toEqual([
      process.execPath,
      join(checkout, "kernel/dist/main.cjs"),
      "{connection_file}",
    ]);
    expect(spec.interrupt_mode).toBe("message");
  });

  it("builds again after a change of a source, and only then", () => {
    run();
    writeFileSync(join(checkout, "lib/a.ts"), "2");
    expect(run().stdout).toMatch(/^set-up: Build … [\d.]+ s\n$/);
    expect(builds()).toBe(2);
  });

  it.each(["changed", "lost", "without a source"])(
    "builds again when a built file is %s; strictly, says it",
    (how) => {
      run();
      const file = join(checkout, "lib/dist", how === "without a source" ? "old.d.ts" : "node.cjs");
      if (how === "lost") rmSync(file);
      else writeFileSync(file, "an older build");
      const ran = run({}, "--strict");
      const name = file.slice(checkout.length + 1);
      expectOneLine(ran, `${name} was not what its sources give; it has been built again`);
      expect(builds()).toBe(2);
      expect(run({}, "--strict")).toEqual({ status: 0, stdout: "", stderr: "" });
      expect(existsSync(file)).toBe(how !== "without a source");
    },
  );

  it("strictly, does not mind a source that was changed", () => {
    run();
    writeFileSync(join(checkout, "lib/a.ts"), "2");
    expect(run({}, "--strict")).toMatchObject({ status: 0, stderr: "" });
  });

  it("makes the environment anew after a change of the pins", () => {
    run();
    writeFileSync(join(checkout, ".venv/left-over"), "");
    writeFileSync(join(checkout, "requirements.txt"), "a==2\n");
    expect(run().stdout).toContain("Python environment");
    expect(() => readFileSync(join(checkout, ".venv/left-over"))).toThrow("ENOENT");
  });

  /** Starts a set-up and kills it, alone and without warning, in the midst of pip, which writes `pids`. */
  async function killInPip(): Promise<void> {
    const pip = "/bin/sleep 60 &\necho $! $$ > pids.tmp; /bin/mv pids.tmp pids; exec /bin/sleep 60";
    fakePython("3.11.7", "True", pip);
    const child = spawn(process.execPath, ["setup.mjs"], { cwd: checkout, env: environment() });
    const ended = new Promise((done) => child.on("exit", done));
    await vi.waitUntil(() => existsSync(join(checkout, "pids")), { timeout: 60_000 });
    child.kill("SIGKILL"); // no chance to tidy up: the lock and what it had started stay
    await ended;
    fakePython("3.11.7");
  }

  it("repairs what an interruption left half made", async () => {
    await killInPip();
    const ran = run();
    expect(ran).toMatchObject({ status: 0, stderr: "" });
    expect(ran.stdout).toContain("Python environment");
    expect(run().stdout).toBe("");
  });

  it("ends what a killed set-up had started, with all that it started", async () => {
    await killInPip();
    const pids = readFileSync(join(checkout, "pids"), "utf8").trim().split(" ").map(Number);
    expect(pids.map(runs)).toEqual([true, true]);
    run();
    expect(pids.map(runs)).toEqual([false, false]);
    expect(existsSync(join(checkout, "build/setup.child"))).toBe(false);
  });

  it("begins no command that it could not note", () => {
    tool("npm", `/bin/touch npm-ran; ${NPM}`);
    mkdirSync(join(checkout, "build/setup.child"), { recursive: true }); // where the note would be
    const ran = run();
    expect(ran.status).toBe(1);
    expect(ran.stderr).toContain("build/setup.child");
    spawnSync("sleep", ["0.3"]); // what had been started would still come
    expect(existsSync(join(checkout, "npm-ran"))).toBe(false);
  });

  it("leaves alone a process that has the number of what a killed set-up had started", () => {
    const other = spawn("sleep", ["60"], { detached: true, stdio: "ignore" });
    mkdirSync(join(checkout, "build"));
    const note = join(checkout, "build/setup.child");
    try {
      for (const [host, born] of [
        [hostname(), "1"],
        [`not-${hostname()}`, setup.birth(other.pid!)],
      ]) {
        writeFileSync(note, `${other.pid} ${host} ${born}\n`);
        rmSync(join(checkout, ".venv"), { recursive: true, force: true });
        expect(run()).toMatchObject({ status: 0, stderr: "" });
        expect(runs(other.pid!)).toBe(true);
        expect(existsSync(note)).toBe(false);
      }
    } finally {
      other.kill("SIGKILL");
    }
  });

  it("waits for a living holder of the lock, takes over a dead one's", () => {
    mkdirSync(join(checkout, "build"));
    const lock = join(checkout, "build/setup.lock");
    const dead = spawnSync("true").pid;
    writeFileSync(lock, `${dead} ${hostname()}\n`);
    expect(run()).toMatchObject({ status: 0 });
    expect(() => readFileSync(lock)).toThrow("ENOENT");
  });

  it("does not take a living holder's lock for a jump of the clock", async () => {
    mkdirSync(join(checkout, "build"));
    const lock = join(checkout, "build/setup.lock");
    writeFileSync(lock, `${process.pid} ${hostname()}\n`);
    const dayAgo = new Date(Date.now() - 86_400_000);
    utimesSync(lock, dayAgo, dayAgo);
    const child = spawn(process.execPath, ["setup.mjs"], { cwd: checkout, env: environment() });
    const ended = new Promise((done) => child.on("exit", done));
    await new Promise((done) => child.stdout.once("data", done)); // it says that it waits
    await new Promise((done) => setTimeout(done, 500));
    expect(existsSync(lock)).toBe(true);
    rmSync(lock);
    expect(await ended).toBe(0);
  });

  it("lets two at once do the work once", async () => {
    const one = () =>
      new Promise<number | null>((done) => {
        const child = spawn(process.execPath, ["setup.mjs"], { cwd: checkout, env: environment() });
        child.on("exit", done);
      });
    expect(await Promise.all([one(), one(), one()])).toEqual([0, 0, 0]);
    expect(builds()).toBe(1);
  });
});

describe("the parts", () => {
  it("compare versions", () => {
    expect(setup.parseVersion("v20.19.1")).toEqual([20, 19, 1]);
    expect(setup.atLeast([20, 19, 0], [20, 19])).toBe(true);
    expect(setup.atLeast([20, 18, 9], [20, 19])).toBe(false);
    expect(setup.atLeast([22, 0, 0], [20, 19])).toBe(true);
    expect(setup.atLeast([], [3, 11])).toBe(false);
  });
  it("see a package that is missing or of another version", () => {
    const lock = (packages: object) => JSON.stringify({ packages });
    const a = { "node_modules/a": { version: "1.0.0" } };
    const other = { "node_modules/b": { version: "1.0.0", optional: true } };
    expect(setup.packagesMatch(lock({ ...a, ...other }), lock(a))).toBe(true);
    expect(setup.packagesMatch(lock(a), lock({}))).toBe(false);
    expect(setup.packagesMatch(lock(a), lock({ "node_modules/a": { version: "2.0.0" } }))).toBe(
      false,
    );
    expect(setup.packagesMatch(lock(a), null)).toBe(false);
  });
  it("see a lock that was made for other packages", () => {
    const lock = JSON.stringify({ packages: { "": { dependencies: { a: "1.0.0" } } } });
    const packages = (more: object) => JSON.stringify({ dependencies: { a: "1.0.0" }, ...more });
    expect(setup.lockFits(packages({}), lock)).toBe(true);
    expect(setup.lockFits(packages({ dependencies: { a: "1.0.1" } }), lock)).toBe(false);
    expect(setup.lockFits(packages({ dependencies: {} }), lock)).toBe(false);
    expect(setup.lockFits(packages({ devDependencies: { b: "1.0.0" } }), lock)).toBe(false);
    expect(setup.lockFits(null, lock)).toBe(false);
  });
  it("tell other failures by their telling line", () => {
    const text = setup.explain(
      "npm ci",
      "npm error code EUSAGE\nnpm error\nnpm error lock is out of step\n",
    );
    expect(text).toContain("npm ci failed: npm error lock is out of step");
  });
});
