// Publishes a figure: plotly's JSON for programs that can draw it, the static SVG for those that
// cannot, a text for terminals; caption, text alternative and table travel as metadata.
import { host } from "../host/host";
import { plottingMessages as messages } from "../messages";
import type { Figure } from "./figure";

/** Shows a figure as one output. Resolves when it is published. */
export async function show(figure: Figure): Promise<void> {
  const { number, caption, alt, table, plot } = figure;
  const { updatemenus: _, ...still } = plot.layout; // a menu does nothing in a drawing
  const svg = await host().drawSvg({ ...figure, plot: { data: plot.data, layout: still } });
  host().publish(
    {
      "application/vnd.plotly.v1+json": plot,
      "image/svg+xml": svg,
      "text/plain": `${messages.figure({ number })} ${caption}\n${alt}`,
    },
    { metadata: { figure: { number, caption, alt, table } } },
  );
}
