// A contender's process, asked one command at a time.
import { spawn } from "node:child_process";
import readline from "node:readline";
import { environment } from "./contenders.mjs";

/** A started contender. `ask` never throws: what went wrong is in `error`. */
export class Contender {
  constructor(entry, folder) {
    Object.assign(this, entry);
    this.waiting = undefined;
    this.complaints = "";
    try {
      const [command, ...args] = entry.start(folder);
      this.process = spawn(command, args, { env: environment(entry.env) });
    } catch (error) {
      this.end(error.stderr?.toString() || error.message);
      return;
    }
    readline.createInterface({ input: this.process.stdout }).on("line", (line) => this.hear(line));
    this.process.stderr.on("data", (text) => {
      this.complaints = (this.complaints + text).slice(-4000);
    });
    this.process.stdin.on("error", () => {}); // it died: "close" says so
    this.process.on("error", (error) => this.end(error.message));
    this.process.on("close", () => this.end(this.complaints));
  }

  /** Waits for the first line, which names versions. */
  hello(seconds) {
    return this.answer(seconds);
  }

  /** Sends a command and waits for its answer; one that takes longer ends the contender. */
  ask(command, seconds) {
    if (this.ended === undefined) this.process.stdin.write(`${JSON.stringify(command)}\n`);
    return this.answer(seconds);
  }

  answer(seconds) {
    return new Promise((done) => {
      if (this.early) {
        done(this.early);
        this.early = undefined;
        return;
      }
      if (this.ended !== undefined) return done({ error: this.ended });
      const timer = setTimeout(() => {
        this.end(`no answer in ${seconds} s`);
        this.process.kill("SIGKILL");
      }, seconds * 1000);
      this.waiting = (answer) => {
        clearTimeout(timer);
        this.waiting = undefined;
        done(answer);
      };
    });
  }

  hear(line) {
    let answer;
    try {
      answer = JSON.parse(line);
    } catch {
      return; // a library's greeting
    }
    if (this.waiting) this.waiting(answer);
    else this.early = answer;
  }

  end(reason) {
    this.ended ??= reason.trim().split("\n").at(-1).slice(0, 200) || "it ended";
    this.waiting?.({ error: this.ended });
  }

  /** Until `resume` it takes no processor: not in threads that wait by looking, and not for collecting garbage. */
  pause() {
    if (this.ended === undefined) this.process.kill("SIGSTOP");
  }

  resume() {
    if (this.ended === undefined) this.process.kill("SIGCONT");
  }

  stop() {
    this.ended ??= "stopped";
    this.process?.kill("SIGKILL");
  }
}
