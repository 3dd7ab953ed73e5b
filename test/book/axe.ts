// What axe finds on a page: one line for each rule that is broken, with the elements that break it.
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";

const axePath = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/** The page must be open with `bypassCSP`. Passes are not described: that took a third of the time. */
export async function axeViolations(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: axePath });
  const run = 'axe.run({ preload: false, resultTypes: ["violations"] })';
  const { violations }: AxeResults = await page.evaluate(run);
  return violations.map(
    ({ id, impact, nodes }) =>
      `${id} (${impact}): ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`,
  );
}
