// `npm start`, after set-up: runs the notebooks that changed, brings their list up to date, exports
// the book, says where it is.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Runs one part with our terminal; ends this program with its status when it fails. */
function part(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  if (error) console.error(`start: ${command} does not run: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}

part(".venv/bin/python", ["-m", "book.runner"]);
part(process.execPath, ["book/sections.mjs"]);
part(process.execPath, ["book/export.mjs"]);
console.log(
  "\nRead the book:      build/book/index.html  (open it in a browser; no server is needed)",
);
console.log("Run the notebooks:  npm run lab");
