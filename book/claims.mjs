// `npm run claims`: every decimal number in the notebooks' prose is vouched for by a claim, a numbered
// equation, a literal of a code cell or a citation, and every claim's number stands in the prose.
//
//   npm run claims -- [folder]      (default: notebooks)
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { checkNotebook } from "./claims/check.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = path.resolve(process.argv[2] ?? path.join(root, "notebooks"));

function notebooksOf(where) {
  try {
    return readdirSync(where).filter((name) => name.endsWith(".ipynb"));
  } catch {
    return [];
  }
}

let passed = 0;
let failed = 0;
for (const name of notebooksOf(folder).sort()) {
  let problems;
  try {
    problems = checkNotebook(JSON.parse(readFileSync(path.join(folder, name), "utf8")));
  } catch (error) {
    problems = [{ cell: 0, problem: `cannot be read as a notebook: ${error.message}` }];
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
