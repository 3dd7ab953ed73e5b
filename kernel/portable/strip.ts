// First half of compiling: TypeScript becomes JavaScript of the same statements (types gone, enums and decorators
// lowered, imports kept), with TypeScript's source map decoded.
import ts from "typescript";
import { decodeMappings, type Segment } from "./mappings";
import { MODULE_MARK } from "./scan";

/** Something wrong with a cell. Lines and columns count from 1; `length` is in UTF-16 units. */
export interface Problem {
  readonly line: number;
  readonly column: number;
  readonly length: number;
  /** TypeScript's number for it. */
  readonly code: number;
  readonly message: string;
}

export interface Stripped {
  readonly js: string;
  /** Where pieces of `js` come from, line by line of `js`. */
  readonly segments: readonly (readonly Segment[])[];
  /** Syntax errors; `js` is not to be run when there are any. */
  readonly problems: readonly Problem[];
}

const OPTIONS: ts.CompilerOptions = {
  module: ts.ModuleKind.Preserve,
  target: ts.ScriptTarget.ES2023,
  esModuleInterop: true,
  isolatedModules: true,
  // An import that this cell does not use may be used by the next one: keep all but the type-only ones.
  verbatimModuleSyntax: true,
  sourceMap: true,
  removeComments: true,
};

/** Strips types from `text` (a cell's neutral text, see scan.ts). */
export function strip(text: string): Stripped {
  const out = ts.transpileModule(text + MODULE_MARK, {
    fileName: "cell.ts",
    compilerOptions: OPTIONS,
    reportDiagnostics: true,
  });
  const map: { mappings: string } = JSON.parse(out.sourceMapText ?? '{"mappings":""}');
  return {
    js: out.outputText.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n"),
    segments: decodeMappings(map.mappings),
    problems: (out.diagnostics ?? []).map((d) => problemOf(d, text)),
  };
}

/** A TypeScript diagnostic as a problem of a cell. */
export function problemOf(diagnostic: ts.Diagnostic, text: string): Problem {
  const start = Math.min(diagnostic.start ?? 0, text.length);
  return {
    ...lineColumn(text, start),
    length: Math.min(diagnostic.length ?? 1, text.length - start),
    code: diagnostic.code,
    message: ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n"),
  };
}

/** Line and column, from 1, of an offset in `text`. */
export function lineColumn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
}
