// `npm run mutants -- FOLDER`: how many small faults planted in a folder of lib/ its own tests notice, by Stryker.
//
//   npm run mutants -- language                      all files of lib/language, with test/language
//   npm run mutants -- layers --sample 0.25          a quarter of the mutants, drawn by a fixed seed; --seed N draws others
//   npm run mutants -- training adam.ts sgd.ts       some files
//   … --concurrency 1                                one worker instead of two
//   … --timeout 15                                   seconds that a mutant may take beyond the usual; 60 unless given
//
// Prints each file's score and the survivors that equivalent.json does not judge; all are in
// build/mutants/FOLDER.json and .html. Exit status 1 below 90 % of what could be killed.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { folders } from "./folders.mjs";
import { report } from "./report.mjs";

const ENOUGH = 0.9;
const here = fileURLToPath(new URL(".", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: "string", default: "1" },
    seed: { type: "string", default: "1" },
    concurrency: { type: "string", default: "2" },
    timeout: { type: "string", default: "60" },
  },
});
const [folder, ...files] = positionals;
const settings = folders[folder];
const refuse = (message) => {
  console.error(`mutants: ${message}`);
  process.exit(2);
};
if (!settings) refuse(`folder ${folder}; give one of ${Object.keys(folders).join(", ")}.`);
const share = Number(values.sample);
if (!(share > 0 && share <= 1)) refuse(`--sample ${values.sample}; give a share, such as 0.25.`);
if (!(Number(values.timeout) > 0)) refuse(`--timeout ${values.timeout}; give seconds, such as 15.`);
for (const file of files) {
  if (!existsSync(`${root}/lib/${folder}/${file}`)) refuse(`lib/${folder} has no ${file}.`);
}

/** Runs a program with what it prints in view; ends with its status when it fails. */
function run(args, options) {
  const { status } = spawnSync(args[0], args.slice(1), { stdio: "inherit", ...options });
  if (status !== 0) process.exit(status ?? 1);
}

/** The test files of a folder, but some. */
function testFiles({ tests, without }) {
  return readdirSync(`${root}/${tests}`, { recursive: true })
    .filter((name) => name.endsWith(".test.ts") && !without.includes(name.slice(0, -8)))
    .map((name) => `${tests}/${name}`);
}

const stryker = `${here}node_modules/@stryker-mutator/core/bin/stryker.js`;
if (!existsSync(stryker)) run(["npm", "ci", "--ignore-scripts"], { cwd: here });

const out = `build/mutants/${folder}`;
const config = {
  testRunner: "quick",
  plugins: [`${here}quick-runner.mjs`, `${here}sample.mjs`],
  checkers: share < 1 ? ["sample"] : [],
  mutate: files.length > 0 ? files.map((file) => `lib/${folder}/${file}`) : settings.mutate,
  coverageAnalysis: "perTest",
  testRunnerNodeArgs: ["--max-old-space-size=1024"], // a mutant that fills the memory ends soon
  ignoreStatic: true, // each would need all tests, and the library loaded anew
  concurrency: Number(values.concurrency),
  timeoutMS: 1000 * Number(values.timeout), // loops without end are met by counting; others may use the machine
  reporters: ["json", "html", "progress-append-only"],
  jsonReporter: { fileName: `${out}.json` },
  htmlReporter: { fileName: `${out}.html` },
  tempDirName: "build/stryker",
  ignorePatterns: ["build", ".venv", "bench", "book"],
};
const times = `${root}/${out}.times.json`;
rmSync(times, { force: true });
mkdirSync(`${root}/build/mutants`, { recursive: true });
writeFileSync(`${root}/${out}.config.json`, JSON.stringify(config, null, 1));
run([process.execPath, stryker, "run", `${out}.config.json`], {
  cwd: root,
  env: {
    ...process.env,
    MUTANTS_TESTS: testFiles(settings).join("\n"),
    MUTANTS_TIMES: times,
    MUTANTS_SHARE: String(share),
    MUTANTS_SEED: values.seed,
  },
});
const score = report(JSON.parse(readFileSync(`${root}/${out}.json`, "utf8")));
process.exitCode = score >= ENOUGH ? 0 : 1;
