// Publishes a figure: plotly's JSON for programs that can draw it, the static SVG for those that
// cannot, a text for terminals; a diagram is an SVG alone. Caption, text alternative and table travel
// as metadata, from which the book makes its figure. Other programs show no metadata: for them a second
// output says the same below the drawing; the book leaves it out.
import { host, type MimeBundle } from "../host/host";
import { plottingMessages as messages } from "../messages";
import type { Diagram } from "./diagram-figure";
import { escapeXml } from "./escape-xml";
import type { Figure } from "./figure";
import { tableHtml } from "./table-html";

/** Shows a figure or a diagram, and its caption. Resolves when both are published. */
export async function show(figure: Figure | Diagram): Promise<void> {
  const { number, caption, alt, table } = figure;
  const drawn = "svg" in figure ? { "image/svg+xml": figure.svg } : await plotted(figure);
  host().publish(
    { ...drawn, "text/plain": `${messages.figure({ number })} ${caption}\n${alt}` },
    { metadata: { figure: { number, caption, alt, table } } },
  );
  host().publish({ "text/html": captionOf(figure) }, { metadata: { captionOf: number } });
}

/** The caption, and folded below it the text alternative and the data. */
function captionOf({ number, caption, alt, table }: Figure | Diagram): string {
  const [title, summary] = [messages.figure({ number }), messages.figureInWords({ number })];
  return (
    `<p><b>${title}</b> ${escapeXml(caption)}</p>\n` +
    `<details><summary>${summary}</summary>\n<p>${escapeXml(alt)}</p>\n` +
    `${tableHtml(table.columns, table.rows)}</details>`
  );
}

/** A plot in both forms. */
async function plotted(figure: Figure): Promise<MimeBundle> {
  const { plot } = figure;
  const { updatemenus: _, ...still } = plot.layout; // a menu does nothing in a drawing
  const svg = await host().drawSvg({ ...figure, plot: { data: plot.data, layout: still } });
  return { "application/vnd.plotly.v1+json": plot, "image/svg+xml": svg };
}
