// The static drawings: well-formed, named, self-contained, and the same bytes in another process.
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { JSDOM } from "jsdom";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { roundNumbers } from "../../lib/host/clean-svg";
import { host, setHost } from "../../lib/host/host";
import { installNodeHost } from "../../lib/host/node-host";
import { samples } from "../plotting/samples";

const drawings: Record<string, string> = {};

beforeAll(async () => {
  installNodeHost();
  for (const [name, make] of Object.entries(samples)) {
    drawings[name] = await host().drawSvg(make());
  }
}, 180_000);

afterAll(() => setHost(undefined));

function parse(svg: string): Document {
  const { DOMParser } = new JSDOM("").window;
  return new DOMParser().parseFromString(svg, "image/svg+xml"); // throws when not well-formed
}

describe.each(Object.keys(samples))("%s", (name) => {
  test("is well-formed and says what it shows", () => {
    const root = parse(drawings[name]).documentElement;
    const { number, caption, alt, height } = samples[name]();
    expect(root.tagName).toBe("svg");
    expect(root.getAttribute("role")).toBe("img");
    expect(root.getAttribute("viewBox")).toBe(`0 0 720 ${height}`);
    expect(root.querySelector("title")?.textContent).toBe(`Figure ${number}. ${caption}`);
    expect(root.querySelector("desc")?.textContent).toBe(alt);
  });

  test("needs nothing from outside: no bitmap, style sheet, script or address", () => {
    const root = parse(drawings[name]).documentElement;
    expect(root.querySelectorAll("image, style, script, foreignObject, [class]").length).toBe(0);
    expect(drawings[name].replaceAll("http://www.w3.org/", "")).not.toMatch(/https?:|data:|TOBE/);
  });

  test("refers only to its own ids", () => {
    const root = parse(drawings[name]).documentElement;
    const ids = new Set([...root.querySelectorAll("[id]")].map(({ id }) => id));
    const used = [...drawings[name].matchAll(/url\(#([^)]+)\)/g)].map(([, id]) => id);
    for (const id of used) expect(ids).toContain(id);
  });

  test("has whole coordinates: no NaN, no infinity, at most 2 decimals", () => {
    expect(drawings[name]).not.toMatch(/NaN|Infinity|undefined/);
    const course = drawings[name].match(/ (?:d|transform|x|y)="[^"]*"/g)?.join("") ?? "";
    expect(course).not.toMatch(/\.\d{3}/);
  });
});

test("no id occurs twice, within a drawing or between two of them", () => {
  const ids = Object.values(drawings).flatMap((svg) =>
    [...svg.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id),
  );
  expect(ids.length).toBeGreaterThan(20);
  expect(new Set(ids).size).toBe(ids.length);
});

test("axis titles, ticks, legend and Chinese labels are text", () => {
  const texts = [...parse(drawings.wordByWord).querySelectorAll("text")].map((t) => t.textContent);
  for (const text of ["word read", "probability", "0.2", "P(小明)", "昨天", "批评"]) {
    expect(texts).toContain(text);
  }
  expect(texts.filter((text) => text === "我").length).toBe(2); // first and last word
});

test("choices are drawn one beside the other, without buttons and slider", () => {
  const root = parse(drawings.choices);
  const texts = [...root.querySelectorAll("text")].map((t) => t.textContent);
  for (const activation of ["tanh", "sigmoid"])
    for (const norm of ["0.5", "1", "2"]) expect(texts).toContain(`${activation}, ‖W‖ = ${norm}`);
  expect(texts.filter((text) => text === "measured").length).toBe(1); // one legend for all
  expect(texts).not.toContain("‖W‖ = 1"); // what the slider says of itself
});

test("a heat map's cells are where its values are, and gaps stay empty", () => {
  const courses = [...parse(drawings.smallMatrix).querySelectorAll("path[fill]")];
  const cells = courses.flatMap((path) => path.getAttribute("d")?.match(/M/g) ?? []);
  expect(cells.length).toBe(11); // 12 cells, one of them null
});

test("another process, drawing in another order, gives the same bytes", async () => {
  const folder = join("build", "test-drawing", "bundle");
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, "draw.cjs");
  await build({
    stdin: {
      contents: `
        import { host } from "./lib/host/host";
        import { installNodeHost } from "./lib/host/node-host";
        import { samples } from "./test/plotting/samples";
        async function main() {
          installNodeHost();
          const drawings = {};
          for (const name of Object.keys(samples).reverse())
            drawings[name] = await host().drawSvg(samples[name]());
          process.stdout.write(JSON.stringify(drawings));
        }
        main();`,
      resolveDir: process.cwd(),
      loader: "ts",
    },
    ...{ outfile, format: "cjs", bundle: true, platform: "node", packages: "external" },
    logOverride: { "empty-import-meta": "silent" },
  });
  const env = { ...process.env, LANG: "zh_CN.UTF-8", TZ: "Asia/Shanghai" };
  const output = execFileSync(process.execPath, [outfile], { env, maxBuffer: 1 << 26 });
  expect(JSON.parse(output.toString())).toEqual(drawings);
}, 180_000);

test("figures drawn at the same time do not disturb each other", async () => {
  const both = await Promise.all(["recall", "states"].map((n) => host().drawSvg(samples[n]())));
  expect(both).toEqual([drawings.recall, drawings.states]);
}, 180_000);

test("a figure is left as it was by drawing it", async () => {
  const figure = samples.ceilings();
  const before = JSON.stringify(figure);
  await host().drawSvg(figure);
  expect(JSON.stringify(figure)).toBe(before);
}, 180_000);

test("a figure that holds a bitmap is refused", async () => {
  const figure = samples.ceilings();
  const images = [
    {
      source: "data:image/png;base64,AAAA",
      ...{ xref: "paper", yref: "paper", x: 0, y: 1, sizex: 1, sizey: 1 },
    },
  ];
  const layout = { ...figure.plot.layout, images };
  const withImage = { ...figure, plot: { data: figure.plot.data, layout } };
  await expect(host().drawSvg(withImage)).rejects.toThrow("figure 3.1: the drawing holds a bitmap");
}, 180_000);

test("numbers are rounded, colours and names are not", () => {
  expect(roundNumbers("M1.23456,-0.001L154.32999999999998,7e-9")).toBe("M1.23,0L154.33,0");
  expect(roundNumbers("translate(12,3.5)")).toBe("translate(12,3.5)");
});
