// The workbook's notebooks in JupyterLab: restarted and run, compared with what is committed, figures under the
// pointer; in notebook 2 also contents, dark theme, an exercise answered wrongly and rightly, Chinese text.
// LAB_NOTEBOOKS names those to run, as "05 06", or "all", or "others"; without it the one that takes seconds.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, type ExpectStatic, expect, it } from "vitest";
import { checkoutOf, committed, kindsIn, OpenNotebook, saidBy, sourceOf } from "./lab-notebook";
import { Lab } from "./lab-server";
import { ROOT } from "./notebook";

const QUICK = "02";
const wanted = process.env.LAB_NOTEBOOKS ?? QUICK;
const names = readdirSync(join(ROOT, "notebooks")).filter((name) => {
  const isQuick = name.startsWith(QUICK);
  const isWanted = wanted === "all" || wanted.split(" ").includes(name.slice(0, 2));
  return name.endsWith(".ipynb") && (wanted === "others" ? !isQuick : isWanted);
});
names.sort((a, b) => Number(a.startsWith(QUICK)) - Number(b.startsWith(QUICK))); // 2 stays open for what follows
const last = names.at(-1);

let lab: Lab;
let notebook: OpenNotebook;

beforeAll(async () => {
  expect(names).not.toEqual([]);
  lab = await Lab.openFile(checkoutOf(names), `notebooks/${last}`);
  notebook = new OpenNotebook(lab);
}, 150_000);
afterAll(() => lab?.close());

/** Restarts and runs the notebook that a tab shows, and looks at all of it. */
async function check(tab: Lab, name: string, expect: ExpectStatic): Promise<void> {
  const open = new OpenNotebook(tab, expect);
  const ran = await open.restartAndRunAll();
  const before = committed(name);
  expect(ran.length).toBe(before.length);
  for (const [i, cell] of ran.entries()) {
    const wanted = saidBy(before[i]!);
    expect(saidBy(cell, kindsIn(wanted)), `cell ${i + 1}`).toEqual(wanted);
  }
  expect(await open.drawn(ran)).toBeGreaterThan(4);
  await open.hoverFirst(ran);
  await tab.picture(name.slice(0, 2));
}

describe("in JupyterLab", { timeout: 600_000 }, () => {
  // Two at a time (test/slow/lab.mjs says so to vitest), each in a tab of its own: a kernel computes on one core.
  it.concurrent.for(names)(
    "%s is restarted and run, and gives what is committed",
    async (name, { expect }) => {
      if (name === last) return check(lab, name, expect);
      const tab = await lab.beside(`notebooks/${name}`);
      try {
        await check(tab, name, expect);
        await tab.shutdown();
      } finally {
        await tab.closeTab();
      }
    },
  );
});

if (last?.startsWith(QUICK))
  describe.sequential("notebook 2 in JupyterLab", { timeout: 60_000 }, () => {
    it("an exercise answered wrongly shows its hint, answered rightly a tick", async () => {
      const index = (await notebook.cells()).findIndex(
        (one) => one.cell_type === "code" && sourceOf(one).includes('exercise("2.1"'),
      );
      const wrong = await notebook.answer(index, 'exercise("2.1", [1, 0, 0]);');
      await expect.poll(wrong, { timeout: 20_000 }).toMatch(/✗ 2\.1: \S+/);
      const right = await notebook.answer(index, 'exercise("2.1", [1, 0.5, 0.25]);');
      await expect.poll(right, { timeout: 20_000 }).toContain("✓ 2.1");
      await lab.picture("exercise");
    });

    it("lists its headings, and goes dark", async () => {
      await notebook.command("toc:show-panel");
      const contents = lab.page.locator(".jp-TableOfContents");
      await contents.locator("text=2.1").first().waitFor();
      await notebook.command("apputils:change-theme", { theme: "JupyterLab Dark" });
      const shade = () =>
        lab.page
          .locator(".jp-Notebook")
          .evaluate((one) => Number(/\d+/.exec(getComputedStyle(one).backgroundColor)![0]));
      await expect.poll(shade, { timeout: 20_000 }).toBeLessThan(50);
      await lab.picture("dark");
    });

    it("has a font with Chinese characters: two of them look different", async () => {
      const drawn = await lab.page.locator(".jp-Notebook").evaluate((one) =>
        ["我", "昨"].map((character) => {
          const canvas = document.createElement("canvas");
          const context = canvas.getContext("2d")!;
          context.font = `40px ${getComputedStyle(one).fontFamily}`;
          context.fillText(character, 10, 60);
          return canvas.toDataURL();
        }),
      );
      expect(drawn[0]).not.toBe(drawn[1]);
    });
  });
