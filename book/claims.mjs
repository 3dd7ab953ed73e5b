// `npm run claims`: every decimal number in the notebooks' prose is vouched for by a claim, a numbered
// equation, a literal of a code cell or a citation, and every claim's number stands in the prose.
//
//   npm run claims -- [folder]      (default: notebooks)
//   npm run claims -- --read        says that you have read the sentences that nothing else can check
import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { checkNotebook, sentencesToRead } from "./claims/check.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const options = process.argv.slice(2);
const own = path.join(root, "notebooks");
const folder = path.resolve(options.find((option) => !option.startsWith("--")) ?? own);
const readFile = path.join(root, "book/claims/read.json");

function notebooksOf(where) {
  try {
    return readdirSync(where).filter((name) => name.endsWith(".ipynb"));
  } catch {
    return [];
  }
}

function parse(name) {
  try {
    return JSON.parse(readFileSync(path.join(folder, name), "utf8"));
  } catch (error) {
    throw new Error(`cannot be read as a notebook: ${error.message}`);
  }
}

/** Writes the sentences that a person has read, and prints the new ones. */
function keepRead(names, before) {
  const now = {};
  for (const name of names) {
    now[name] = sentencesToRead(parse(name));
    const isNew = (sentence) => !before[name]?.includes(sentence);
    for (const sentence of now[name].filter(isNew)) console.log(`read: ${name}: ${sentence}`);
  }
  writeFileSync(`${readFile}.part`, `${JSON.stringify(now, undefined, 2)}\n`);
  renameSync(`${readFile}.part`, readFile);
  return now;
}

const names = notebooksOf(folder).sort();
let read = folder === own ? JSON.parse(readFileSync(readFile, "utf8")) : {};
if (options.includes("--read") && folder === own) read = keepRead(names, read);
let passed = 0;
let failed = 0;
for (const name of names) {
  let problems;
  try {
    problems = checkNotebook(parse(name), read[name]);
  } catch (error) {
    problems = [{ cell: 0, problem: error.message }];
  }
  for (const { cell, problem } of problems) console.log(`✗ ${name}, cell ${cell}: ${problem}`);
  if (problems.length === 0) passed++;
  else failed++;
}
if (passed + failed === 0) {
  console.log(`✗ no notebook (*.ipynb) in ${folder}`);
  failed++;
}
console.log(`claims: ${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
