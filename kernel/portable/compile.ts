// Compiling a cell: a pure function from its source to JavaScript that any executor can run, in any order, since it
// looks names of other cells up by name. Nothing here checks types or knows about Node: a page in a browser uses it too.
import ts from "typescript";
import type { Segment } from "./mappings";
import { resolve } from "./resolve";
import { type Edit, rewrite } from "./rewrite";
import { scan } from "./scan";
import { type Problem, strip } from "./strip";
import { deepCell, isTooDeep } from "./too-deep";

/** A cell ready to run. Plain data, so that it can be stored in a page. */
export interface Compiled {
  /** The body of a function of one parameter `$cell` (see executor.ts). */
  readonly js: string;
  /** Whether that function has to be async. */
  readonly async: boolean;
  /** The names whose values the cell declares at its top level. */
  readonly names: readonly string[];
  /** Those of them that `using` declares: they are disposed of when a later cell declares the name anew. */
  readonly disposables: readonly string[];
  /** Modules to load before it runs, in order. */
  readonly modules: readonly string[];
  /** For each line of `js`, where its pieces come from. */
  readonly lines: readonly (readonly Segment[])[];
  /** Syntax errors. When there are any, `js` must not be run. */
  readonly problems: readonly Problem[];
}

const NOTHING = { js: "", async: false, names: [], disposables: [], modules: [], lines: [] };

/**
 * Compiles one cell.
 *
 * @param source the cell's TypeScript
 * @param globals names to leave alone unless the cell declares them (`Math`, `console`, `require`, …)
 */
export function compile(source: string, globals: ReadonlySet<string>): Compiled {
  try {
    return compileShallow(source, globals);
  } catch (error) {
    if (!isTooDeep(error)) throw error;
    return { ...NOTHING, problems: [deepCell] };
  }
}

function compileShallow(source: string, globals: ReadonlySet<string>): Compiled {
  const { text, names } = scan(source);
  const { js, segments, problems } = strip(text);
  if (problems.length) return { ...NOTHING, problems };
  const file = ts.createSourceFile("cell.js", js, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);
  const resolution = resolve(file, new Set([...names.values, ...names.imports]));
  const out = rewrite(file, resolution, globals);
  const boxes = out.boxes.map((n) => `const $_${n} = $cell.box(${JSON.stringify(n)});`);
  return {
    // The first line is ours; the cell's own lines follow it one by one.
    js: `"use strict"; ${[...boxes, ...out.hoisted].join(" ")}\n${apply(js, out.edits)}`,
    async: out.async,
    names: [...resolution.declared],
    disposables: names.disposables,
    modules: out.modules,
    lines: [[], ...shift(segments, js, out.edits)],
    problems,
  };
}

/** Applies edits that are sorted by place. */
function apply(text: string, edits: readonly Edit[]): string {
  let out = "";
  let from = 0;
  for (const e of edits) {
    out += text.slice(from, e.start) + e.by;
    from = e.end;
  }
  return out + text.slice(from);
}

/** Moves mapped columns by what edits insert before them on their line (no edit adds or removes a line break). */
function shift(
  lines: readonly (readonly Segment[])[],
  text: string,
  edits: readonly Edit[],
): Segment[][] {
  let start = 0;
  const starts = text.split("\n").map((l) => {
    const s = start;
    start += l.length + 1;
    return s;
  });
  return lines.map((segments, i) => {
    const from = starts[i] ?? text.length;
    const here = edits.filter((e) => e.start >= from && e.start < (starts[i + 1] ?? Infinity));
    // A call of `(0, $_f.f)` is at its parenthesis to V8: without a segment there, it is at the name.
    const calls = new Set(here.filter((e) => e.by.startsWith("(0, ")).map((e) => e.end - from));
    const shown = segments.filter(([column]) => !calls.has(column));
    return shown.map(([column, line, sourceColumn]): Segment => {
      const before = here.filter((e) => e.start <= from + column && e.end <= from + column);
      const moved = before.reduce((sum, e) => sum + e.by.length - (e.end - e.start), 0);
      return [column + moved, line, sourceColumn];
    });
  });
}
