// Runs Sphinx over the staged folder; each warning is an error, told in one line that names the notebook.
import { spawn } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { expected, root } from "./options.mjs";

const LEVEL = /(^|: )(?:WARNING|ERROR|CRITICAL): /;

/** What Sphinx and the theme write that no page uses. */
const LEFTOVERS = [
  ...[".buildinfo", "_sources", "objects.inv", "_static/locales", "_static/images"],
  ...["_static/webpack-macros.html", "_static/sbt-webpack-macros.html"],
  ...["_static/searchtools.js", "_static/language_data.js", "_static/base-stemmer.js"],
  ...["_static/doctools.js", "_static/sphinx_highlight.js", "_static/scripts/bootstrap.js"],
  ...[
    "_static/scripts/bootstrap.js.LICENSE.txt",
    "_static/file.png",
    "_static/minus.png",
    "_static/plus.png",
  ],
];

/** Builds the pages, with a link to the PDF if there will be one; gives their folder. Throws with Sphinx's complaints. */
export async function buildHtml(python, staged, { pdf, url }) {
  const book = join(root, "book");
  const { code, output } = await run(
    python,
    [
      ...["-m", "sphinx", "--builder", "html", "--fail-on-warning", "--quiet"],
      ...["--conf-dir", book, "--doctree-dir", staged.doctrees],
      ...["--define", `html_static_path=${join(book, "_static")},${staged.assets}`],
      ...["--define", `html_extra_path=${staged.extra}`],
      ...(pdf ? ["--html-define", "pdf=1"] : []),
      ...(url ? ["--html-define", `site_url=${url}`] : []),
      ...["--show-traceback", staged.source, staged.html],
    ],
    staged.root,
  );
  if (code !== 0) {
    throw expected(complaints(output, staged.source));
  }
  for (const leftover of LEFTOVERS) {
    await rm(join(staged.html, leftover), { recursive: true, force: true });
  }
  return staged.html;
}

/**
 * Sphinx's complaints, one a line, each once, such as
 * "Book: 07-x.ipynb, cell 3, line 2: formula not understood: …"; of a crash, the traceback.
 */
export function complaints(output, source) {
  const lines = output
    .replaceAll(`${source}/`, "")
    .split("\n")
    .filter((line) => line.trim() !== "");
  const found = lines.filter((line) => LEVEL.test(line));
  const told = found.map((line) =>
    line
      .replace(/^([^:\s]+\.ipynb):(\d+): /, (_, name, at) => `${name}${cellAt(Number(at))}: `)
      .replace(LEVEL, "$1"),
  );
  if (told.length > 0) {
    return [...new Set(told)].map((line) => `Book: ${line}`).join("\n");
  }
  const traceback = lines.findIndex((line) => line.startsWith("Traceback"));
  return ["Book: Sphinx stopped:", ...lines.slice(Math.max(traceback, 0))].join("\n");
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
