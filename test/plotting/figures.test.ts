// Figures: what each needs, what each kind refuses, its JSON and its table.
import { describe, expect, test } from "vitest";
import { bandFigure } from "../../lib/plotting/band-figure";
import { barFigure } from "../../lib/plotting/bar-figure";
import { type ChoiceOptions, choiceFigure } from "../../lib/plotting/choice-figure";
import type { Figure } from "../../lib/plotting/figure";
import { heatFigure } from "../../lib/plotting/heat-figure";
import { type LineOptions, lineFigure } from "../../lib/plotting/line-figure";
import { menuFigure } from "../../lib/plotting/menu-figure";
import type { Change, LineTrace } from "../../lib/plotting/plotly-json";
import { choices, samples } from "./samples";

const text = { number: "5.1", caption: "A caption.", alt: "An alternative." };
const axes = { x: { title: "step" }, y: { title: "loss" } };
const line = (more: Partial<LineOptions>): Figure =>
  lineFigure({ ...text, ...axes, series: [{ name: "a", y: [1, 2] }], ...more });

describe("what every figure needs", () => {
  test.each(["", "5", "5.x", "Figure 5.1"])("the number %j is refused", (number) => {
    expect(() => line({ number })).toThrow(`must look like "5.1" (notebook, dot, figure)`);
  });

  test.each(["caption", "alt"])("an empty %s is refused", (field) => {
    expect(() => line({ [field]: "  " })).toThrow(`figure 5.1 has no ${field}`);
    expect(() => line({ [field]: undefined })).toThrow(`figure 5.1 has no ${field}`);
  });

  test("the height can be chosen, within reason", () => {
    const tall = line({ height: 600 });
    expect([tall.height, tall.plot.layout.height, tall.width]).toEqual([600, 600, 720]);
    expect(line({}).plot.layout.height).toBe(420);
    for (const height of [0, 199, 2001, Number.NaN]) {
      expect(() => line({ height })).toThrow(`from 200 to 2000 CSS pixels, got ${height}`);
    }
  });

  test("a missing axis title is refused", () => {
    expect(() => line({ y: { title: "" } })).toThrow("figure 5.1 has no title on its y axis");
  });

  test.each([
    [[2, 1], false],
    [[0, Number.NaN], false],
    [[0, 1], true],
  ] as const)("the range %j (log: %j) is refused", (range, log) => {
    const y = { title: "loss", range, log };
    expect(() => line({ y })).toThrow("the range of the y axis must be two finite numbers");
  });

  test.each(Object.entries(samples))("%s: plain JSON, the same each time", (_, make) => {
    const { plot, table } = make();
    expect(JSON.parse(JSON.stringify(plot))).toEqual(plot);
    expect(JSON.stringify(make().plot)).toBe(JSON.stringify(plot));
    for (const row of table.rows) expect(row.length).toBe(table.columns.length);
    expect(plot.layout.xaxis.title.text).not.toBe("");
  });
});

