// Drawings of networks: well-formed, whole, self-contained, with table and labels.
import { JSDOM } from "jsdom";
import { describe, expect, test } from "vitest";
import { contrast } from "../../lib/plotting/colours";
import { type DiagramOptions, diagramFigure } from "../../lib/plotting/diagram-figure";
import { rimPoint } from "../../lib/plotting/diagram-geometry";
import { drawLabel, labelRuns, labelWidth } from "../../lib/plotting/math-label";
import { diagramSamples } from "./diagram-samples";

const { DOMParser } = new JSDOM("").window;

function parse(svg: string): Element {
  return new DOMParser().parseFromString(svg, "image/svg+xml").documentElement; // throws
}

const pair: DiagramOptions = {
  ...{ number: "2.1", caption: "A caption.", alt: "An alternative." },
  nodes: [
    { id: "x", at: [0, 0], kind: "input", label: "x_t" },
    { id: "s", at: [1, 0] },
  ],
  links: [{ from: "x", to: "s", label: "U" }],
};
const draw = (more: Partial<DiagramOptions>) => diagramFigure({ ...pair, ...more });

describe.each(Object.entries(diagramSamples))("%s", (_, make) => {
  const { svg, width, height, number, caption, alt, table } = make();
  const root = parse(svg);

  test("is well-formed and says what it shows", () => {
    expect(root.getAttribute("role")).toBe("img");
    expect(root.querySelector("title")?.textContent).toBe(`Figure ${number}. ${caption}`);
    expect(root.querySelector("desc")?.textContent).toBe(alt);
    const [, , w, h] = (root.getAttribute("viewBox") ?? "").split(" ").map(Number);
    expect([w, h, root.getAttribute("width")]).toEqual([width, height, String(width)]);
  });

  test("stands anywhere: white paper of its own, no style sheet, inherited colour or address", () => {
    expect(root.querySelectorAll("image, style, script, foreignObject, [class]").length).toBe(0);
    expect(root.querySelector("rect")?.getAttribute("fill")).toBe("#ffffff");
    expect(svg).not.toMatch(/currentColor|url\(|NaN|Infinity|undefined|\.\d{2}/);
  });

  test("is the same each time", () => expect(make().svg).toBe(svg));

  test("every line and letter can be seen, and every row of the table is whole", () => {
    for (const element of root.querySelectorAll("text[fill]:not([fill=none])")) {
      expect(contrast(element.getAttribute("fill") ?? "", "#ffffff")).toBeGreaterThan(4.5);
    }
    for (const element of root.querySelectorAll("[stroke]:not(text)")) {
      expect(contrast(element.getAttribute("stroke") ?? "", "#ffffff")).toBeGreaterThan(3);
    }
    expect(table.rows.length).toBeGreaterThan(2);
    for (const row of table.rows) expect(row.length).toBe(table.columns.length);
  });

  test("nothing is drawn beyond the paper", () => {
    const [left, top] = (root.getAttribute("viewBox") ?? "").split(" ").map(Number);
    for (const path of root.querySelectorAll("path")) {
      const numbers = (path.getAttribute("d") ?? "").match(/-?[\d.]+,-?[\d.]+/g) ?? [];
      for (const [x, y] of numbers.map((at) => at.split(",").map(Number))) {
        const inside = x >= left && x <= left + width && y >= top && y <= top + height;
        expect(inside, `${x},${y} of ${path.outerHTML}`).toBe(true);
      }
    }
  });
});

test("the table names nodes, links, groups and what stands beside them", () => {
  const { table } = draw({ groups: [{ around: ["x", "s"], label: "net", style: "lit" }] });
  expect(table.columns).toEqual(["label", "drawn as", "with", "from", "to"]);
  expect(table.rows).toEqual([
    ["x_t", "input", null, null, null],
    ["s", "hidden", null, null, null],
    ["U", "link", null, "x_t", "s"],
    ["net", "group, lit", "x_t, s", null, null],
  ]);
});

test("lit is heavier, not only coloured; dashed is broken", () => {
  const line = (style: "plain" | "lit" | "dashed") => {
    const { svg } = draw({ links: [{ from: "x", to: "s", style, label: "U" }] });
    return parse(svg);
  };
  const width = (root: Element) =>
    Number(root.querySelector("path[fill=none]")?.getAttribute("stroke-width"));
  expect(width(line("lit"))).toBeGreaterThan(2 * width(line("plain")));
  expect(line("lit").querySelector("text[font-weight=bold]")?.textContent).toBe("U");
  expect(line("dashed").querySelector("path[stroke-dasharray]")).not.toBeNull();
  expect(line("plain").querySelector("path[stroke-dasharray]")).toBeNull();
});

test("a legend has room where it is wider than the drawing, and its nodes keep their shapes", () => {
  const legend = { input: "an input", hidden: "a state", output: "an output" };
  const root = parse(
    diagramFigure({ ...pair, nodes: pair.nodes.slice(0, 1), links: [], legend }).svg,
  );
  const [paper, , ...signs] = [...root.querySelectorAll("rect")].map((rect) =>
    ["x", "width", "height", "rx"].map((name) => Number(rect.getAttribute(name))),
  );
  for (const [x, width] of signs) {
    expect(x).toBeGreaterThan(paper[0]);
    expect(x + width).toBeLessThan(paper[0] + paper[1]);
  }
  const [box, circle, rounded] = signs.map(([, width, height, rx]) => [
    width - height,
    rx / height,
  ]);
  expect(box[1]).toBe(0);
  expect(circle).toEqual([0, 0.5]);
  expect(rounded[0]).toBeGreaterThan(0);
  expect(rounded[1]).toBeLessThan(0.4);
});

test("lines end at the rims, arrowheads at the end that is asked for", () => {
  const box = { x: 0, y: 0, halfWidth: 20, halfHeight: 10, round: false };
  expect(rimPoint(box, [100, 0])).toEqual([22, 0]);
  expect(rimPoint(box, [0, -100])).toEqual([0, -12]);
  expect(rimPoint({ ...box, halfHeight: 20, round: true }, [30, 40])[0]).toBeCloseTo(13.2, 12);
  const heads = (arrow: "end" | "both" | "none") =>
    parse(draw({ links: [{ from: "x", to: "s", arrow }] }).svg).querySelectorAll("path[d$=Z]");
  expect([heads("none").length, heads("end").length, heads("both").length]).toEqual([0, 1, 2]);
});

test.each([
  [{ nodes: [] }, "figure 2.1 has no nodes"],
  [{ nodes: [pair.nodes[0], pair.nodes[0]] }, 'two nodes with the id "x"'],
  [{ links: [{ from: "x", to: "y" }] }, 'the end of a link names the node "y", which is not there'],
  [{ links: [{ from: "y", to: "s" }] }, "the start of a link names"],
  [{ groups: [{ around: ["z"] }] }, 'a group names the node "z"'],
  [{ groups: [{ around: [], label: "g" }] }, 'the group "g" holds no node'],
  [{ nodes: [{ id: "x", at: [0, Number.NaN] }], links: [] }, 'a place of "x" is not made of'],
  [{ links: [{ from: "x", to: "s", bend: Infinity }] }, 'a place of "x → s"'],
  [{ cell: [0, 10] }, "a cell must be [width, height]"],
  [{ cell: [900, 90] }, "figure 2.1 would be 979 CSS pixels wide, and a page holds 800"],
  [{ alt: "" }, "figure 2.1 has no alt"],
] as [Partial<DiagramOptions>, string][])("%j is refused", (more, message) => {
  expect(() => draw(more)).toThrow(message);
});

describe("labels", () => {
  const written = (label: string) =>
    labelRuns(label).map(({ text, place, italic }) => `${place}${italic ? "*" : ""}:${text}`);

  test.each([
    ["s_{t-1}", ["line*:s", "sub*:t", "sub:−1"]],
    ["W^{(2)}", ["line*:W", "sup:(2)"]],
    ["tanh", ["line:tanh"]],
    ["the same W at every step", ["line:the same ", "line*:W", "line: at every step"]],
    ["a word", ["line:a word"]],
    ["a_1 b", ["line*:a", "sub:1", "line: ", "line*:b"]],
    ["____", ["line:____"]],
    ["x_", ["line*:x", "line:_"]],
    ["打算", ["line:打算"]],
    ["", []],
  ])("%j", (label, runs) => expect(written(label)).toEqual(runs));

  test("a script over another takes no room of its own", () => {
    expect(labelWidth("s^{(1)}_t", 16)).toBeLessThan(labelWidth("s^{(1)}t", 16));
    expect(labelWidth("s_t", 16)).toBeGreaterThan(labelWidth("s", 16));
  });

  test("are escaped", () => {
    const place = { x: 0, y: 0, size: 16, anchor: "middle", fill: "#000000" } as const;
    expect(drawLabel("<p> & q", place)).toContain("&lt;<tspan font-style");
  });
});
