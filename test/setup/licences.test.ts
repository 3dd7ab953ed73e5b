// What the project stands on is pinned by hash, and its licences are known and listed.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { licences, npmPackages } from "../../bin/licences.mjs";

const read = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../../${name}`, import.meta.url)), "utf8");
const lock = JSON.parse(read("package-lock.json"));

/** Those that ask no more than to be named, and MPL-2.0, which asks so of changed files. */
const KNOWN = /^(MIT|MIT-0|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|MPL-2\.0)$/;

it("LICENSES.md is what the lock and the Python environment say", () => {
  expect(read("LICENSES.md")).toBe(licences());
  expect(licences()).not.toContain("not said");
});

it("every npm package has a licence that lets us ship and use it", () => {
  const packages = npmPackages();
  expect(packages.length).toBeGreaterThan(200);
  const strange = (all: typeof packages) =>
    all.filter(
      ({ licence }) => !licence.split(/ AND | OR /).every((one: string) => KNOWN.test(one)),
    );
  expect(strange(packages)).toEqual([]);
  const other = { "node_modules/@a/b": { version: "1.0.0", license: "MIT AND AGPL-3.0" }, "": {} };
  expect(strange(npmPackages({ packages: other })).map(({ name }) => name)).toEqual(["@a/b"]);
});

it("every npm package is locked with a SHA-512, every Python package with a SHA-256", () => {
  const { "": _, ...packages } = lock.packages as Record<string, { integrity?: string }>;
  const loose = Object.entries(packages).filter(([, one]) => !/^sha512-/.test(one.integrity ?? ""));
  expect(loose).toEqual([]);
  const pins = read("requirements.txt")
    .replaceAll(/ \\\n +/g, " ")
    .split("\n")
    .filter((line) => /^\w/.test(line));
  expect(pins.length).toBeGreaterThan(100);
  expect(
    pins.filter((line) => !/^[\w.[\]-]+==\S+ .*--hash=sha256:[0-9a-f]{64}/.test(line)),
  ).toEqual([]);
  const setup = read("setup.mjs");
  expect(setup).toMatch(/"ci", "--ignore-scripts"/);
  expect(setup).toMatch(/"--require-hashes", "-r", "requirements\.txt"/);
});