describe("lineFigure", () => {
  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    "%d is refused, naming series and index",
    (bad) => {
      const series = [
        { name: "fine", y: [1, 2, 3] },
        { name: "loss", y: [1, 2, bad] },
      ];
      expect(() => line({ series })).toThrow(`figure 5.1: series "loss" has ${bad} at index 2`);
    },
  );

  test("on a logarithmic axis 0 is refused", () => {
    const options = { y: { title: "norm", log: true }, series: [{ name: "δ", y: [1, 0] }] };
    expect(() => line(options)).toThrow('series "δ" has 0 at index 1, and a logarithmic axis');
  });

  test.each([
    [[], "figure 5.1 has no series"],
    [[{ name: "a", y: [] }], 'series "a" has no values'],
    [
      [
        { name: "a", y: [1] },
        { name: "a", y: [2] },
      ],
      'two series called "a"',
    ],
    [[{ name: "a", x: [1], y: [1, 2] }], 'series "a" has 2 values and 1 x positions'],
  ])("series %j are refused", (series, message) => {
    expect(() => line({ series })).toThrow(message);
  });

  test("gaps and typed arrays are taken, values kept to 6 digits, whole numbers exactly", () => {
    const series = [
      { name: "a", x: [1000001, 2000003, 3], y: [1 / 3, null, 12345678] },
      { name: "b", x: [1, 2, 3], y: Float32Array.of(0.5, 0.25, 0.1) },
    ];
    const { data } = line({ series }).plot;
    expect(data[0]).toMatchObject({ x: [1000001, 2000003, 3], y: [0.333333, null, 12345678] });
    expect(data[1]).toMatchObject({ y: [0.5, 0.25, 0.1] });
  });

  test("the table has a row for each x of any series, in order", () => {
    const series = [
      { name: "p<sub>1</sub>", x: [3, 1], y: [30, 10] },
      { name: "b", x: [1, 2], y: [11, null] },
    ];
    expect(line({ series }).table).toEqual({
      columns: ["step", "p_1", "b"],
      rows: [
        [1, 10, 11],
        [2, null, null],
        [3, 30, null],
      ],
    });
  });

  test("a curve that comes back to an x keeps its order and all its rows", () => {
    const series = [{ name: "path", x: [0, 1, 0], y: [5, 6, 7] }];
    expect(line({ series }).table.rows).toEqual([
      [0, 5],
      [1, 6],
      [0, 7],
    ]);
  });

  test("labels take the places of positions, also when one occurs twice", () => {
    const x = { title: "word", labels: ["我", "了", "我"] };
    const figure = line({ x, series: [{ name: "P", y: [1, 2, 3] }] });
    expect(figure.table.rows).toEqual([
      ["我", 1],
      ["了", 2],
      ["我", 3],
    ]);
    expect(figure.plot.layout.xaxis).toMatchObject({ tickvals: [1, 2, 3], ticktext: x.labels });
  });

  test("a reference line is drawn and labelled, on a logarithmic axis too", () => {
    const y = { title: "loss", log: true };
    const { layout } = line({ y, references: [{ y: 100, label: "ln V" }] }).plot;
    expect(layout.shapes[0]).toMatchObject({ y0: 100, y1: 100, xref: "paper" });
    expect(layout.annotations[0]).toMatchObject({ text: "ln V", y: 2 });
  });

  test.each([
    { label: "ln V" },
    { label: "ln V", x: 1, y: 1 },
    { label: "ln V", y: Number.NaN },
    { label: "", y: 1 },
  ])("the reference line %j is refused", (reference) => {
    expect(() => line({ references: [reference] })).toThrow("needs a label and exactly one of");
  });

  test("long curves get few markers, short ones all", () => {
    const marker = (count: number) => {
      const [trace] = line({ series: [{ name: "a", y: new Float64Array(count) }] }).plot.data;
      return trace.type === "scatter" ? trace.marker?.maxdisplayed : null;
    };
    expect(marker(40)).toBeUndefined();
    expect(marker(41)).toBe(9);
  });

  test("a series can keep the looks it had in another figure", () => {
    const [trace] = line({ series: [{ name: "b", y: [1], style: 1 }] }).plot.data;
    expect(trace).toMatchObject({ line: { dash: "dash" }, marker: { symbol: "square" } });
  });
});

