// Reads a grammar file (data/grammar.txt explains the form) into lists and rules, and says in which
// line what is wrong.

/** One of the ways a rule goes on. */
export interface Alternative {
  readonly weight: number;
  /** A list of which the first word is chosen, and the values its entries' words are bound to. */
  readonly choice: { readonly list: string; readonly values: readonly string[] } | undefined;
  /** Words or values written after that. */
  readonly words: readonly string[];
  /** What comes next; undefined at the end of the sentence. */
  readonly next: { readonly rule: string; readonly values: readonly string[] } | undefined;
  readonly line: number;
}

export interface Rule {
  readonly values: readonly string[];
  readonly alternatives: Alternative[];
}

export interface ParsedGrammar {
  readonly lists: ReadonlyMap<string, readonly { words: readonly string[]; weight: number }[]>;
  readonly rules: ReadonlyMap<string, Rule>;
  /** Name of the first rule, with which a sentence begins. */
  readonly first: string;
}

/** @throws SyntaxError naming the line and what it should be */
export function parseGrammar(text: string): ParsedGrammar {
  const lists = new Map<string, { words: string[]; weight: number }[]>();
  const rules = new Map<string, Rule>();
  let rule: Rule | undefined;
  text.split(/\r?\n/).forEach((raw, i) => {
    const line = raw.trimEnd();
    if (line === "" || line.startsWith("#")) return;
    const list = /^list\s+(\S+)\s*=\s*(.+)$/.exec(line);
    const head = /^(\S+?)(?:\((.*)\))?:$/.exec(line);
    if (list) {
      lists.set(
        list[1],
        list[2].split(",").map((entry) => parseEntry(entry, i + 1)),
      );
    } else if (/^\s/.test(line) && rule) {
      rule.alternatives.push(parseAlternative(line.trim(), i + 1, lists));
    } else if (head && !rules.has(head[1])) {
      rule = { values: names(head[2] ?? ""), alternatives: [] };
      rules.set(head[1], rule);
    } else {
      fail(
        i + 1,
        line,
        'expected "list name = …", "Name(values):" of a new rule, or an alternative',
      );
    }
  });
  const [first] = rules.keys();
  if (first === undefined) throw new SyntaxError("The grammar has no rule; write at least one.");
  return { lists, rules, first };
}

function parseEntry(entry: string, line: number): { words: string[]; weight: number } {
  const [text, weight = "1", ...rest] = entry.split("@");
  const words = text.split(/\s+/).filter((word) => word !== "");
  if (words.length === 0 || rest.length > 0) fail(line, entry, 'expected words, then "@weight"');
  return { words, weight: positive(weight, line) };
}

function parseAlternative(
  text: string,
  line: number,
  lists: ReadonlyMap<string, unknown>,
): Alternative {
  const [, weight, body, rule, values] =
    /^(\S+)\s+(.+?)(?:\s*->\s*([^\s(]+)(?:\((.*)\))?)?$/.exec(text) ??
    fail(line, text, 'expected "weight words" or "weight words -> Name(values)"');
  const next = rule === undefined ? undefined : { rule, values: names(values ?? "") };
  const [, list, bound, after] = /^([^\s(]+)\((.*?)\)(.*)$/.exec(body) ?? [];
  if (list !== undefined && !lists.has(list)) fail(line, list, "no list of that name stands above");
  return {
    weight: positive(weight, line),
    choice: list === undefined ? undefined : { list, values: names(bound) },
    words: (list === undefined ? body : after).split(/\s+/).filter((word) => word !== ""),
    next,
    line,
  };
}

function names(text: string): string[] {
  return text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

function positive(text: string, line: number): number {
  const weight = Number(text);
  if (!(weight > 0 && Number.isFinite(weight))) fail(line, text, "expected a weight above 0");
  return weight;
}

export function fail(line: number, found: string, expected: string): never {
  const where = line > 0 ? `Grammar, line ${line}` : "Grammar";
  throw new SyntaxError(`${where}: "${found.trim()}": ${expected}.`);
}
