#!/usr/bin/env node
// `npx unrolled COMMAND`: the command line. lib/command trains, samples and evaluates; kernel and doctor stand beside.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { doctor } from "./doctor.mjs";
import { kernelCommand } from "./kernel-install.mjs";

const [command, ...rest] = process.argv.slice(2);
if (command === "doctor") process.exit(doctor()); // before set-up: it says what set-up would mend

const setup = fileURLToPath(new URL("../setup.mjs", import.meta.url));
const { status } = spawnSync(process.execPath, [setup], {
  stdio: ["ignore", "inherit", "inherit"],
});
if (status !== 0) process.exit(1);
if (command === "kernel") process.exit(kernelCommand(rest));
const { main } = await import("../lib/dist/command.mjs");
process.exitCode = await main(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
