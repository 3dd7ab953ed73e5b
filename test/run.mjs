// `npm test`, after set-up: every check in turn, each with its time, then one line of counts.
//
//   npm test -- [types] [lint] [claims] [notebooks] [stock] [book] [unit]      only these
//   npm test -- notebooks=02 unit=test/random      and of these only a part
//   npm test -- stock=others                       the notebooks that `npm test` does not run on stock tslab
//
// Each unit test and each notebook counts; every other step counts one. Exit status 1 when
// anything failed, when a test was skipped, or when a step that has tests found none.
import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { countReport } from "./setup/count-report.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const require = createRequire(import.meta.url);
const REPORT = "build/vitest.json";
const RUNNER = ["-m", "book.runner", "--check"];
const fixturesBook = ["--notebooks", "test/book/fixtures", "--out", "build/fixtures-book"];

/** Runs a command; its output is shown as it comes, or only if it fails; gives status and output. */
function run(command, args, { show }) {
  return new Promise((done) => {
    const env = { ...process.env, CI: process.env.CI ?? "true" };
    const child = spawn(command, args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const take = (chunk) => {
      output += chunk;
      if (show) process.stdout.write(chunk);
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.on("error", (error) => take(`${command} does not run: ${error.message}\n`));
    child.on("close", (status) => {
      if (!show && status !== 0) process.stdout.write(output);
      done({ status, output });
    });
  });
}

/** A step that passes or fails as a whole. */
const whole = (command, args) => async () => {
  const { status } = await run(command, args, { show: false });
  return status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
};

/** Two programs that pass or fail as one. */
const both = (first, second) => async () => {
  const results = [await first(), await second()];
  return results.find(({ failed }) => failed > 0) ?? results[0];
};

/** Counts of a program that ends with "… N passed, N failed"; one failure when it says none. */
const counting = (program, args) => async (part) => {
  const { status, output } = await run(program, [...args, ...part], { show: true });
  const match = /(\d+) passed, (\d+) failed\s*$/.exec(output);
  const counts = { passed: Number(match?.[1] ?? 0), failed: Number(match?.[2] ?? 0) };
  if (status !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
};

/** On stock tslab two notebooks stand for all, a plain one and the one with most of the library; .ci/run adds the others. */
const ON_STOCK = ["02", "08"];
const checkOnStock = counting(".venv/bin/python", [...RUNNER, "--kernel", "tslab-stock"]);

async function stock(part) {
  if (part[0] !== "others") return checkOnStock(part.length > 0 ? part : ON_STOCK);
  const notebooks = readdirSync(`${root}/notebooks`).filter((name) => name.endsWith(".ipynb"));
  const numbers = notebooks.map((name) => name.slice(0, 2)).sort();
  return checkOnStock(numbers.filter((number) => !ON_STOCK.includes(number)));
}

async function unit(part) {
  mkdirSync(`${root}/build`, { recursive: true });
  rmSync(`${root}/${REPORT}`, { force: true });
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${REPORT}`];
  const vitest = path.join(path.dirname(require.resolve("vitest/package.json")), "vitest.mjs");
  const { status } = await run(process.execPath, [vitest, "run", ...reporters, ...part], {
    show: true,
  });
  let report = null;
  try {
    report = JSON.parse(readFileSync(`${root}/${REPORT}`, "utf8"));
  } catch {
    console.log("unit: vitest wrote no report");
  }
  const { problems, ...counts } = countReport(report, status);
  for (const problem of problems) console.log(`unit: ${problem}`);
  return counts;
}

const steps = {
  types: whole(process.execPath, [require.resolve("typescript/bin/tsc"), "--noEmit"]),
  lint: both(
    whole(process.execPath, [require.resolve("@biomejs/biome/bin/biome"), "check", "."]),
    whole(process.execPath, ["node_modules/knip/bin/knip.js", "--no-progress"]),
  ),
  claims: counting(process.execPath, ["book/claims.mjs"]),
  notebooks: counting(".venv/bin/python", RUNNER),
  stock,
  book: both(
    whole(process.execPath, ["book/export.mjs"]),
    // Of the tests' own notebooks: several files of tests read it, and each would export it else.
    whole(process.execPath, ["book/export.mjs", ...fixturesBook]),
  ),
  unit,
};

// "unit=test/random" asks for a part of a step.
const asked = process.argv.slice(2).map((argument) => argument.split("="));
const unknown = asked.filter(([name]) => !(name in steps)).map(([name]) => name);
if (unknown.length > 0) {
  console.error(`test: no step ${unknown.join(", ")}; there are: ${Object.keys(steps).join(", ")}`);
  process.exit(2);
}
const all = Object.keys(steps).map((name) => [name]);
const total = { passed: 0, failed: 0 };
const lines = [];
for (const [name, ...part] of asked.length > 0 ? asked : all) {
  console.log(`── ${name}`);
  const since = Date.now();
  const { passed, failed } = await steps[name](part);
  const mark = failed === 0 ? "✓" : "✗";
  const seconds = ((Date.now() - since) / 1000).toFixed(1).padStart(6);
  lines.push(`${mark} ${name.padEnd(10)} ${seconds} s  ${passed} passed, ${failed} failed`);
  console.log(lines.at(-1));
  total.passed += passed;
  total.failed += failed;
}
console.log(`── in all\n${lines.join("\n")}`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
