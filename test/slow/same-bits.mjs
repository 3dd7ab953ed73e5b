// All notebooks run again in other circumstances, each in a checkout of its own: every output has the committed bytes.
//
//   node test/slow/same-bits.mjs [node20] [node22] [node24] [place] [loaded] [oneThread] [twoThreads]
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { Checkout } from "./checkout.mjs";

const folder = mkdtempSync(join(tmpdir(), "same-bits-"));

/** The environment in which `node` is that version, from the npm package that holds its program. */
function withNode(version) {
  const name = `node-${process.platform}-${process.arch}`;
  const prefix = join(folder, version);
  const args = ["install", "--no-audit", "--no-fund", "--prefix", prefix, `${name}@${version}`];
  const { status, stderr } = spawnSync("npm", args, { cwd: folder, encoding: "utf8" });
  if (status !== 0) throw new Error(`npm ${args.join(" ")}: ${stderr}`);
  return { PATH: join(prefix, "node_modules", name, "bin") + delimiter + process.env.PATH };
}

/** A home that is new and empty, another clock, and a language with its own capital letters. */
function elsewhere() {
  const home = join(folder, "home");
  mkdirSync(home);
  return { HOME: home, TZ: "Asia/Kathmandu", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" };
}

/** Two programs a core that do nothing but compute. */
function busy() {
  const loops = cpus().flatMap(() =>
    [0, 1].map(() => spawn(process.execPath, ["-e", "for (;;);"])),
  );
  return () => {
    for (const loop of loops) loop.kill("SIGKILL");
  };
}

/** Each: a name for people, the environment, the folder of the checkout, the umask, what runs beside it. */
const circumstances = {
  node20: () => ({ what: "Node 20.20.2", env: withNode("20.20.2") }),
  node22: () => ({ what: "Node 22.23.3", env: withNode("22.23.3") }),
  node24: () => ({ what: "Node 24.21.0", env: withNode("24.21.0") }),
  place: () => ({
    what: "a folder with a space and Chinese characters, an empty home, umask 077, Kathmandu's time, Turkish",
    env: elsewhere(),
    parent: join(folder, "循环 网络"),
    umask: "077",
  }),
  loaded: () => ({ what: "two busy programs a core beside it", beside: busy }),
  oneThread: () => ({ what: "one thread", env: { UNROLLED_THREADS: "1" } }),
  twoThreads: () => ({ what: "two threads", env: { UNROLLED_THREADS: "2" } }),
};

/** Throws, with the differences, when a notebook's outputs are not the committed bytes; gives the version of Node. */
async function same({ env = {}, parent = folder, umask = "022", beside }) {
  mkdirSync(parent, { recursive: true });
  const checkout = new Checkout(parent);
  const stop = beside?.();
  try {
    const inShell = (command) => checkout.run("sh", ["-c", `umask ${umask}; ${command}`], env);
    const { output: version } = await inShell("node --version");
    const { status, output } = await inShell("node setup.mjs && npm test -- notebooks");
    const notebooks = /\n(\d+) passed, 0 failed\s*$/.exec(output)?.[1];
    if (status !== 0 || !notebooks) throw new Error(output.slice(-4000));
    if (checkout.changes()) throw new Error(`changed: ${checkout.changes()}`);
    return `${notebooks} notebooks, Node ${version.trim().slice(1)}`;
  } finally {
    stop?.();
    checkout.remove();
  }
}

const asked = process.argv.slice(2);
let failed = 0;
try {
  for (const name of asked.length > 0 ? asked : Object.keys(circumstances)) {
    const { what, ...how } = circumstances[name]();
    try {
      console.log(`✓ ${what}: the committed bytes (${await same(how)})`);
    } catch (error) {
      failed++;
      console.log(`✗ ${what}: ${error.message}`);
    }
  }
} finally {
  rmSync(folder, { recursive: true, maxRetries: 3 });
}
process.exitCode = failed > 0 ? 1 : 0;
