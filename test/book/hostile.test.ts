// A hostile notebook exported as a book: whatever it holds, nothing of it runs, and nothing is fetched.
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { exportBook, temporaryFolder, writeNotebook } from "./exporting";
import { type OpenBook, openFolder } from "./open-book";

const HIT = "globalThis.hit=1;alert(1)";
const SCRIPT = `<script>${HIT}</script>`;
const IMAGE = `<img src="data:x" alt="p" onerror="${HIT}">`;
const LINK = `java&#x09;script:${HIT}`;
const BREAK = `"></svg></script></article>${SCRIPT}${IMAGE}`;

const SVG = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="90"
  height="90" onload="${HIT}"><script>${HIT}</script><style>@import "https://example.org/a.css";</style>
  <title><![CDATA[ > ${SCRIPT}]]></title><foreignObject><body onload="${HIT}">${SCRIPT}</body></foreignObject>
  <a href="javascript:${HIT}"><text x="5" y="20" onclick="${HIT}">drawn</text></a>
  <image href="https://example.org/b.png"/><use xlink:href="https://example.org/c.svg#d"/>
  <rect width="9" height="9" style="fill: url(https://example.org/e.svg#f)"/>
  <animate attributeName="href" values="javascript:${HIT}"/><set attributeName="onclick" to="${HIT}"/></svg>`;

const PLOTLY = {
  data: [{ type: "scatter", x: [1, 2], y: [1, 2], name: BREAK, hovertemplate: BREAK }],
  layout: {
    title: { text: `<a href="javascript:${HIT}">title</a>${BREAK}` },
    xaxis: { title: { text: BREAK }, ticktext: [BREAK], tickvals: [1] },
    images: [{ source: "https://example.org/g.png", x: 0, y: 0, sizex: 1, sizey: 1 }],
    updatemenus: [
      { name: BREAK, active: 0, buttons: [{ label: BREAK, args: [{}, { title: SCRIPT }] }] },
    ],
  },
};

const figure = (number: string) => ({
  output_type: "display_data",
  metadata: {
    figure: {
      number,
      caption: `caption ${BREAK}`,
      alt: `words ${BREAK}`,
      table: { columns: [BREAK], rows: [[BREAK], [{ [SCRIPT]: 1 }]] },
    },
  },
  data: { "application/vnd.plotly.v1+json": PLOTLY, "image/svg+xml": SVG, "text/plain": BREAK },
});
const output = (mime: string, data: unknown, metadata: object = {}) => ({
  output_type: "display_data",
  metadata,
  data: { [mime]: data, "text/plain": `plain ${BREAK}` },
});

const PROSE = [
  `# 1 Title ${SCRIPT}\n\nText ${SCRIPT} and ${IMAGE} and <b onclick="${HIT}">bold</b>.`,
  `${SCRIPT}\n\n<svg aria-label="s" onload="${HIT}"><script>${HIT}</script></svg>\n\n<style>@import "https://example.org/h.css";</style>`,
  `<a id="bad" href="${LINK}">press</a> <a href="data:text/html,${SCRIPT}">and this</a> <form action="https://example.org"><button id="send">send</button></form>`,
  `<meta http-equiv="refresh" content="0;url=https://example.org"><base href="https://example.org/"><iframe srcdoc="${SCRIPT}"></iframe><object data="data:text/html,x"></object>`,
  `<p style="position: fixed; background: url(https://example.org/i.png)">styled</p> <math><mtext><style>${SCRIPT}</style></mtext></math> <noscript><p title="</noscript>${IMAGE}"></noscript>`,
  `<details><summary>Solution ${SCRIPT}</summary>\n\ninside **strong**\n\n</details>`,
  `\`\`\`{raw} html\n${SCRIPT}\n\`\`\`\n\n~~~ {include} /etc/passwd\n~~~\n\n> \`\`\`{eval-rst}\n> .. raw:: html\n>\n>    ${SCRIPT}\n> \`\`\``,
  `> **Exercise 1.1.** ${SCRIPT}\n\n> **Erratum 1.1** ${IMAGE}.`,
  `## 1.1 ${BREAK}\n\n$x < 1$ and $\\text{${SCRIPT}}$\n\n$$y \\tag{1.1}$$\n\n| a ${SCRIPT} |\n|---|\n| ${IMAGE} |`,
];
const OUTPUTS = [
  figure("1.1"),
  output("image/svg+xml", SVG),
  output("text/html", `<div onmouseover="${HIT}">shown${SCRIPT}</div><table><tr><td>${IMAGE}`),
  output("text/markdown", `\`\`\`{raw} html\n${SCRIPT}\n\`\`\``),
  output("application/javascript", HIT),
  output("text/vnd.mermaid", `</pre>${SCRIPT}`),
  output("application/vnd.jupyter.widget-view+json", { model_id: BREAK, version_major: 2 }),
  { output_type: "stream", name: "stdout", text: `${BREAK}\u001b[31m${SCRIPT}` },
  { output_type: "error", ename: BREAK, evalue: SCRIPT, traceback: [`\u001b[31m${BREAK}`] },
];

let book: OpenBook;
let folder: string;
let remove: () => Promise<void>;

