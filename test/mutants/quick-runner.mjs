// A test runner for Stryker, for tests that need no more of Vitest than its functions. Vitest loads the library
// anew for each mutant, a second or more; here it stays loaded, and only the tests are read again.
//
// Loops without end are met by counting, in each test for itself: how often it came by the mutant's place is known
// from the first run, without mutants. Stryker counts over all tests, which takes a minute where one test is long.
//
// A mutant could leave something behind in the library. So each test that killed one is run once more without
// it; if it fails then as well, this process ends, and Stryker tries the mutant in a new one.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { startTests } from "@vitest/runner";
import { forget, load, MUTANTS } from "./load.mjs";

/** Keeps times and counts for the next process, when one has ended. */
const TIMES = process.env.MUTANTS_TIMES;
const files = (process.env.MUTANTS_TESTS ?? "").split("\n");
const space = () => {
  globalThis[MUTANTS] ??= {};
  return globalThis[MUTANTS];
};

const config = {
  root: process.cwd(),
  setupFiles: [],
  passWithNoTests: true,
  sequence: { shuffle: false, concurrent: false, seed: 1, hooks: "stack", setupFiles: "list" },
  maxConcurrency: 1,
  testTimeout: 300_000, // Stryker's own is the one that counts
  hookTimeout: 300_000,
  retry: 0,
  tags: [],
};

function nameOf(task) {
  return task.suite && task.suite !== task.file
    ? `${nameOf(task.suite)} > ${task.name}`
    : task.name;
}
const idOf = (test) => `${path.relative(process.cwd(), test.file.filepath)}#${nameOf(test)}`;

function testsOf(task) {
  return task.type === "test" ? [task] : task.tasks.flatMap(testsOf);
}

/** Milliseconds that each test took without a mutant, and that each file took to be read. */
const taken = new Map();

/** How often each test came by each mutant's place without a mutant, by the ids of both. */
let passages = {};

/** More than any test needs: a hundred times as often, and a tenth of a second for small loops to end. */
const limitOf = (test, mutant) => 100 * (passages[test]?.[mutant] ?? 0) + 1e6;

const sum = (numbers) => numbers.reduce((all, x) => all + x, 0);
const timeOf = (task) =>
  task.type === "test" ? (taken.get(idOf(task)) ?? 0) : sum(task.tasks.map(timeOf));

/** Puts what is quick first: most mutants are killed by any test that meets them. */
function sort(suite) {
  suite.tasks.sort((a, b) => timeOf(a) - timeOf(b));
  for (const task of suite.tasks) if (task.type === "suite") sort(task);
}

/** Runs those tests of a file that `wanted` takes; the rest after a failure only if `all`. */
async function run(name, { wanted = () => true, all = false }) {
  let failed = false;
  let endless = false;
  const runner = {
    config,
    pool: "threads",
    importFile(file) {
      // What a test file computes as it is read counts for each of its tests.
      space().currentTestId = file;
      load(file);
      space().currentTestId = undefined;
    },
    onCollected: (collected) => collected.forEach(sort),
    onBeforeRunTask(test) {
      if (!wanted(idOf(test)) || (failed && !all)) test.mode = "skip";
    },
    onBeforeTryTask(test) {
      space().currentTestId = idOf(test);
      const { activeMutant } = space();
      if (activeMutant === undefined) return;
      Object.assign(space(), { hitCount: 0, hitLimit: limitOf(idOf(test), activeMutant) });
    },
    onAfterTryTask() {
      space().currentTestId = undefined;
      endless ||= space().hitCount > space().hitLimit;
    },
    onTaskFinished(test) {
      failed ||= test.result?.state === "fail";
    },
  };
  forget();
  const since = performance.now();
  const [file] = await startTests([{ filepath: path.resolve(name) }], runner);
  const tests = testsOf(file);
  const time = performance.now() - since;
  return { tests, broken: file.result?.errors ?? [], time, endless };
}

const messageOf = (test) => test.result?.errors?.[0]?.message ?? "failed";

