// Loads TypeScript with require, so that a file can be forgotten and read again while the others stay.
import { readFileSync } from "node:fs";
import { createRequire, Module } from "node:module";
import path from "node:path";
import * as tests from "@vitest/runner";
import * as spy from "@vitest/spy";
import { expect } from "./expect.mjs";

/** Where Stryker's instrumented code looks for the mutant that is on. */
export const MUTANTS = "__stryker__";

const require = createRequire(path.join(process.cwd(), "package.json"));
const { transformSync } = require("esbuild");
const vitest = { ...tests, expect, vi: spy };
const code = new Map();

function compile(name) {
  if (!code.has(name)) {
    const options = {
      loader: "ts",
      format: "cjs",
      target: "node20",
      supported: { "dynamic-import": false }, // require in its place, which goes through here
      define: { "import.meta.url": "importMetaUrl" },
      banner: 'const importMetaUrl = require("node:url").pathToFileURL(__filename).href;',
    };
    code.set(name, transformSync(readFileSync(name, "utf8"), options).code);
  }
  return code.get(name);
}

Module._extensions[".ts"] = (module, name) => {
  // What the library computes as it loads is of no test.
  const space = globalThis[MUTANTS];
  const test = space?.currentTestId;
  const isTest = name.includes(`${path.sep}test${path.sep}`);
  if (space && !isTest) space.currentTestId = undefined;
  module._compile(compile(name), name);
  if (space && !isTest) space.currentTestId = test;
};

const loadPlain = Module._load;
Module._load = (name, ...more) => (name === "vitest" ? vitest : loadPlain(name, ...more));

export function load(name) {
  return require(name);
}

/** Lets the next load read all test files again: those named, and what they share. */
export function forget() {
  const tests = path.join(process.cwd(), "test") + path.sep;
  for (const name of Object.keys(require.cache)) {
    if (name.startsWith(tests)) delete require.cache[name];
  }
}