describe("bandFigure", () => {
  const runs = [
    [1, 4, null],
    [2, 5, 9],
    [9, 6, null],
  ];
  const band = (more: object) =>
    bandFigure({ ...text, ...axes, series: [{ name: "a", runs }], ...more });

  test("by default median and range", () => {
    expect(band({}).table).toEqual({
      columns: ["step", "a: median", "a: low", "a: high"],
      rows: [
        [1, 2, 1, 9],
        [2, 5, 4, 6],
        [3, 9, 9, 9],
      ],
    });
  });

  test("mean and standard deviation", () => {
    const { columns, rows } = band({ middle: "mean", spread: "deviation" }).table;
    expect(columns[1]).toBe("a: mean");
    expect(rows[1]).toEqual([2, 5, 4, 6]);
    expect(rows[0]).toEqual([1, 4, -0.358899, 8.3589]);
  });

  test("the quartiles", () => {
    expect(band({ spread: "quartiles" }).table.rows[0]).toEqual([1, 2, 1.5, 5.5]);
  });

  test("the area goes there along the top and back along the bottom; a gap splits it", () => {
    const series = [{ name: "a", runs: [[1, null, 3, 4]] }];
    const [area, middle] = band({ series }).plot.data;
    expect(area).toMatchObject({
      x: [1, 1, null, 3, 4, 4, 3],
      y: [1, 1, null, 3, 4, 4, 3],
      fill: "toself",
      showlegend: false,
    });
    expect(middle).toMatchObject({ y: [1, null, 3, 4] });
  });

  test("the input is not sorted in place, and errors name the run", () => {
    expect(runs[2]).toEqual([9, 6, null]);
    const bad = [
      [1, 2],
      [1, Number.NaN],
    ];
    expect(() => band({ series: [{ name: "a", runs: bad }] })).toThrow(
      'series "a, run 1" has NaN at index 1',
    );
    expect(() => band({ series: [{ name: "a", runs: [[1], [1, 2]] }] })).toThrow(
      'series "a, run 1" has 2 values and 1 in run 0',
    );
    expect(() => band({ series: [{ name: "a", runs: [] }] })).toThrow('series "a" has no runs');
  });

  test("a lower edge below 0 is refused on a logarithmic axis", () => {
    const y = { title: "loss", log: true };
    const series = [{ name: "a", runs: [[1], [1], [9]] }];
    expect(() => band({ y, series, middle: "mean", spread: "deviation" })).toThrow(
      'series "a, lower edge" has -0.95',
    );
  });
});

describe("barFigure", () => {
  const base = { ...text, categories: ["left", "both"], x: { title: "context" }, y: axes.y };
  const bars = (more: object) =>
    barFigure({ ...base, series: [{ name: "a", y: [45, 90.04] }], ...more });

  test("a bar for each category, its value written over it", () => {
    const { plot, table } = bars({});
    expect(plot.data[0]).toMatchObject({ x: [1, 2], y: [45, 90.04] });
    expect(plot.layout.annotations.map(({ text: written }) => written)).toEqual(["45", "90"]);
    expect(table).toEqual({
      columns: ["context", "a"],
      rows: [
        ["left", 45],
        ["both", 90.04],
      ],
    });
  });

  test("error bars reach from low to high, and the table tells them", () => {
    const series = [{ name: "a", y: [45, 90], low: [44, 90], high: [47, 91] }];
    const { plot, table } = bars({ series });
    expect(plot.data[0]).toMatchObject({ error_y: { array: [2, 1], arrayminus: [1, 0] } });
    expect(table.columns).toEqual(["context", "a", "a: low", "a: high"]);
    expect(table.rows[0]).toEqual(["left", 45, 44, 47]);
    expect(plot.layout.annotations[0]).toMatchObject({ y: 47 });
  });

  test("a ceiling spans its own category only", () => {
    const references = [{ y: 90, label: "ceiling", category: "both" }];
    const { shapes, annotations } = bars({ references, format: null }).plot.layout;
    expect(shapes).toMatchObject([{ x0: 1.54, x1: 2.46, y0: 90 }]);
    expect(annotations).toMatchObject([{ text: "ceiling", x: 2, xanchor: "center", yshift: 15 }]);
    expect(() => bars({ references: [{ y: 90, label: "c", category: "right" }] })).toThrow(
      'the category "right", which no bar has',
    );
  });

  test("bars of several series stand side by side and differ in pattern", () => {
    const series = ["a", "b"].map((name) => ({ name, y: [1, 2] }));
    const [first, second] = bars({ series }).plot.data;
    if (first.type !== "bar" || second.type !== "bar") throw new Error("not bars");
    expect(first.offset + first.width).toBeLessThan(second.offset);
    expect(first.marker.pattern).toBeUndefined();
    expect(second.marker.pattern?.shape).toBe("/");
  });

  test("the number of values must be that of the categories", () => {
    expect(() => bars({ series: [{ name: "a", y: [1] }] })).toThrow(
      'series "a" has 1 values and 2 categories',
    );
  });
});