/** Adds what `writeNotebook` cannot say: metadata everywhere, a raw cell. */
async function spoil(name: string, ran: string): Promise<void> {
  const file = join(folder, name);
  const notebook = JSON.parse(await readFile(file, "utf8"));
  notebook.metadata = {
    title: BREAK,
    html_meta: { "http-equiv=refresh": "0;url=https://example.org" },
    myst: { enable_extensions: ["substitution", "attrs_inline"], substitutions: { a: SCRIPT } },
    mystnb: { execution_mode: "force", custom_formats: { ".ipynb": "os.system" } },
    kernelspec: { name: "python3", display_name: BREAK, language: "python" },
    language_info: { name: "typescript", pygments_lexer: BREAK },
    widgets: { "application/vnd.jupyter.widget-state+json": { state: { a: { model: BREAK } } } },
  };
  const code = notebook.cells.at(-1);
  code.source = `open(${JSON.stringify(ran)}, "w") // ${BREAK}`;
  for (const cell of notebook.cells) {
    cell.metadata = { tags: [BREAK], mystnb: { figure: { caption: SCRIPT } }, name: BREAK };
  }
  const raw = { cell_type: "raw", id: "raw", source: SCRIPT, metadata: { format: "text/html" } };
  notebook.cells.push(raw);
  await writeFile(file, JSON.stringify(notebook));
}

beforeAll(async () => {
  const temporary = await temporaryFolder();
  ({ path: folder, remove } = temporary);
  await writeNotebook(folder, "01-one.ipynb", [...PROSE, OUTPUTS]);
  await spoil("01-one.ipynb", join(folder, "ran"));
  const out = join(folder, "out");
  const run = await exportBook(["--notebooks", folder, "--out", out]);
  expect(run.stderr).toBe("");
  book = await openFolder(out, remove);
}, 600_000);
afterAll(() => book?.close());

/** Does to a page what a reader may do, and some more. */
async function useAll(page: Page): Promise<void> {
  const dialogs: string[] = [];
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
  for (const target of ["#bad", "text=styled", "text=shown", "text=bold", ".book-figure"]) {
    const element = page.locator(target).first();
    await element.hover({ force: true });
    await element.click({ force: true, noWaitAfter: true });
  }
  expect(await page.evaluate("globalThis.hit")).toBeUndefined();
  expect(dialogs).toEqual([]);
}

it("shows its words and runs nothing: no script, no dialog, no request", async () => {
  for (const home of [book.file, book.http]) {
    const complaints = await book.visit(`${home}01-one.html`, {}, async (page) => {
      await page.locator('[id="fig-1.1"]').scrollIntoViewIfNeeded();
      await page.locator('[id="fig-1.1"][data-live] .main-svg').first().waitFor();
      await useAll(page);
    });
    expect(complaints).toEqual([]);
  }
}, 120_000);

it("keeps the notebook's words, pictures and folds, and says its policy first", async () => {
  const html = await readFile(join(book.folder, "01-one.html"), "utf8");
  const article = html.slice(html.indexOf("<article"), html.lastIndexOf("</article>"));
  const live = /<script type="application\/json">[^<]*<\/script>/g; // plotly's figure, which nothing runs
  const rest = article.replaceAll(live, "").replaceAll(/aria-label="[^"]*"|alt="[^"]*"/g, "");
  expect(rest).not.toMatch(
    /<(script|iframe|object|embed|form|base|meta|link|style|foreignobject)/i,
  );
  expect(rest).not.toMatch(/<[^>]*\s(on\w+|srcdoc|xlink:href)=/i);
  expect(rest).not.toMatch(/(href|src)="\s*(javascript|java|data:text)/i);
  expect(rest).not.toContain("url(http");
  for (const words of ["bold", "shown", "inside <strong>strong</strong>", "styled"])
    expect(article).toContain(words);
  const policy =
    /<meta charset="utf-8"[^>]*><meta http-equiv="Content-Security-Policy" content="([^"]*)"/;
  const [, rules] = policy.exec(html)!;
  expect(rules).toContain("default-src 'none'");
  expect(rules).not.toMatch(/script-src[^;]*unsafe/);
  const clean = await readFile(join(book.folder, "references.html"), "utf8");
  expect(rules).toBe(policy.exec(clean)![1]); // no hash more than a page without a notebook has
});

it("is not run by its export, whatever its metadata asks for", () => {
  expect(existsSync(join(folder, "ran"))).toBe(false);
});

it("publishes no file of this machine: a link or a picture out of the book stops the export", async () => {
  const { path, remove } = await temporaryFolder();
  try {
    await writeFile(join(path, "secret.txt"), "a secret");
    const far = `${"../".repeat(20)}${path.slice(1)}/secret.txt`; // from any folder
    await writeNotebook(path, "01-one.ipynb", [`# 1 One\n\n[all](${far})`]);
    await writeNotebook(path, "02-two.ipynb", [`# 2 Two\n\n![all](${far})`]);
    const run = await exportBook(["--notebooks", path, "--out", join(path, "out")]);
    expect(run.code).toBe(1);
    for (const name of ["01-one", "02-two"])
      expect(run.stderr).toMatch(
        new RegExp(`${name}\\.ipynb: a page would publish a file from outside.*secret\\.txt`),
      );
  } finally {
    await remove();
  }
}, 600_000);
