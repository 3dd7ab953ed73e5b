// The scanner of claims: what needs one, what vouches for a number, and both ways of being out of date.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkNotebook, sentencesToRead } from "../../book/claims/check.mjs";
import { readCode } from "../../book/claims/code.mjs";
import { decimals, neighbours } from "../../book/claims/prose.mjs";
import read from "../../book/claims/read.json" with { type: "json" };

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
    expect(decimals("We see it in 7.3, and sections 7.3 and 7.3 again.", names)).toEqual([]);
    expect(decimals("It fell in 7.4 steps.", names)).toHaveLength(1);
    expect(decimals("Sections 7.3 and 7.4", names)).toHaveLength(2);
    for (const text of ["It is 7.3.", "by 7.3, then", "of 7.3 and", "in 7.3 nats", "in 7.3 %"]) {
      expect(decimals(text, names), text).toHaveLength(1);
    }
  });
});

describe("code", () => {
  it("gives claims, literals, and sentences readers see", () => {
    const found = readCode(
      'claim("ppl", f(x), -2.26, { within: 0.01 });\nshow({ caption: "a " + `b $' +
        "{x} 0.3 c` });",
    );
    expect(found.claims).toEqual([{ what: "ppl", text: "-2.26", value: -2.26 }]);
    expect(found.literals).toEqual(["-2.26", "0.01"]);
    expect(found.prose).toEqual(["a ", "b  …  0.3 c"]);
  });
});

it("the numbers of a formula for mathjs are literals too", () => {
  const source = 'blackboard.evaluate("L([1], [0.03])"); console.log("0.5"); formula("2.5 x")';
  expect(readCode(source).literals).toEqual(["1", "0.03", "2.5"]);
});

