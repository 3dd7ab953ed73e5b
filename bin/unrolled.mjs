#!/usr/bin/env node
// `npx unrolled train | sample | evaluate`: the command line; lib/command does the work.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const setup = fileURLToPath(new URL("../setup.mjs", import.meta.url));
const { status } = spawnSync(process.execPath, [setup], {
  stdio: ["ignore", "inherit", "inherit"],
});
if (status !== 0) process.exit(1);
const { main } = await import("../lib/dist/command.mjs");
process.exitCode = await main(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
