// On GitHub, nbviewer and VS Code the notebooks are read as they are committed: only what all render is in them.
import { expect, it } from "vitest";
import { constructsOf, workbookConstructs } from "../../book/constructs.mjs";

const outside = (...cells: object[]) =>
  constructsOf({ cells })
    .filter(([, fine]) => !fine)
    .map(([construct]) => construct);
const markdown = (source: string) => ({ cell_type: "markdown", source });

it("the notebooks keep to what GitHub, nbviewer and VS Code render", () => {
  const { counts, outside } = workbookConstructs();
  expect(outside).toEqual([]);
  expect(counts.get("\\frac")).toBeGreaterThan(20);
  expect(counts.get("<details>")).toBeGreaterThan(20);
  expect(counts.get("figure with a picture")).toBeGreaterThan(40);
  expect(counts.get("output image/svg+xml")).toBe(counts.get("figure with a picture"));
});

it("names what is outside: a macro, an environment, a directive, a role, a tag, an output that needs an extension, a figure without a picture", () => {
  expect(outside(markdown("$\\operatorname{diag} x$ and $$\\begin{cases}1\\end{cases}$$"))).toEqual(
    ["\\operatorname", "environment cases"],
  );
  expect(outside(markdown("```{note}\nx\n```"))).toEqual(["directive ```{note}"]);
  expect(outside(markdown(":::{tip}\nx\n:::"))).toHaveLength(2);
  expect(outside(markdown("{ref}`x` <iframe src='y'>"))).toEqual(["directive {ref}`", "<iframe>"]);
  expect(outside(markdown("```ts\nconst a: Array<number> = `$\\foo$`;\n```"))).toEqual([]);
  const other = { cell_type: "code", outputs: [{ data: { "application/vnd.vega.v5+json": {} } }] };
  expect(outside(other)).toEqual(["output application/vnd.vega.v5+json"]);
  const data = { "application/vnd.plotly.v1+json": {} };
  expect(outside({ cell_type: "code", outputs: [{ data }] })).toEqual(["figure with a picture"]);
});
