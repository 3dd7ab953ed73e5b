// "Save and Export as HTML": the page read from a file, without a network, and what a hostile notebook gets into it.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startChromium } from "../../book/chromium.mjs";
import { SAVED_PAGE } from "../../book/lab-options.mjs";
import { program, ROOT, run } from "../kernel/notebook";

const NOTEBOOK = "07-softmax-language-model";
const HOSTILE = {
  markdown: [
    '<script>globalThis.hit = 1</script> <img src="x.png" onerror="globalThis.hit = 2">',
    '<a id="bad" href="java&#x09;script:globalThis.hit=3">press</a>',
    '<iframe src="data:text/html,x"></iframe> <svg onload="globalThis.hit = 4"></svg>',
    '<p style="position: fixed; color: red" onclick="hit()">styled</p>',
    "$\\href{javascript:hit()}{x}$ and $x < 1$ and $\\frac{1$",
  ],
  outputs: {
    "text/html": '<div onmouseover="hit()">shown<script>globalThis.hit = 5</script></div>',
    "text/markdown": "<script>globalThis.hit = 6</script>",
    "text/vnd.mermaid": "</pre><script>globalThis.hit = 7</script>",
    "application/javascript": "globalThis.hit = 8",
    "image/svg+xml":
      '<svg xmlns="http://www.w3.org/2000/svg"><script>parent.hit = 9</script></svg>',
  },
};

let folder: string;
let browser: Browser;

function writeHostile(): string {
  const markdown = HOSTILE.markdown.map((source, i) => ({
    ...{ cell_type: "markdown", id: `m${i}`, metadata: {}, source },
  }));
  const outputs = Object.entries(HOSTILE.outputs).map(([mime, data]) => ({
    ...{ output_type: "display_data", metadata: {}, data: { [mime]: data } },
  }));
  const code = { cell_type: "code", id: "c", metadata: {}, execution_count: 1, source: "1" };
  const cells = [...markdown, { ...code, outputs }];
  const file = join(folder, "hostile.ipynb");
  writeFileSync(file, JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }));
  return file;
}

interface Opened {
  readonly page: Page;
  readonly requests: string[];
  readonly errors: string[];
}

async function open(name: string): Promise<Opened> {
  const context = await browser.newContext({
    offline: true,
    viewport: { width: 1100, height: 900 },
  });
  const page = await context.newPage();
  const requests: string[] = [];
  const errors: string[] = [];
  page.on("request", (one) => requests.push(one.url()));
  page.on("console", (one) => one.type() === "error" && errors.push(one.text()));
  page.on("pageerror", (error) => errors.push(error.message));
  await page.goto(pathToFileURL(join(folder, `${name}.html`)).href);
  return { page, requests: requests.filter((url) => !url.startsWith("data:")), errors };
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "unrolled-saved-"));
  const notebooks = [join(ROOT, `notebooks/${NOTEBOOK}.ipynb`), writeHostile()];
  const options = ["--to", "html", "--output-dir", folder, ...SAVED_PAGE, ...notebooks];
  const { status, output } = await run(
    program("python"),
    ["-m", "jupyter", "nbconvert", ...options],
    ROOT,
  );
  expect(status, output).toBe(0);
  browser = await startChromium();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

it("reads like the notebook: formulas, figures with text alternatives, folded solutions", async () => {
  const { page, requests, errors } = await open(NOTEBOOK);
  const formulas = page.locator(".katex-html");
  expect(await formulas.count()).toBeGreaterThan(100);
  const prose = await page.locator(".jp-RenderedMarkdown").allInnerTexts();
  expect(prose.join("\n")).not.toMatch(/\$|\\[a-z]{2,}\{|formula[0-9a-f]{16}/);
  expect(await page.evaluate(`document.fonts.load("16px KaTeX_Main").then((f) => f.length)`)).toBe(
    1,
  );

  const images = page.locator(".jp-RenderedSVG img");
  expect(await images.count()).toBeGreaterThan(5);
  for (const image of await images.all()) {
    expect((await image.getAttribute("alt"))!.length).toBeGreaterThan(20);
    expect((await image.boundingBox())!.height).toBeGreaterThan(50);
  }

  const solution = page.locator(".jp-RenderedMarkdown details").first();
  const inside = solution.locator("p").nth(0);
  expect(await inside.isVisible()).toBe(false);
  await solution.locator("summary").click();
  expect(await inside.isVisible()).toBe(true);

  const links = page.locator('.jp-RenderedMarkdown a[href^="#eq-"]');
  const targets = await links.evaluateAll((all) =>
    all.map((a) => a.getAttribute("href")!.slice(1)),
  );
  expect(targets.length).toBeGreaterThan(5);
  const lost = await page.evaluate(
    (ids) => ids.filter((id) => !document.getElementById(id)),
    targets,
  );
  expect(lost).toEqual([]);
  const shots = process.env.LAB_SCREENSHOTS;
  for (const [i, part] of (shots
    ? ["h1", ".display >> nth=3", ".jp-RenderedMarkdown details"]
    : []
  ).entries()) {
    await page.locator(part).first().scrollIntoViewIfNeeded();
    await page.screenshot({ path: join(shots ?? "", `saved-${i}.png`) });
  }

  expect(requests).toHaveLength(1); // the page itself
  expect(errors).toEqual([]);
});

it("shows a hostile notebook's text and runs nothing of it", async () => {
  const { page } = await open("hostile");
  await page.locator("#bad").click();
  await page.locator("text=shown").hover();
  await page.locator("text=styled").click();
  expect(await page.evaluate("globalThis.hit")).toBeUndefined();
  expect(await page.locator("script, iframe, [onerror], [onload], [onclick]").count()).toBe(0);
  expect(await page.locator('[href^="java" i], [src^="data:text" i]').count()).toBe(0);
  expect(await page.locator("text=styled").getAttribute("style")).toBe("color: red;");
  expect(await page.locator(".katex-html").count()).toBeGreaterThan(0);
});
