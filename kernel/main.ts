// The kernel's main program: `node main.cjs <connection file>`, as Jupyter starts it from the kernelspec.
import { readFileSync, writeSync } from "node:fs";
import { Session } from "./node/session";
import type { Connection } from "./node/wire";

const file = process.argv[2];
if (!file) {
  process.stderr.write("usage: node main.cjs <connection file> (Jupyter writes the file)\n");
  process.exit(2);
}
const connection: Connection = JSON.parse(readFileSync(file, "utf8"));
const exit = process.exit; // the session takes both it and process.stderr for the cells
new Session(connection, process.cwd()).start().catch((error: Error) => {
  writeSync(2, `the kernel could not start: ${error.message}\n`);
  exit.call(process, 1);
});
