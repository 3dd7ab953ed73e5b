// How errors look: stack frames as `cell [n], line:col`, frames of the library relative to the notebook, none of the
// kernel's or Node's own, and no machine path anywhere.
import { dirname, sep } from "node:path";
import { inspect, types } from "node:util";
import { originalPosition, type Segment } from "../portable/mappings";
import type { Problem } from "../portable/strip";

import { type Place, SourceMaps } from "./source-maps";

/** The fields of an `error` message and of a failed reply. */
export type ErrorContent = {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
};

/** What is known of a cell that ran. */
export interface CellSource {
  readonly source: string;
  readonly lines: readonly (readonly Segment[])[];
}

/** The part of V8's CallSite that is used. */
export type Site = Pick<
  NodeJS.CallSite,
  "getFileName" | "getFunctionName" | "getLineNumber" | "getColumnNumber"
>;

/** At most this many type errors of a cell are shown. */
const MOST_PROBLEMS = 10;

/** The file name under which cell `n` is evaluated. */
export const cellFile = (n: number): string => `cell-${n}.ts`;

export class Errors {
  readonly sourceMaps = new SourceMaps();
  private readonly cells = new Map<string, CellSource>();

  /** @param folder the notebook's folder; `internal` says which files are the kernel's own. */
  constructor(
    private readonly folder: string,
    private readonly internal: (file: string) => boolean,
  ) {}

  /** Remembers a cell, so that frames in it can be mapped. */
  addCell(n: number, cell: CellSource): void {
    this.cells.set(cellFile(n), cell);
  }

  /** Makes every error's `stack` one of these. */
  install(): void {
    Error.prepareStackTrace = (error, sites) => this.stack(error, sites);
  }

  /** The `stack` of an error: its headline and its frames. */
  stack(error: Error, sites: readonly Site[]): string {
    const frames = sites.map((s) => this.frame(s)).filter((f) => f !== undefined);
    return [headline(error), ...frames].map((l) => this.readable(l)).join("\n");
  }

  /** A thrown value as an error message's content. */
  content(error: unknown, label = ""): ErrorContent {
    const isError = types.isNativeError(error) || error instanceof Error;
    const ename = isError ? String(error.name || "Error") : "Uncaught";
    const evalue = this.readable(isError ? String(error.message) : inspect(error));
    const traceback = [`${label}${ename}: ${evalue}`];
    if (isError) traceback.push(...this.excerptAndFrames(error));
    if (isError && error.cause !== undefined)
      traceback.push(...this.content(error.cause, "Caused by ").traceback);
    return { ename, evalue, traceback };
  }

  /** Type or syntax errors of cell `n`. */
  problems(n: number, source: string, problems: readonly Problem[]): ErrorContent {
    const traceback = problems
      .slice(0, MOST_PROBLEMS)
      .flatMap((p) => [
        `cell [${n}], ${p.line}:${p.column} - error TS${p.code}: ${this.readable(p.message)}`,
        ...excerpt(source, p.line, p.column, p.length),
      ]);
    const first = problems[0]!;
    const evalue = `${this.readable(first.message)} (line ${first.line}, column ${first.column})`;
    return { ename: "TypeScriptError", evalue, traceback };
  }

  /** Text without machine paths and without the compiler's spelling of names. */
  readable(text: string): string {
    const up = dirname(this.folder);
    let out = text.replaceAll(this.folder + sep, "");
    if (up !== this.folder && dirname(up) !== up) out = out.replaceAll(up + sep, `..${sep}`);
    return out
      .replace(/[^\s'"(]*\/node_modules\//g, "node_modules/")
      .replace(/\(0 ?, \$_([\w$]+)\.\1\)/g, "$1")
      .replace(/\$_([\w$]+)\.\1/g, "$1")
      .replace(/\$l_([\w$]+)/g, "$1")
      .replace(/\nRequire stack:(\n- .*)*/g, "");
  }

  private excerptAndFrames(error: Error): string[] {
    const frames = String(error.stack ?? "")
      .split("\n")
      .filter((l) => /^\s+at /.test(l));
    const first = frames.map((f) => /cell \[(\d+)\], (\d+):(\d+)/.exec(f)).find((m) => m);
    if (!first) return frames;
    const cell = this.cells.get(cellFile(Number(first[1])));
    return [...excerpt(cell?.source ?? "", Number(first[2]), Number(first[3]), 1), ...frames];
  }

  private frame(site: Site): string | undefined {
    const file = site.getFileName() ?? "";
    if (!file || file.startsWith("node:") || this.internal(file)) return undefined;
    const line = site.getLineNumber() ?? 1;
    const column = site.getColumnNumber() ?? 1;
    const name = site.getFunctionName()?.replace(/\$_([\w$]+)\.\1/g, "$1");
    const cell = this.cells.get(file);
    const place = cell
      ? cellPlace(file, cell, line, column)
      : this.filePlace({ file, line, column });
    return name ? `    at ${name} (${place})` : `    at ${place}`;
  }

  private filePlace(place: Place): string {
    const { file, line, column } = this.sourceMaps.original(place);
    return `${file}:${line}:${column}`;
  }
}

function cellPlace(file: string, cell: CellSource, line: number, column: number): string {
  const at = originalPosition(cell.lines, line, column) ?? { line: 1, column: 1 };
  return `cell [${/\d+/.exec(file)![0]}], ${at.line}:${at.column}`;
}

function headline(error: Error): string {
  try {
    return `${error.name || "Error"}: ${error.message}`;
  } catch {
    return "Error";
  }
}

/** A source line with a mark below the place. */
function excerpt(source: string, line: number, column: number, length: number): string[] {
  const text = source.split("\n")[line - 1];
  if (text === undefined) return [];
  const room = Math.max(1, text.length - column + 1);
  const mark = length > 1 ? "~".repeat(Math.min(length, room)) : "^";
  return [
    `> ${line} | ${text}`,
    `  ${" ".repeat(`${line}`.length)} | ${" ".repeat(column - 1)}${mark}`,
  ];
}
