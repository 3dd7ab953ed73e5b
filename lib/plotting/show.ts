// Publishes a figure: plotly's JSON for programs that can draw it, the static SVG for those that
// cannot, a text for terminals (a diagram is an SVG alone); caption, text alternative and table travel as metadata.
import { host } from "../host/host";
import { plottingMessages as messages } from "../messages";
import type { Diagram } from "./diagram-figure";
import type { Figure } from "./figure";

/** Shows a figure or a diagram as one output. Resolves when it is published. */
export async function show(figure: Figure | Diagram): Promise<void> {
  const { number, caption, alt, table } = figure;
  const drawn =
    "svg" in figure
      ? { "image/svg+xml": figure.svg }
      : {
          "application/vnd.plotly.v1+json": figure.plot,
          "image/svg+xml": await host().drawSvg(figure),
        };
  host().publish(
    { ...drawn, "text/plain": `${messages.figure({ number })} ${caption}\n${alt}` },
    { metadata: { figure: { number, caption, alt, table } } },
  );
}
