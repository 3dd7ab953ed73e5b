// A checkout of the last commit in a folder of its own, set up, for scripts that break things in it.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const project = fileURLToPath(new URL("../..", import.meta.url));

export class Checkout {
  /** @param parent the folder in which it is made; it is removed by `remove` */
  constructor(parent = tmpdir()) {
    this.folder = mkdtempSync(join(parent, "checkout-"));
    this.root = join(this.folder, "unrolled");
    this.command("git", ["clone", "-q", project, this.root], { cwd: this.folder });
  }

  /** Runs a command to its end; gives its output, and throws when it fails. */
  command(program, args, options = {}) {
    const ran = spawnSync(program, args, { cwd: this.root, encoding: "utf8", ...options });
    if (ran.status === 0) return ran.stdout;
    throw new Error(`${[program, ...args].join(" ")}: ${ran.error ?? ran.stdout + ran.stderr}`);
  }

  setUp() {
    this.command(process.execPath, ["setup.mjs"]);
  }

  /** Runs a command; gives status and output, whatever they are. */
  run(program, args, env = {}) {
    return new Promise((done) => {
      const options = { cwd: this.root, env: { ...process.env, ...env } };
      const child = spawn(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
      let output = "";
      for (const stream of [child.stdout, child.stderr])
        stream.on("data", (chunk) => {
          output += chunk;
        });
      child.on("close", (status, signal) => done({ status: status ?? signal, output }));
    });
  }

  path(file) {
    return join(this.root, file);
  }

  read(file) {
    return readFileSync(this.path(file), "utf8");
  }

  write(file, text) {
    writeFileSync(this.path(file), text);
  }

  /** Replaces the first occurrence of a text, which must be there. */
  replace(file, from, to) {
    const text = this.read(file);
    if (!text.includes(from)) throw new Error(`${file} does not contain ${JSON.stringify(from)}`);
    this.write(
      file,
      text.replace(from, () => to),
    );
  }

  /** What git sees changed or new; "" when nothing is. */
  changes() {
    return this.command("git", ["status", "--porcelain"]).trim();
  }

  /** Everything as committed again; what git ignores stays. */
  restore() {
    this.command("git", ["reset", "-q", "--hard"]);
    this.command("git", ["clean", "-fdq"]);
  }

  remove() {
    if (existsSync(this.folder)) rmSync(this.folder, { recursive: true, maxRetries: 3 });
  }
}
