// Everything that needs TypeScript, in one place that is loaded after the kernel has said hello: TypeScript takes longer
// to load than all the rest.
import { setImmediate, setTimeout } from "node:timers";
import vm from "node:vm";
import ts from "typescript";
import { type Compiled, compile } from "../portable/compile";
import { type CellFunction, Executor, type ExecutorHost, type Outcome } from "../portable/executor";
import { isComplete } from "../portable/is-complete";
import { deepCell } from "../portable/too-deep";
import type { Channels } from "./channels";
import { check } from "./checking";
import { type Completions, complete } from "./completion";
import type { TslabModule } from "./display";
import { cellFile, type ErrorContent, type Errors } from "./errors";
import { inspectAt } from "./inspection";
import { Frames } from "./interrupt";
import { Language } from "./language";
import { Modules } from "./modules";
import type { MimeBundle } from "./rich";
import type { Sigint } from "./sigint";
import { installTimers } from "./timers";

export interface EngineOptions {
  /** The notebook's folder. */
  readonly folder: string;
  readonly errors: Errors;
  readonly tslab: TslabModule;
  readonly channels: Pick<Channels, "enterFrame" | "leaveFrame" | "takeOutOfMemory">;
  readonly sigint: Pick<Sigint, "take">;
}

/** Where libraries find the function that gives the running cell's signal, on `globalThis`. */
const INTERRUPTION = Symbol.for("unrolled.interruption");

/** How a cell ended: with the errors found before it ran, or with what came of running it. */
export type CellResult = Outcome | { readonly ok: false; readonly problems: ErrorContent };

export class Engine {
  private readonly language: Language;
  private readonly executor: Executor;

  constructor(private readonly options: EngineOptions) {
    this.language = new Language(options.folder);
    const executor: Executor = new Executor(makeHost(options, (why) => executor.interrupt(why)));
    this.executor = executor;
    Reflect.set(globalThis, INTERRUPTION, () => executor.interruption);
    // The first check reads TypeScript's own libraries: do that before the first cell comes.
    check(this.language, this.language.load("_warm", "console.log(1);"));
  }

  /** Checks, compiles and runs cell `n`. */
  async run(source: string, n: number): Promise<CellResult> {
    const { errors } = this.options;
    const compiled = compile(source, this.executor.globals());
    // The checker would run into the same wall.
    if (compiled.problems.includes(deepCell)) {
      return { ok: false, problems: errors.problems(n, source, [deepCell]) };
    }
    const cell = this.language.load(n, source);
    const problems = compiled.problems.length ? compiled.problems : check(this.language, cell);
    if (problems.length) return { ok: false, problems: errors.problems(n, source, problems) };
    errors.addCell(n, { source, lines: compiled.lines });
    const before = this.values(compiled);
    const outcome = await this.executor.run(compiled, cellFile(n));
    // A cell that failed keeps what it had assigned by then.
    const own = compiled.names.filter(
      (name) => outcome.ok || this.executor.scope.value(name) !== before.get(name),
    );
    this.language.own(cell, [...own, ...cell.scan.names.types]);
    if (outcome.ok) this.language.own(cell, cell.scan.names.imports);
    return outcome;
  }

  /** Evaluates an expression that is no cell (user_expressions). */
  async evaluate(source: string): Promise<Outcome> {
    const compiled = compile(`(${source}\n)`, this.executor.globals());
    const [problem] = compiled.problems;
    if (problem) return { ok: false, error: new SyntaxError(problem.message) };
    return this.executor.run(compiled, cellFile(0));
  }

  interrupt(reason?: Error): void {
    this.executor.interrupt(reason);
  }

  /** Disposes of what the notebook holds. */
  close(): Promise<void> {
    return this.executor.close();
  }

  isComplete(source: string): ReturnType<typeof isComplete> {
    return isComplete(source);
  }

  complete(source: string, cursor: number): Completions {
    return complete(this.language, source, cursor);
  }

  inspect(source: string, cursor: number): MimeBundle | undefined {
    return inspectAt(this.language, source, cursor);
  }

  private values(compiled: Compiled): Map<string, unknown> {
    return new Map(compiled.names.map((n) => [n, this.executor.scope.value(n)]));
  }
}

/** Names that every cell gets besides the globals. */
const GIVEN = ["require", "arguments"];

/** @param stop ends the running cell when a callback that it waits for was ended */
function makeHost(
  { folder, errors, tslab, channels, sigint }: EngineOptions,
  stop: (why: Error) => void,
): ExecutorHost {
  const own = new Map<string, unknown>([["tslab", tslab]]);
  const modules = new Modules(folder, own, errors.sourceMaps);
  Reflect.set(globalThis, "require", modules.requireForCells);
  const frames = new Frames(channels, sigint);
  installTimers(frames, stop);
  return {
    meta: modules.meta,
    globals: () => new Set([...Object.getOwnPropertyNames(globalThis), ...GIVEN]),
    evaluate: (text, file) =>
      new vm.Script(text, { filename: file }).runInThisContext() as CellFunction,
    enter: (work) => frames.enter(work),
    isInside: () => frames.inside,
    later: (work, delay) => void (delay ? setTimeout(work, delay) : setImmediate(work)),
    load: (specifier) => modules.load(specifier),
    now: () => performance.now(),
  };
}

/** The version of TypeScript that cells are written in. */
export const typescriptVersion: string = ts.version;
