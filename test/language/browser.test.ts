// The same figures in a browser as in Node: a corpus is loaded and checked, and an n-gram model of it
// is learnt, in a page opened as a file, to the same bits.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startChromium } from "../../book/chromium.mjs";
import { installNodeHost } from "../../lib/host/node-host";
import * as lib from "../../lib/index";

const root = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "unrolled-browser-"));
let browser: Browser;

beforeAll(async () => {
  const outfile = join(folder, "lib.js");
  const entryPoints = [root("lib/index.ts")];
  await build({ entryPoints, outfile, bundle: true, format: "iife", globalName: "lib" });
  writeFileSync(join(folder, "page.html"), '<!doctype html><script src="lib.js"></script>');
  browser = await startChromium();
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

/** Perplexity of a model of the poems; `library` is a parameter so that a page can run this too. */
async function perplexity(library: typeof lib): Promise<number> {
  const { train, test } = await library.loadSplits("tang-quatrains");
  const sentences = (text: string) => library.linesOf(text).map(library.characters);
  const marks = { start: "s", end: "e", unknown: "?" };
  const vocabulary = new library.Vocabulary(sentences(train).flat(), marks);
  const encode = (text: string) => sentences(text).map((s) => vocabulary.encodeSentence(s));
  const { size, start } = vocabulary;
  const counts = new library.NgramCounts(encode(train), { order: 3, vocabularySize: size, start });
  return library.evaluate(library.modifiedKneserNey(counts), encode(test)).perplexity;
}

it("learns the Tang quatrains to the same bits in Chromium and in Node", async () => {
  installNodeHost();
  const inNode = await perplexity(lib);
  expect(inNode).toBeCloseTo(204.94, 2);
  const page = await browser.newPage();
  await page.exposeFunction("readFile", (name: string) =>
    readFileSync(root(`data/${name}`)).toString("base64"),
  );
  await page.goto(pathToFileURL(join(folder, "page.html")).href);
  const inChromium = await page.evaluate(`(async () => {
    const unexpected = () => { throw new Error("not needed"); };
    lib.setHost({
      publish: unexpected, drawSvg: unexpected, poll: unexpected,
      readData: async (name) => Uint8Array.from(atob(await readFile(name)), (c) => c.charCodeAt(0)),
    });
    return (${perplexity})(lib);
  })()`);
  expect(inChromium).toBe(inNode);
});
