// Takes out of the exported pages' styles what no page uses, and the theme's icon font: icons.css draws the
// few icons that the pages show. The theme's style sheet shrinks to a quarter, and the page shows sooner.
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PurgeCSS } from "purgecss";

const ICON_FONT = /@font-face\s*\{[^}]*fontawesome[^}]*\}/g;
const ICON = /fa-(?!solid|lg|fw)[a-z-]+/g;

/** Rewrites the style sheets of a built book in place. @throws Error for an icon that icons.css does not draw */
export async function slim(html) {
  const content = [`${html}/*.html`, `${html}/_static/*.js`, `${html}/_static/scripts/*.js`];
  const data = ["plotly.min", "section-index", "section-code"];
  const sheets = await new PurgeCSS().purge({
    content: [...content, ...data.map((name) => `!${html}/_static/${name}.js`)],
    css: [`${html}/_static/*.css`, `${html}/_static/styles/*.css`, `${html}/_static/katex/*.css`],
    safelist: { greedy: [/data-theme/] },
  });
  for (const { file, css } of sheets) await writeFile(file, css.replace(ICON_FONT, ""));
  await rm(join(html, "_static/vendor/fontawesome"), { recursive: true, force: true });
  await requireIcons(html);
}

async function requireIcons(html) {
  const drawn = await readFile(join(html, "_static/icons.css"), "utf8");
  const page = await readFile(join(html, "index.html"), "utf8");
  const missing = [...new Set(page.match(ICON))].filter((name) => !drawn.includes(`.${name}`));
  if (missing.length > 0) {
    throw new Error(
      `slim: the theme shows ${missing.join(", ")}: draw it in book/_static/icons.css`,
    );
  }
}
