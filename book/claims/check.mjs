// Which decimal numbers of a notebook's prose nothing vouches for, and which claims no prose states.
import { readCode } from "./code.mjs";
import { decimals, neighbours, toNumber, withoutNames, written } from "./prose.mjs";

/** A number as it may stand in prose, whole ones too. */
const NUMBER = /[−-]?\d[\d,]*(?:\.\d+)?(?:e[−-]?\d+)?/g;

/** Where a section begins: at its heading, and at each exercise, which has its own numbers. */
const SECTION = /^(?=## |> \*\*Exercise )/m;

/**
 * A claim vouches for its number anywhere in the notebook, a setting, or a claim of one digit, only in
 * its own section: in a whole notebook there are too many numbers that stand for something else.
 * Where even so a slip in the last digit would make another number that is vouched for, a person has to
 * have read the sentence: it stands word for word in read.json.
 * @param {{ cells: { cell_type: string, source: string | string[] }[] }} notebook
 * @param {readonly string[]} read the sentences of this notebook that a person has read
 * @returns {{ cell: number, problem: string, sentence?: string }[]} cells are counted from 1; a sentence
 *   is one that a person has still to read
 */
export function checkNotebook(notebook, read = []) {
  const { unread, ...found } = inspect(notebook);
  const isNew = ({ sentence }) => !read.includes(sentence);
  const gone = read.filter((sentence) => !unread.some((other) => other.sentence === sentence));
  return [
    ...found.problems,
    ...unread.filter(isNew),
    ...gone.map((sentence) => ({
      cell: 0,
      problem: `read.json has a sentence that no text says, or that needs no reading: ${sentence}`,
    })),
  ].sort((a, b) => a.cell - b.cell);
}

/** The sentences of a notebook that a person has to read, each once: what read.json is to hold. */
export function sentencesToRead(notebook) {
  return [...new Set(inspect(notebook).unread.map(({ sentence }) => sentence))];
}

function inspect(notebook) {
  const cells = withSections(notebook.cells);
  const prose = cells.filter(({ type }) => type === "markdown");
  // Solutions are executed after the notebook, so their claims count as well.
  const code = cells
    .flatMap((cell) => (cell.type === "code" ? [cell] : solutionsOf(cell)))
    .map((cell) => ({ ...cell, ...readCode(cell.source) }));
  const claims = code.flatMap((cell) =>
    cell.claims.map((claim) => ({ ...claim, cell: cell.number })),
  );
  const claimed = new Set(
    claims
      .map(({ text }) => text)
      .filter(isRare)
      .map(written),
  );
  const settings = new Set(
    code.flatMap(({ section, literals }) => literals.map((text) => key(section, text))),
  );
  const sentences = [
    ...prose.map(({ number, section, source }) => ({ number, section, text: source })),
    ...code.flatMap(({ number, section, prose: texts }) =>
      texts.map((text) => ({ number, section, text })),
    ),
  ];
  const names = namesOf(cells);
  const stated = statements(sentences.map(({ text }) => withoutNames(text, names)));
  const isVouched = (section, text) =>
    claimed.has(written(text)) || settings.has(key(section, text));
  const isPinned = (text) => isOnlyStatement(text, claims, stated);
  return {
    problems: [
      ...sentences.flatMap((sentence) => unvouched(sentence, isVouched, names)),
      ...claims.flatMap((claim) => unstated(claim, stated)),
    ],
    unread: sentences.flatMap((sentence) => toRead(sentence, isVouched, isPinned, names)),
  };
}

/** Whether a number has two digits or more that are not zeros in front: 0.5 and 0.03 have one. */
function isRare(text) {
  return text.replace(/e.*$/i, "").replaceAll(/\D/g, "").replace(/^0+/, "").length > 1;
}

/** A number as a setting of a section. */
function key(section, text) {
  return `${section}: ${written(text)}`;
}

/** The cells with their number and section; a cell in which a section begins becomes two. */
function withSections(cells) {
  let section = 0;
  return cells.flatMap(({ cell_type: type, source }, i) => {
    const text = Array.isArray(source) ? source.join("") : source;
    const pieces = type === "markdown" ? text.split(SECTION) : [text];
    return pieces.map((piece) => {
      if (type === "markdown" && SECTION.test(piece)) section++;
      return { number: i + 1, section, type, source: piece };
    });
  });
}

function unvouched({ number: cell, section, text }, isVouched, names) {
  return decimals(text, names)
    .filter(({ text: stated }) => !isVouched(section, stated))
    .map((number) => ({
      cell,
      problem: `${number.text} stands in the text, and no claim of the notebook and no setting of this section has it`,
    }));
}

/** Numbers vouched for that a slip would turn into others vouched for, with nothing else to tell. */
function toRead({ number: cell, section, text }, isVouched, isPinned, names) {
  return decimals(text, names)
    .filter(({ text: stated }) => isVouched(section, stated) && !isPinned(stated))
    .flatMap(({ text: stated, sentence }) => {
      const other = neighbours(stated).find((near) => isVouched(section, near));
      if (other === undefined) return [];
      const problem =
        `${stated} could as well be ${other}, which this section has too: ` +
        `read the sentence, then run "npm run claims -- --read": ${sentence}`;
      return [{ cell, problem, sentence }];
    });
}

/** Whether the number is a claim's that no other text says: were it changed, the claim would tell. */
function isOnlyStatement(text, claims, stated) {
  const value = Math.abs(toNumber(text));
  return claims.some((claim) => Math.abs(claim.value) === value) && stated.get(value) === 1;
}

/** How often the texts say each number, by its value without its sign. */
function statements(texts) {
  const stated = new Map();
  for (const [number] of texts.flatMap((text) => [...text.matchAll(NUMBER)])) {
    const value = Math.abs(toNumber(number));
    stated.set(value, (stated.get(value) ?? 0) + 1);
  }
  return stated;
}

function unstated({ cell, what, text, value }, stated) {
  if (Number.isNaN(value)) {
    return [{ cell, problem: `claim "${what}" states ${text}: write the number itself` }];
  }
  return stated.has(Math.abs(value))
    ? []
    : [{ cell, problem: `claim "${what}" states ${text}, which no text says` }];
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

function solutionsOf({ number, section, source }) {
  return [...source.matchAll(/<details>[\s\S]*?<\/details>/g)].flatMap(([details]) =>
    [...details.matchAll(/^```(?:ts|typescript)\n([\s\S]*?)^```/gm)].map(([, code]) => ({
      number,
      section,
      source: code,
    })),
  );
}
