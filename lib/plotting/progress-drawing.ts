// The picture of a run's progress: a bar, the numbers beside it, and the loss so far as a small curve.
// Plain SVG without ids, since any number of them may stand in one page.

import { GRID, INK, MUTED, PAPER, SERIES_COLOURS } from "./colours";
import { escapeXml } from "./escape-xml";

/** One point of the loss curve. */
export interface LossPoint {
  step: number;
  loss: number;
}

/** What the picture shows. */
export interface ProgressState {
  label: string;
  /** Share of the steps done, 0 to 1. */
  share: number;
  /** Numbers shown under the bar, such as "12 of 100 steps". */
  parts: readonly string[];
  total: number;
  curve: readonly LossPoint[];
}

const WIDTH = 720;
const HEIGHT = 72;
const BAR = { x: 12, y: 28, width: 500, height: 10 };
const CURVE = { x: 540, y: 8, width: 168, height: 56 };

function short(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** The curve between its axes; its lowest loss touches the bottom, its highest the top. */
function curvePath({ curve, total }: ProgressState): string {
  if (curve.length < 2) return "";
  const losses = curve.map(({ loss }) => loss);
  const low = Math.min(...losses);
  const span = Math.max(...losses) - low || 1;
  const points = curve.map(({ step, loss }) => {
    const x = CURVE.x + (CURVE.width * Math.min(step, total)) / total;
    const y = CURVE.y + CURVE.height * (1 - (loss - low) / span);
    return `${short(x)},${short(y)}`;
  });
  const axes = `M${CURVE.x},${CURVE.y}v${CURVE.height}h${CURVE.width}`;
  const stroke = `fill="none" stroke="${SERIES_COLOURS[0]}" stroke-width="1.5"`;
  return (
    `<path fill="none" stroke="${MUTED}" d="${axes}"/>` +
    `<polyline ${stroke} points="${points.join(" ")}"/>`
  );
}

/** The picture as an SVG document. `line` says the same in words. */
export function drawProgress(state: ProgressState, line: string): string {
  const { label, share, parts } = state;
  const { x, y, width, height } = BAR;
  const text = (top: number, ink: string, weight: string, words: string): string =>
    `<text x="${x}" y="${top}" fill="${ink}"${weight}>${escapeXml(words)}</text>`;
  const bar = (extent: number, colour: string): string =>
    `<rect x="${x}" y="${y}" width="${short(extent)}" height="${height}" rx="3" fill="${colour}"/>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}"`,
    ` viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeXml(line)}"`,
    ` font-family="Arial, Helvetica, Liberation Sans, sans-serif" font-size="13">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="${PAPER}"/>`,
    text(18, INK, ' font-weight="bold"', label),
    bar(width, GRID),
    bar(width * share, SERIES_COLOURS[0]),
    text(58, MUTED, "", parts.join(" · ")),
    curvePath(state),
    "</svg>\n",
  ].join("");
}