describe("heatFigure", () => {
  const heat = (more: object) =>
    heatFigure({
      ...text,
      x: { title: "from" },
      y: { title: "to" },
      z: [
        [1, -2],
        [null, 0.5],
      ],
      value: { title: "weight" },
      ...more,
    });

  test("the first row is at the top, rows and columns count from 1", () => {
    const { plot, table } = heat({});
    expect(plot.layout.yaxis.autorange).toBe("reversed");
    expect(plot.data[0]).toMatchObject({ x: [1, 2], y: [1, 2], zmin: -2, zmax: 1 });
    expect(table).toEqual({
      columns: ["to", "1", "2"],
      rows: [
        ["1", 1, -2],
        ["2", null, 0.5],
      ],
    });
  });

  test("gaps, rows and columns of nulls alone, are no part of the table", () => {
    const z = [
      [1, null, null],
      [null, null, null],
      [3, null, 4],
    ];
    const { plot, table } = heat({ z, y: { title: "to", labels: ["a", "", "b"] } });
    expect(plot.data[0]).toMatchObject({ z });
    expect(table).toEqual({
      columns: ["to", "1", "3"],
      rows: [
        ["a", 1, null],
        ["b", 3, 4],
      ],
    });
  });

  test("a diverging scale is white at 0", () => {
    const [trace] = heat({ value: { title: "weight", scale: "diverging" } }).plot.data;
    expect(trace).toMatchObject({ zmin: -2, zmax: 2 });
  });

  test("cells say their value, in black or white, and empty ones nothing", () => {
    const { annotations } = heat({ format: (v: number) => v.toFixed(1) }).plot.layout;
    expect(annotations.map(({ text: written }) => written)).toEqual(["1.0", "-2.0", "0.5"]);
    expect(annotations.map(({ font }) => font.color)).toEqual(["#ffffff", "#000000", "#ffffff"]);
  });

  test("labels and another first number", () => {
    const figure = heat({
      x: { title: "word", labels: ["我", "他"] },
      y: { title: "t", first: 0 },
    });
    expect(figure.table.columns).toEqual(["t", "我", "他"]);
    expect(figure.table.rows.map(([name]) => name)).toEqual(["0", "1"]);
  });

  test("NaN, ragged rows and no rows are refused", () => {
    expect(() => heat({ z: [[1], [Number.NaN]] })).toThrow('series "row 1" has NaN at index 0');
    expect(() => heat({ z: [[1], [1, 2]] })).toThrow("row 1 has 2 values, the first row 1");
    expect(() => heat({ z: [] })).toThrow("figure 5.1 has no series");
    expect(() => heat({ value: { title: "" } })).toThrow("has no title on its colour axis");
  });

  test("equal values do not divide by zero", () => {
    expect(heat({ z: [[3, 3]] }).plot.data[0]).toMatchObject({ zmin: 3, zmax: 4 });
    const value = { title: "w", scale: "diverging" };
    expect(heat({ z: [[0]], value }).plot.data[0]).toMatchObject({ zmin: -1, zmax: 1 });
  });
});

