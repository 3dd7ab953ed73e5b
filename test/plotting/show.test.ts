import { afterEach, expect, test } from "vitest";
import { type MimeBundle, type PublishOptions, setHost } from "../../lib/host/host";
import { menuFigure } from "../../lib/plotting/menu-figure";
import { show } from "../../lib/plotting/show";
import { folded } from "./diagram-samples";
import { ceilings } from "./samples";

afterEach(() => setHost(undefined));

/** What is published from now on. */
function listen(): [MimeBundle, PublishOptions | undefined][] {
  const published: [MimeBundle, PublishOptions | undefined][] = [];
  setHost({
    publish: (bundle, options) => published.push([bundle, options]),
    drawSvg: async (figure) => `<svg>${figure.number}</svg>`,
    readData: async () => new Uint8Array(),
    poll: async () => undefined,
  });
  return published;
}

test("a diagram is an SVG alone, with the same metadata", async () => {
  const published = listen();
  const diagram = folded();
  await show(diagram);
  const { number, caption, alt, table, svg } = diagram;
  const bundle = { "image/svg+xml": svg, "text/plain": `Figure ${number}. ${caption}\n${alt}` };
  expect(published).toEqual([[bundle, { metadata: { figure: { number, caption, alt, table } } }]]);
});

test("one output in three forms, with what the book needs as metadata", async () => {
  const published = listen();
  const figure = ceilings();
  await show(figure);
  const { number, caption, alt, table, plot } = figure;
  expect(published).toEqual([
    [
      {
        "application/vnd.plotly.v1+json": plot,
        "image/svg+xml": "<svg>3.1</svg>",
        "text/plain": `Figure 3.1. ${caption}\n${alt}`,
      },
      { metadata: { figure: { number, caption, alt, table } } },
    ],
  ]);
});

test("without a host the message says what to do", async () => {
  await expect(show(ceilings())).rejects.toThrow("no host is installed");
});

test("a menu stays out of the drawing, where it would do nothing", async () => {
  const drawn: object[] = [];
  setHost({
    publish: () => undefined,
    drawSvg: async ({ plot }) => {
      drawn.push(plot.layout);
      return "<svg/>";
    },
    readData: async () => new Uint8Array(),
    poll: async () => undefined,
  });
  const text = { number: "3.1", caption: "A caption.", alt: "An alternative." };
  await show(menuFigure({ ...text, menu: "view", views: [{ name: "one", figure: ceilings() }] }));
  expect(drawn).toHaveLength(1);
  expect(drawn[0]).not.toHaveProperty("updatemenus");
});
