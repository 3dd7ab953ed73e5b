// The scanner of claims: what needs one, what vouches for a number, and both ways of being out of date.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkNotebook } from "../../book/claims/check.mjs";
import { readCode } from "../../book/claims/code.mjs";
import { decimals } from "../../book/claims/prose.mjs";

const md = (source: string) => ({ cell_type: "markdown", source });
const code = (source: string) => ({ cell_type: "code", source });
const problems = (...cells: ReturnType<typeof md>[]) =>
  checkNotebook({ cells }).map(({ cell, problem }) => `${cell} ${problem}`);

describe("numbers in prose", () => {
  it.each([
    ["It is 2.26 nats, not −0.5.", ["2.26", "−0.5"]],
    ["About 1,208.5 or 4.9e-7.", ["1,208.5", "4.9e-7"]],
    ["Formulas count: $p = 0.25$.", ["0.25"]],
    ["> **Note.** 86.1 % of them", ["86.1"]],
    ["第一步的损失是 4.49。", ["4.49"]],
    ["`0.1` and ```0.2``` in code", []],
    ["```ts\nconst a = 0.1;\n```", []],
    ["$$ p = 0.5 \\tag{7.3} $$", []],
    ["version 1.2.3 and node20.19x", []],
    ["As measured, 1.5 nats ([Karpathy](../book/references.md#karpathy2015)).", []],
    ["[0.7](file-0.8.html)", ["0.7"]],
  ])("%s", (text, expected) => {
    expect(decimals(text).map((found: { text: string }) => found.text)).toEqual(expected);
  });

  it("names of what exists are no numbers, and only those", () => {
    const names = new Set(["7.3"]);
    expect(decimals("## 7.9 Title\nSee section 7.3, figure 7.3 and (7.3).", names)).toEqual([]);
    expect(decimals("It fell in 7.4 steps.", names)).toHaveLength(1);
    expect(decimals("It is 7.3.", names)).toHaveLength(1);
  });
});

describe("code", () => {
  it("gives claims, literals, and sentences readers see", () => {
    const found = readCode(
      'claim("ppl", f(x), -2.26, { within: 0.01 });\nshow({ caption: "a " + `b $' +
        "{x} 0.3 c` });",
    );
    expect(found.claims).toEqual([{ what: "ppl", text: "-2.26", value: -2.26 }]);
    expect(found.literals).toEqual([-2.26, 0.01]);
    expect(found.prose).toEqual(["a ", "b  …  0.3 c"]);
  });
});

describe("a notebook", () => {
  const claim = code('claim("perplexity", measured, 2.26);');

  it("is good when each number has its claim, setting or solution", () => {
    const solution = md("<details>\n\n2.5\n\n```ts\nclaim('x', y, 2.5);\n```\n\n</details>");
    expect(problems(md("It is 2.26 at rate 0.1."), code("train(0.1)"), claim, solution)).toEqual(
      [],
    );
  });

  it("fails when the last digit of a number changes", () => {
    expect(problems(md("It is 2.27."), claim)).toEqual([
      "1 2.27 stands in the text, and no claim or setting of the notebook has it",
      '2 claim "perplexity" states 2.26, which no text says',
    ]);
  });

  it("fails on a number that nothing vouches for, in prose or in a caption", () => {
    expect(problems(md("A half, 0.5."))).toHaveLength(1);
    expect(problems(code('f({ alt: "peaks near 0.3" })'))).toHaveLength(1);
  });

  it("fails on a claim that states no literal", () => {
    expect(problems(md("2.26"), code('claim("x", y, stated)'))[1]).toContain(
      "write the number itself",
    );
  });

  it("counts a whole number that a claim states as said", () => {
    expect(problems(md("There are 28 thousand."), code('claim("k", n / 1000, 28)'))).toEqual([]);
  });
});

describe("the workbook's notebooks", () => {
  const folder = new URL("../../notebooks/", import.meta.url);
  const names = readdirSync(folder).filter((name) => name.endsWith(".ipynb"));

  it.each(names)("%s turns red when the last digit of a stated decimal changes", (name) => {
    const text = readFileSync(new URL(name, folder), "utf8");
    expect(checkNotebook(JSON.parse(text))).toEqual([]);
    const cells = JSON.parse(text).cells as { cell_type: string; source: string[] }[];
    const claims = cells
      .filter((cell) => cell.cell_type === "code")
      .flatMap((cell) => readCode(cell.source.join("")).claims as { text: string }[]);
    expect(claims.length).toBeGreaterThan(0);
    for (const { text: stated } of claims.filter(({ text: digits }) => digits.includes("."))) {
      const last = stated.at(-1) === "9" ? "8" : String(Number(stated.at(-1)) + 1);
      const call = new RegExp(`(claim\\([^;]*?, )${stated.replace(".", "\\.")}(?=[,)])`);
      const changed = JSON.parse(text);
      for (const cell of changed.cells) {
        if (cell.cell_type !== "code") continue;
        cell.source = [cell.source.join("").replace(call, `$1${stated.slice(0, -1)}${last}`)];
      }
      expect(checkNotebook(changed), stated).not.toEqual([]);
    }
  });
});
