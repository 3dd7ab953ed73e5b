// The decimal numbers that a notebook's prose states, each with the sentence it stands in.

/** What is no prose: fenced code, numbered equations, code spans, link targets, HTML tags. */
const NOT_PROSE = [
  /^```[\s\S]*?^```/gm,
  /\$\$[\s\S]*?\\tag\{[^}]*\}[\s\S]*?\$\$/g,
  /`[^`\n]*`/g,
  /\]\([^)\s]*\)/g,
  /<[^>\n]*>/g,
  /https?:\/\/\S+/g,
];
/** Numbers of sections, figures and the like are names: "7.3 Title", "Figure 7.1", "(7.4)", "in 7.6". */
const NAMES = [
  /^#+ .*$/gm,
  /\b(?:sections?|figures?|fig\.|eq(?:uation)?s?\.?|exercises?|notebooks?) \(?\d+\.\d+\)?(?:(?:,| and| to) \(?\d+\.\d+\)?)*(?![\d%])/gi,
  /\b(?:in|see) \d+\.\d+(?=[.,;:)]?(?:\s|$))(?! ?[\p{L}\p{N}%(])/gu,
  /\(\d+\.\d+′?\)/g,
];
const DECIMAL = /(?<![\w.])[−-]?\d[\d,]*\.\d+(?:e[−-]?\d+)?(?![\w.]*\w)/g;
const CITATION = /\]\([^)\s]*references\.md#[^)\s]*\)/;

/**
 * @param {string} markdown of one cell
 * @param {ReadonlySet<string>} names numbers of sections, figures, exercises and equations that exist
 * @returns {{ text: string, value: number, sentence: string }[]} the decimals that need a claim
 */
export function decimals(markdown, names = new Set()) {
  const found = [];
  for (const sentence of sentences(markdown)) {
    if (CITATION.test(sentence)) continue;
    let prose = sentence;
    for (const pattern of NOT_PROSE) prose = prose.replace(pattern, " ");
    prose = withoutNames(prose, names);
    for (const [text] of prose.matchAll(DECIMAL))
      found.push({ text, value: toNumber(text), sentence: sentence.trim() });
  }
  return found;
}

/** The text without the numbers of what exists, such as "section 7.3". */
export function withoutNames(text, names) {
  return NAMES.reduce((left, name) => left.replace(name, (found) => without(found, names)), text);
}

/** The number that a text such as "−1,208.5" or "1_208.5" stands for. */
export function toNumber(text) {
  return Number(text.replaceAll("−", "-").replaceAll(/[,_]/g, ""));
}

/**
 * A decimal without its sign, as it compares: "0.50" differs from "0.5" and "1.0" from "1", so that
 * a round setting vouches for no digit that it does not have; 1e-3 is 0.001.
 */
export function written(text) {
  const value = Math.abs(toNumber(text));
  const digits = /e/i.test(text) ? String(value) : text;
  return `${value} ${/\.(\d+)/.exec(digits)?.[1].length ?? 0}`;
}

/** The two numbers that a slip in the last digit makes of one: 0.5 gives 0.4 and 0.6. */
export function neighbours(text) {
  const [mantissa, exponent = ""] = text.split(/(?=e)/i);
  const digits = /\.(\d+)/.exec(mantissa)?.[1].length ?? 0;
  const value = Math.abs(toNumber(mantissa));
  return [-1, 1].map((step) => (value + step * 10 ** -digits).toFixed(digits) + exponent);
}

/** Takes a name away when it names what exists. */
function without(name, names) {
  if (name.startsWith("#")) return " ";
  return name.match(/\d+\.\d+/g).every((number) => names.has(number)) ? " " : name;
}

/** Fenced code and equations are taken out first: their stops end no sentence. */
function sentences(markdown) {
  let text = markdown;
  for (const pattern of NOT_PROSE.slice(0, 2)) text = text.replace(pattern, " ");
  return text.split(/(?<=[.?!:;。？！])\s+|\n/);
}
