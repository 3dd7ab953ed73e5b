// The same bits in Node and in Chromium, from the same bundle, the kernels inside it.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, it } from "vitest";
import { startChromium } from "../../book/chromium.mjs";

it("Chromium computes the bits that Node computes", async () => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("bits-program.ts", import.meta.url))],
    bundle: true,
    write: false,
    format: "iife",
    globalName: "program",
    platform: "browser",
    target: "es2022",
    logLevel: "silent",
  });
  const code = `(() => { ${outputFiles[0].text}; return program.results(); })()`;
  const here = new Function(`return ${code}`)() as Record<string, string>;
  const browser = await startChromium();
  try {
    const page = await browser.newPage();
    expect(await page.evaluate(code)).toEqual(here);
    const worker = `const url = URL.createObjectURL(new Blob([${JSON.stringify(`postMessage(${code})`)}]));
      new Promise((done) => { new Worker(url).onmessage = ({ data }) => done(data); })`;
    expect(await page.evaluate(worker)).toEqual(here);
  } finally {
    await browser.close();
  }
  expect(Object.keys(here)).toHaveLength(19);
  expect(new Set(Object.values(here)).size).toBe(19);
});
