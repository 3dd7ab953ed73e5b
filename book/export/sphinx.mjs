// Runs Sphinx over the staged folder; a warning is an error, told in one line that names the notebook.
import { spawn } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { expected, root } from "./options.mjs";

/** Builds the pages; returns the folder that holds them. Throws with the first complaint of Sphinx. */
export async function buildHtml(python, staged) {
  const book = join(root, "book");
  const { code, output } = await run(
    python,
    [
      ...["-m", "sphinx", "--builder", "html", "--fail-on-warning", "--quiet"],
      ...["--conf-dir", book, "--doctree-dir", staged.doctrees],
      ...["--define", `html_static_path=${join(book, "_static")},${staged.assets}`],
      ...["--show-traceback", staged.source, staged.html],
    ],
    staged.root,
  );
  if (code !== 0) {
    throw expected(`Book: ${firstComplaint(output, staged.source)}`);
  }
  await rm(join(staged.html, ".buildinfo"), { force: true });
  return staged.html;
}

/** The first warning or error in Sphinx's output, with "07-x.ipynb, cell 3, line 2" for its location. */
export function firstComplaint(output, source) {
  const plain = output.replaceAll(`${source}/`, "").replaceAll(source, "the book");
  const lines = plain.split("\n").filter((line) => line.trim() !== "");
  const line =
    lines.find((l) => /(?:^|: )(?:WARNING|ERROR|CRITICAL): /.test(l)) ?? lines.join("\n");
  return line
    .replace(
      /^([^:\s]+\.ipynb):(\d+): /,
      (_, name, position) => `${name}${cellAt(Number(position))}: `,
    )
    .replace(/(^|: )(?:WARNING|ERROR|CRITICAL): /, "$1");
}

/** myst-nb numbers lines as 10,000 × cell + line, cells counted from 1. */
function cellAt(position) {
  const cell = Math.floor(position / 10_000);
  return cell === 0 ? "" : `, cell ${cell}, line ${position % 10_000}`;
}

function run(command, args, temporary) {
  const env = {
    ...process.env,
    UNROLLED_NODE: process.execPath,
    TMPDIR: temporary, // Sphinx leaves a log there when it crashes
    PYTHONDONTWRITEBYTECODE: "1",
    PYTHONWARNINGS: "ignore",
    PYTHONHASHSEED: "0",
    NO_COLOR: "1",
    LC_ALL: "C.UTF-8",
  };
  return new Promise((done, fail) => {
    const child = spawn(command, args, { env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text) => (output += text));
    child.stderr.setEncoding("utf8").on("data", (text) => (output += text));
    child.on("error", fail);
    child.on("close", (code) => done({ code, output }));
  });
}
