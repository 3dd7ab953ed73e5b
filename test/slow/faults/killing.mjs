// Kills a program at a random moment, as a lost power supply does: with SIGKILL, which nothing can catch.
import { spawn } from "node:child_process";

/**
 * Starts a program and kills it after a random time; `group` takes the processes that it started with it.
 *
 * @returns true when it was killed, false when it had ended by itself
 * @throws when it had ended by itself and failed
 */
export function killAtRandom(program, args, { cwd, longest, group = false, env = {} }) {
  return new Promise((done, fail) => {
    const options = { cwd, stdio: "ignore", detached: true, env: { ...process.env, ...env } };
    const child = spawn(program, args, options);
    const timer = setTimeout(
      () => process.kill(group ? -child.pid : child.pid, "SIGKILL"),
      Math.random() * longest,
    );
    child.on("exit", (status, signal) => {
      clearTimeout(timer);
      if (status) fail(new Error(`${args.join(" ")}: ended with status ${status}`));
      else done(signal === "SIGKILL");
    });
  });
}

/** Waits until no process names the folder on its command line any more; gives those that stay. */
export async function leftOver(checkout, seconds = 15) {
  const list = () =>
    checkout
      .command("ps", ["-eo", "pid=,args="])
      .split("\n")
      .filter((line) => line.includes(checkout.root) && !line.includes("ps -eo"));
  const end = performance.now() + 1000 * seconds;
  let left = list();
  while (left.length > 0 && performance.now() < end) {
    await new Promise((done) => setTimeout(done, 200));
    left = list();
  }
  return left;
}