describe("choiceFigure", () => {
  const { data, layout } = choices().plot;

  /** The figure's traces after plotly has applied what a button or a step of the slider says. */
  const changed = (...changes: { args: Change }[]) =>
    changes.reduce(
      (traces, { args: [values] }) =>
        traces.map((trace, i) => ({
          ...trace,
          ...Object.fromEntries(Object.entries(values).map(([key, list]) => [key, list[i]])),
        })),
      data as readonly LineTrace[],
    );
  const shown = (traces: readonly LineTrace[]) =>
    Object.fromEntries(
      traces.filter(({ visible, fill }) => visible && !fill).map(({ name, y }) => [name, y[1]]), // at lag 5
    );
  const [menu, slider] = [layout.updatemenus![0], layout.sliders![0]];

  test("starts at the first button and the slider's start", () => {
    expect(shown(data as LineTrace[])).toEqual({ measured: 0.253553, bound: 1 });
    expect([menu.active, slider.active]).toEqual([0, 1]);
  });

  test("button and slider work in any order", () => {
    const [sigmoid, two] = [menu.buttons[1], slider.steps[2]];
    const expected = { measured: 0.0164916, bound: 32 };
    expect(shown(changed(sigmoid, two))).toEqual(expected);
    expect(shown(changed(two, sigmoid))).toEqual(expected);
    expect(shown(changed(two, sigmoid, slider.steps[1], menu.buttons[0]))).toEqual(
      shown(data as LineTrace[]),
    );
  });

  test("the table has all choices, one row for each x", () => {
    const { columns, rows } = choices().table;
    expect(columns.slice(0, 4)).toEqual([
      "activation",
      "‖W‖",
      "lag (steps back)",
      "measured: median",
    ]);
    expect(rows.length).toBe(2 * 3 * 11);
    expect(rows[1]).toEqual([
      "tanh",
      "0.5",
      5,
      0.00792352,
      0.00613107,
      0.0101126,
      0.03125,
      0.03125,
      0.03125,
    ]);
  });

  const series = () => [{ name: "a", runs: [[1, 2]] }];
  const usual: ChoiceOptions = {
    ...text,
    x: { title: "lag", range: [0, 1] },
    y: { title: "norm", range: [0, 3] },
    buttons: { title: "f", labels: ["tanh", "relu"] },
    slider: { title: "norm", labels: ["1", "2"] },
    series,
  };
  test.each([
    [{ y: { title: "norm" } }, "its y axis needs a range"],
    [{ buttons: { title: "f", labels: ["tanh"] } }, '"f" has fewer than two labels'],
    [{ slider: { ...usual.slider, start: 2 } }, '"norm" starts at 2'],
    [
      { series: (b: number) => [{ name: `curve ${b}`, runs: [[1]] }] },
      "the choice relu, 1 has curves of other names",
    ],
  ])("%j is refused", (change, message) => {
    expect(() => choiceFigure({ ...usual, ...change })).toThrow(message);
  });
});

describe("menuFigure", () => {
  const view = (name: string, y: number[]) => ({
    name,
    figure: barFigure({ ...text, ...axes, categories: ["一", "二"], series: [{ name: "p", y }] }),
  });
  const views = [view("first", [1, 2]), view("second", [3, 4])];
  const menu = (more: Partial<Parameters<typeof menuFigure>[0]>) =>
    menuFigure({ ...text, menu: "blank", views, shown: 1, ...more });

  test("shows one view, and its menu brings the others", () => {
    const { plot } = menu({});
    expect(plot.data).toEqual(views[1].figure.plot.data);
    const [{ name, active, buttons }] = plot.layout.updatemenus!;
    expect([name, active, buttons.map(({ label }) => label)]).toEqual([
      "blank",
      1,
      ["first", "second"],
    ]);
    const [data, layout] = buttons[0].args;
    expect(data).toEqual({ x: [[1, 2]], y: [[1, 2]] });
    expect(layout.annotations!.map((note) => note.text)).toEqual(["1", "2"]);
  });

  test("its table holds all views", () => {
    const { columns, rows } = menu({}).table;
    expect(columns).toEqual(["blank", "step", "p"]);
    expect(rows).toEqual([
      ["first", "一", 1],
      ["first", "二", 2],
      ["second", "一", 3],
      ["second", "二", 4],
    ]);
  });

  test("views that cannot take each other's place are refused", () => {
    expect(() => menu({ shown: 2 })).toThrow("cannot show view 2 of 2");
    expect(() => menu({ views: [] })).toThrow("of 0");
    expect(() => menu({ views: [...views, { name: "line", figure: line({}) }] })).toThrow(
      'the view "line" has other kinds of series',
    );
    expect(() => menu({ views: [views[0], views[0]] })).toThrow('two series called "first"');
  });
});
