// Makes data/tang-quatrains.txt from the npm package chinese-poetry 2.0.1, unpacked (350 MB):
//   npm pack chinese-poetry@2.0.1 && tar xzf *.tgz && node data/make-tang.mjs package
// Kept are poems of four lines of five characters, in the traditional characters of the package, one a
// line, each once. Poems of a poet stand together in the package, so they are dealt out in turn: of
// each 20, one goes to the test part and one to the validation part.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { freeze, packageFolder } from "./freeze.mjs";

const QUATRAIN = /^(?:\p{Script=Han}{5}，\p{Script=Han}{5}。){2}$/u;

const folder = join(packageFolder("make-tang.mjs"), "dist", "quantangshi");
const poems = readdirSync(folder)
  .map((name) => ({ name, from: Number(/^poet\.tang\.(\d+)\.json$/.exec(name)?.[1] ?? -1) }))
  .filter(({ from }) => from >= 0)
  .sort((a, b) => a.from - b.from)
  .flatMap(({ name }) => JSON.parse(readFileSync(join(folder, name), "utf8")))
  .map(({ paragraphs }) => paragraphs.join("").normalize("NFC"))
  .filter((poem) => QUATRAIN.test(poem));
const different = [...new Set(poems)];
const dealt = (test) => different.filter((_, i) => test(i % 20)).map((poem) => `${poem}\n`);
const train = dealt((i) => i < 18);
const validation = dealt((i) => i === 18);
const test = dealt((i) => i === 19);
freeze(
  "tang-quatrains",
  { "tang-quatrains.txt": [...train, ...validation, ...test].join("") },
  "lines",
  {
    train: train.length,
    validation: validation.length,
    test: test.length,
  },
);
