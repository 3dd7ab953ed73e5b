// What `show` publishes: forms, metadata, and the words below a drawing.
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
  expect(published[0]).toEqual([bundle, { metadata: { figure: { number, caption, alt, table } } }]);
  expect(published).toHaveLength(2);
  expect(published[1][1]).toEqual({ metadata: { captionOf: number } });
});

test("one output in three forms, with what the book needs as metadata", async () => {
  const published = listen();
  const figure = ceilings();
  await show(figure);
  const { number, caption, alt, table, plot } = figure;
  expect(published[0]).toEqual([
    {
      "application/vnd.plotly.v1+json": plot,
      "image/svg+xml": "<svg>3.1</svg>",
      "text/plain": `Figure 3.1. ${caption}\n${alt}`,
    },
    { metadata: { figure: { number, caption, alt, table } } },
  ]);
});

test("programs that show no metadata get caption, text alternative and data below the drawing", async () => {
  const published = listen();
  const figure = { ...ceilings(), caption: "Of a < b & c.", alt: "b is above a." };
  await show(figure);
  const [bundle, options] = published[1];
  expect(options).toEqual({ metadata: { captionOf: "3.1" } });
  expect(Object.keys(bundle)).toEqual(["text/html"]); // a terminal has them already
  const html = String(bundle["text/html"]);
  expect(html).toMatch(/^<p><b>Figure 3\.1\.<\/b> Of a &lt; b &amp; c\.<\/p>\n<details><summary>/);
  expect(html).toContain("<p>b is above a.</p>");
  expect(html.match(/<tr>/g)).toHaveLength(1 + figure.table.rows.length);
  for (const column of figure.table.columns) expect(html).toContain(`>${column}</th>`);
  expect(html).toMatch(/<\/table><\/details>$/);
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
