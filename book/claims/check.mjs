// Which decimal numbers of a notebook's prose nothing vouches for, and which claims no prose states.
import { readCode } from "./code.mjs";
import { decimals, toNumber } from "./prose.mjs";

/** A number as it may stand in prose, whole ones too. */
const NUMBER = /[−-]?\d[\d,]*(?:\.\d+)?(?:e[−-]?\d+)?/g;

/**
 * @param {{ cells: { cell_type: string, source: string | string[] }[] }} notebook
 * @returns {{ cell: number, problem: string }[]} cells are counted from 1
 */
export function checkNotebook(notebook) {
  const cells = notebook.cells.map(({ cell_type, source }, i) => ({
    number: i + 1,
    type: cell_type,
    source: Array.isArray(source) ? source.join("") : source,
  }));
  const prose = cells.filter(({ type }) => type === "markdown");
  // Solutions are executed after the notebook, so their claims count as well.
  const code = cells
    .flatMap((cell) => (cell.type === "code" ? [cell] : solutionsOf(cell)))
    .map((cell) => ({ ...cell, ...readCode(cell.source) }));
  const claims = code.flatMap((cell) =>
    cell.claims.map((claim) => ({ ...claim, cell: cell.number })),
  );
  const vouched = new Set([
    ...claims.map(({ value }) => value),
    ...code.flatMap((c) => c.literals),
  ]);
  const sentences = [
    ...prose.map(({ number, source }) => ({ number, text: source })),
    ...code.flatMap(({ number, prose: texts }) => texts.map((text) => ({ number, text }))),
  ];
  return [
    ...sentences.flatMap(({ number, text }) => unvouched(number, text, vouched, namesOf(cells))),
    ...claims.flatMap((claim) => unstated(claim, sentences)),
  ].sort((a, b) => a.cell - b.cell);
}

function unvouched(cell, text, vouched, names) {
  return decimals(text, names)
    .filter(({ value }) => !vouched.has(value) && !vouched.has(-value))
    .map((number) => ({
      cell,
      problem: `${number.text} stands in the text, and no claim or setting of the notebook has it`,
    }));
}

function unstated({ cell, what, text, value }, sentences) {
  if (Number.isNaN(value)) {
    return [{ cell, problem: `claim "${what}" states ${text}: write the number itself` }];
  }
  const stands = sentences.some(({ text: prose }) =>
    [...prose.matchAll(NUMBER)].some(([number]) => Math.abs(toNumber(number)) === Math.abs(value)),
  );
  return stands ? [] : [{ cell, problem: `claim "${what}" states ${text}, which no text says` }];
}

/** Numbers of the notebook's own sections, figures, exercises and equations. */
function namesOf(cells) {
  const names = new Set();
  for (const { source } of cells) {
    for (const pattern of [
      /^#+ (\d+\.\d+)/gm,
      /\\tag\{(\d+\.\d+)/g,
      /\bExercise (\d+\.\d+)/g,
      /\bnumber: "(\d+\.\d+)"/g,
    ]) {
      for (const [, number] of source.matchAll(pattern)) names.add(number);
    }
  }
  return names;
}

function solutionsOf({ number, source }) {
  return [...source.matchAll(/<details>[\s\S]*?<\/details>/g)].flatMap(([details]) =>
    [...details.matchAll(/^```(?:ts|typescript)\n([\s\S]*?)^```/gm)].map(([, code]) => ({
      number,
      source: code,
    })),
  );
}
