// Draws the picture that stands for the book where a link to it is shown: `node book/social-preview.mjs` writes
// book/_static/social-preview.png (1280×640). Needs a Chromium; run it again only when the picture is to change.
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { startChromium } from "./chromium.mjs";
import { root } from "./export/options.mjs";

const STEPS = 6;
const WIDTH = 150;

/** One step of the unfolded net: x_t below, s_t, o_t above, and the W that leads on. */
function step(i) {
  const x = 190 + i * WIDTH;
  const sub = i === STEPS - 1 ? "T" : i + 1;
  const node = (y, name, shape, colour) => `
    ${shape === "circle" ? `<circle cx="${x}" cy="${y}" r="34"` : `<rect x="${x - 32}" y="${y - 28}" width="64" height="56" rx="6"`}
      fill="#101820" stroke="${colour}" stroke-width="4"/>
    <text x="${x}" y="${y + 9}">${name}<tspan dy="8" font-size="20">${sub}</tspan></text>`;
  const arrow = (x1, y1, x2, y2, colour, width) =>
    `<path d="M${x1} ${y1} L${x2} ${y2}" stroke="${colour}" stroke-width="${width}" marker-end="url(#${colour === "#e69f00" ? "lit" : "tip"})"/>`;
  return `
    ${arrow(x, 222, x, 196, "#9fb3c8", 3)} ${arrow(x, 122, x, 96, "#9fb3c8", 3)}
    ${i < STEPS - 1 ? `${arrow(x + 36, 160, x + WIDTH - 46, 160, "#e69f00", 6)}<text x="${x + WIDTH / 2}" y="146" fill="#e69f00">W</text>` : ""}
    ${node(250, "x", "rect", "#56b4e9")} ${node(160, "s", "circle", "#e69f00")} ${node(66, "o", "rect", "#35c99b")}`;
}

const page = `<!doctype html><html lang="en"><title>Unrolled</title><style>
  body { margin: 0; width: 1280px; height: 640px; background: #101820; color: #f2f5f8; font-family: "DejaVu Serif", Georgia, serif; }
  h1 { margin: 0; padding: 64px 0 0 90px; font-size: 104px; font-weight: 700; letter-spacing: -2px; }
  p { margin: 14px 0 0 96px; font-size: 36px; color: #c3cfdb; }
  svg { position: absolute; left: 60px; bottom: 40px; }
  text { fill: #f2f5f8; font: italic 30px "DejaVu Serif", Georgia, serif; text-anchor: middle; }
</style><h1>Unrolled</h1><p>Recurrent neural networks from zero,<br>every formula run, every number checked</p>
<svg width="1160" height="300" viewBox="0 0 1160 300"><defs>
  <marker id="tip" orient="auto" markerWidth="5" markerHeight="5" refX="3" refY="2.5"><path d="M0 0L5 2.5L0 5z" fill="#9fb3c8"/></marker>
  <marker id="lit" orient="auto" markerWidth="4" markerHeight="4" refX="2" refY="2"><path d="M0 0L4 2L0 4z" fill="#e69f00"/></marker>
</defs>${Array.from({ length: STEPS }, (_, i) => step(i)).join("")}</svg></html>`;

const file = join(root, "book/_static/social-preview.png");
const browser = await startChromium();
const view = await browser.newPage({ viewport: { width: 1280, height: 640 } });
await view.setContent(page);
await view.screenshot({ path: `${file}.tmp.png` });
await browser.close();
await rename(`${file}.tmp.png`, file);
console.log("book/_static/social-preview.png is written");
