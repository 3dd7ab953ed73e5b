// Publishes a figure: plotly's JSON for programs that can draw it, the static SVG for those that
// cannot, a text for terminals; caption, text alternative and table travel as metadata. A diagram is
// an SVG alone.
import { host, type MimeBundle } from "../host/host";
import { plottingMessages as messages } from "../messages";
import type { Diagram } from "./diagram-figure";
import type { Figure } from "./figure";

/** Shows a figure or a diagram as one output. Resolves when it is published. */
export async function show(figure: Figure | Diagram): Promise<void> {
  const { number, caption, alt, table } = figure;
  const drawn = "svg" in figure ? { "image/svg+xml": figure.svg } : await plotted(figure);
  host().publish(
    { ...drawn, "text/plain": `${messages.figure({ number })} ${caption}\n${alt}` },
    { metadata: { figure: { number, caption, alt, table } } },
  );
}

/** A plot in both forms. */
async function plotted(figure: Figure): Promise<MimeBundle> {
  const { plot } = figure;
  const { updatemenus: _, ...still } = plot.layout; // a menu does nothing in a drawing
  const svg = await host().drawSvg({ ...figure, plot: { data: plot.data, layout: still } });
  return { "application/vnd.plotly.v1+json": plot, "image/svg+xml": svg };
}