describe("a notebook", () => {
  const claim = code('claim("perplexity", measured, 2.26);');

  it("is good when each number has its claim, setting or solution", () => {
    const solution = md("<details>\n\n2.5\n\n```ts\nclaim('x', y, 2.5);\n```\n\n</details>");
    expect(problems(md("It is 2.26 at rate 0.1."), code("train(0.1)"), claim, solution)).toEqual(
      [],
    );
  });

  it("has settings for a section, or an exercise, alone", () => {
    const two = [md("## 7.1 A\n\nRate 0.1."), code("train(0.1)")];
    expect(problems(...two)).toEqual([]);
    expect(problems(...two, md("Again 0.1.\n\n## 7.2 B\n\nAnd 0.1."))).toHaveLength(1);
    const exercises = md("> **Exercise 7.1.** 0.1\n\n> **Exercise 7.2.** 0.2");
    expect(problems(exercises, code("f(0.2)"))).toHaveLength(1);
    expect(problems(claim, md("## 7.2 B\n\nIt was 2.26."))).toEqual([]);
    const half = code("claim('half', x, 0.5)"); // of one digit: there are too many such
    expect(problems(half, md("It is 0.5.\n\n## 7.2 B\n\nIt was 0.5."))).toHaveLength(1);
  });

  it("wants digits as they were given: 1 does not vouch for 1.0, nor 0 for 0.00", () => {
    expect(problems(md("1.0 and 0.00"), code("f(1, 0)"))).toHaveLength(2);
    expect(problems(md("1.0 and 1,000.5"), code("f(1.0, 1_000.5)"))).toEqual([]);
    expect(problems(md("0.001 and 2e-7"), code("f(1e-3, 2e-7)"))).toEqual([]);
  });

  it("fails when the last digit of a number changes", () => {
    expect(problems(md("It is 2.27."), claim)).toEqual([
      "1 2.27 stands in the text, and no claim of the notebook and no setting of this section has it",
      '2 claim "perplexity" states 2.26, which no text says',
    ]);
  });

  it("fails on a number that nothing vouches for, in prose or in a caption", () => {
    expect(problems(md("A half, 0.5."))).toHaveLength(1);
    expect(problems(code('f({ alt: "peaks near 0.3" })'))).toHaveLength(1);
  });

  it("does not take the name of a section for a claim's number", () => {
    const section = md("## 7.3 A\n\nAs section 7.3 says.");
    expect(problems(section, code("claim('x', y, 7.3)"))).toEqual([
      '2 claim "x" states 7.3, which no text says',
    ]);
  });

  it("wants a person to read a sentence in which a slip would make another setting", () => {
    const cells = [md("The rate is 0.1 here.\n\nAnd 0.7."), code("f(0.1, 0.2, 0.7)")];
    expect(problems(...cells)).toEqual([
      expect.stringContaining("1 0.1 could as well be 0.2, which this section has too"),
    ]);
    const sentences = sentencesToRead({ cells });
    expect(sentences).toEqual(["The rate is 0.1 here."]);
    expect(checkNotebook({ cells }, sentences)).toEqual([]);
    const [, after] = cells;
    const slip = { cells: [md("The rate is 0.2 here.\n\nAnd 0.7."), after] };
    expect(checkNotebook(slip, sentences).map(({ problem }) => problem)).toEqual([
      expect.stringContaining("no text says, or that needs no reading: The rate is 0.1 here."),
      expect.stringContaining("0.2 could as well be 0.1"),
    ]);
  });

  it("needs no reading where a claim would miss its number", () => {
    const cells = [md("It is 2.26."), code('claim("perplexity", f(2.27), 2.26);')];
    expect(checkNotebook({ cells })).toEqual([]);
    expect(problems(md("It is 2.26, then 2.26."), cells[1])).toHaveLength(2);
  });

  it.each([
    ["0.5", ["0.4", "0.6"]],
    ["−1,208.99", ["1208.98", "1209.00"]],
    ["4.9e-7", ["4.8e-7", "5.0e-7"]],
  ])("a slip makes of %s", (text, others) => {
    expect(neighbours(text)).toEqual(others);
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

type Cells = { cell_type: string; source: string[] }[];
type Claims = { text: string }[];

/** The cells with another source in one of them. */
function withSource(cells: Cells, i: number, source: string): Cells {
  return cells.with(i, { ...cells[i], source: [source] });
}

/** The texts of a cell that readers see: all of a markdown cell, captions and the like of code. */
function textsOf(type: string, source: string): string[] {
  if (type === "markdown") return [source];
  const { prose } = readCode(source) as { prose: string[] };
  return prose.flatMap((text) => text.split(" … ")).filter((text) => source.includes(text));
}

/** Every decimal of the text that is no name, with its notebook as it were without a last digit right. */
function* changes(cells: Cells): Generator<{ where: string; changed: Cells }> {
  const names = new Set(
    [...JSON.stringify(cells).matchAll(/(?:#+ |\\tag\{|Exercise |number: \\")(\d+\.\d+)/g)].map(
      ([, number]) => number,
    ),
  );
  for (const [i, { cell_type, source }] of cells.entries()) {
    const cell = source.join("");
    for (const text of textsOf(cell_type, cell)) {
      const counted = decimals(text, names).length;
      for (const { 0: number, index } of text.matchAll(
        /(?<![\w.])\d[\d,]*\.\d+(?:e[−-]?\d+)?(?![\w.]*\w)/g,
      )) {
        const [before, after] = [text.slice(0, index), text.slice(index + number.length)];
        if (decimals(`${before}x${after}`, names).length === counted) continue; // a name, or code
        for (const to of neighbours(number)) {
          const changed = withSource(
            cells,
            i,
            cell.replace(text, () => before + to + after),
          );
          yield { where: `cell ${i + 1}, ${number} → ${to}`, changed };
        }
      }
    }
  }
}

describe("the workbook's notebooks", () => {
  const folder = new URL("../../notebooks/", import.meta.url);
  const names = readdirSync(folder).filter((name) => name.endsWith(".ipynb"));
  const cellsOf = (name: string): Cells =>
    JSON.parse(readFileSync(new URL(name, folder), "utf8")).cells;
  const readOf = (name: string) => (read as Record<string, string[]>)[name];

  it.each(names)("%s is vouched for", (name) => {
    expect(checkNotebook({ cells: cellsOf(name) }, readOf(name))).toEqual([]);
  });

  it("turn red when the last digit of any decimal in their text changes", () => {
    let all = 0;
    const unseen: string[] = [];
    for (const name of names) {
      for (const { where, changed } of changes(cellsOf(name))) {
        all++;
        const found = checkNotebook({ cells: changed }, readOf(name));
        if (found.length === 0) unseen.push(`${name}, ${where}`);
      }
    }
    expect(all).toBeGreaterThan(490);
    expect(unseen).toEqual([]);
  });

  it("turn red when the number of any claim changes", () => {
    let all = 0;
    const unseen: string[] = [];
    for (const name of names) {
      const cells = cellsOf(name);
      const code = cells.filter((cell) => cell.cell_type === "code");
      const claims = code.flatMap((cell) => readCode(cell.source.join("")).claims) as Claims;
      for (const { text: stated } of claims.filter(({ text }) => text.includes("."))) {
        const last = stated.at(-1) === "9" ? "8" : String(Number(stated.at(-1)) + 1);
        const call = new RegExp(`(claim\\([^;]*?, )${stated.replace(".", "\\.")}(?=[,)])`);
        const changed = cells.map((cell) => {
          if (cell.cell_type !== "code") return cell;
          const source = cell.source.join("").replace(call, `$1${stated.slice(0, -1)}${last}`);
          return { ...cell, source: [source] };
        });
        all++;
        const found = checkNotebook({ cells: changed }, readOf(name));
        if (found.length === 0) unseen.push(`${name}, ${stated}`);
      }
    }
    // Where another cell has the old number, and the text the new one, the run itself will tell.
    expect(unseen.length / all, unseen.join("; ")).toBeLessThan(0.05);
  });

  it.each(names)("%s turns red when a decimal without a claim is added anywhere", (name) => {
    const cells = cellsOf(name);
    for (const [i, { cell_type, source }] of cells.entries()) {
      if (cell_type !== "markdown") continue;
      const changed = withSource(cells, i, `${source.join("")}\n\nIt took 31.4159 of them.`);
      expect(checkNotebook({ cells: changed }, readOf(name))).toHaveLength(1);
    }
  });
});