function resultOf(test) {
  const state = test.result?.state;
  const common = { id: idOf(test), name: nameOf(test), timeSpentMs: test.result?.duration ?? 0 };
  if (state === "fail") return { ...common, status: 1, failureMessage: messageOf(test) };
  return { ...common, status: state === "pass" ? 0 : 2 };
}

/** What was covered while a test file was read, given to each of its tests. */
function spread(coverage, tests) {
  for (const test of tests) {
    const read = coverage.perTest[test.file.filepath];
    if (!read) continue;
    coverage.perTest[idOf(test)] ??= {};
    for (const [mutant, hits] of Object.entries(read)) {
      const own = coverage.perTest[idOf(test)];
      own[mutant] = (own[mutant] ?? 0) + hits;
    }
  }
  for (const name of new Set(tests.map((test) => test.file.filepath))) {
    delete coverage.perTest[name];
  }
}

class QuickRunner {
  /** How many mutants this process has had. */
  tried = 0;

  capabilities() {
    return { reloadEnvironment: false };
  }

  async init() {
    space().activeMutant = undefined;
    for (const name of files) await run(name, { wanted: () => false }); // loads the library
    if (existsSync(TIMES)) {
      const kept = JSON.parse(readFileSync(TIMES, "utf8"));
      for (const [id, time] of kept.taken) taken.set(id, time);
      passages = kept.passages;
    }
  }

  async dryRun() {
    const done = [];
    for (const name of files) {
      const one = await run(name, { all: true });
      if (one.broken.length > 0) return { status: "error", errorMessage: one.broken[0].message };
      for (const test of one.tests) taken.set(idOf(test), test.result?.duration ?? 0);
      taken.set(name, one.time - sum(one.tests.map(timeOf)));
      done.push(...one.tests);
    }
    const { mutantCoverage } = space();
    spread(mutantCoverage, done);
    passages = mutantCoverage.perTest;
    writeFileSync(TIMES, JSON.stringify({ taken: [...taken], passages }));
    return { status: "complete", tests: done.map(resultOf), mutantCoverage };
  }

  async mutantRun({ activeMutant, hitLimit, testFilter, sandboxFileName }) {
    const filter = testFilter && new Set(testFilter);
    let nrOfTests = 0;
    this.tried++;
    for (const name of this.inOrder(sandboxFileName)) {
      if (testFilter && !testFilter.some((id) => id.startsWith(`${name}#`))) continue;
      Object.assign(space(), { activeMutant: activeMutant.id, hitCount: 0, hitLimit });
      const wanted = (id) => filter?.has(id) ?? true;
      const { tests, broken, endless } = await run(name, { wanted });
      const { hitCount } = space();
      Object.assign(space(), { activeMutant: undefined, hitCount: undefined, hitLimit: undefined });
      if (endless) return { status: "timeout", reason: `reached ${hitCount} times` };
      nrOfTests += tests.filter((test) => test.result?.state !== undefined).length;
      const killer = tests.find((test) => test.result?.state === "fail");
      if (!killer && broken.length === 0) continue;
      if (!(await this.isSound(name, killer)) && this.tried > 1) process.exit(1);
      const failureMessage = killer ? messageOf(killer) : broken[0].message;
      return {
        status: "killed",
        killedBy: killer ? [idOf(killer)] : [],
        failureMessage,
        nrOfTests,
      };
    }
    return { status: "survived", nrOfTests };
  }

  /** The test files: that of the mutant's file first, then those that are read in the shortest time. */
  inOrder(changed) {
    const own = `/${path.basename(changed, ".ts")}.test.ts`;
    const key = (name) => (name.endsWith(own) ? -1 : taken.get(name));
    return [...files].sort((a, b) => key(a) - key(b));
  }

  /** Whether the test that failed passes without the mutant. */
  async isSound(name, killer) {
    const wanted = (id) => killer !== undefined && id === idOf(killer);
    const { tests, broken } = await run(name, { wanted });
    return broken.length === 0 && !tests.some((test) => test.result?.state === "fail");
  }
}

export const strykerPlugins = [{ kind: "TestRunner", name: "quick", injectableClass: QuickRunner }];
