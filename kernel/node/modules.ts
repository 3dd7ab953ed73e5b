// Loading modules for cells, as `import` in a file next to the notebook would: npm packages, CommonJS and ESM, local .ts
// files, and libraries under work, which are loaded anew after an edit.
import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join, sep } from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import type { SourceMaps } from "./source-maps";

export class Modules {
  readonly require: NodeJS.Require;
  readonly meta: { readonly url: string; readonly dirname: string };
  private readonly times = new Map<string, number>();

  /**
   * @param folder the notebook's
   * @param own modules that the kernel supplies itself
   * @param sourceMaps gets the maps of local .ts files
   */
  constructor(
    folder: string,
    private readonly own: ReadonlyMap<string, unknown>,
    sourceMaps: SourceMaps,
  ) {
    this.require = createRequire(join(folder, "__notebook__.js"));
    this.meta = { url: pathToFileURL(join(folder, "notebook.ts")).href, dirname: folder };
    this.require.extensions[".ts"] = (module, file) => {
      const compilerOptions = {
        module: ts.ModuleKind.CommonJS,
        target: ts.ScriptTarget.ES2023,
        esModuleInterop: true,
        sourceMap: true,
      };
      const text = readFileSync(file, "utf8");
      const { outputText, sourceMapText } = ts.transpileModule(text, {
        fileName: file,
        compilerOptions,
      });
      if (sourceMapText) sourceMaps.add(file, sourceMapText);
      (module as NodeJS.Module & { _compile(text: string, file: string): void })._compile(
        outputText,
        file,
      );
    };
  }

  /** Loads a module and gives its namespace; a promise for an ES module that awaits at its top level. */
  load(specifier: string): unknown {
    const own = this.own.get(specifier);
    if (own !== undefined) return namespace(own);
    this.dropStale();
    try {
      return namespace(this.require(specifier));
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      if (code !== "ERR_REQUIRE_ASYNC_MODULE" && code !== "ERR_REQUIRE_ESM") throw error;
      return import(pathToFileURL(this.require.resolve(specifier)).href);
    } finally {
      this.noteTimes();
    }
  }

  /** `require` for cells. */
  readonly requireForCells = (specifier: string): unknown => {
    const own = this.own.get(specifier);
    return own !== undefined ? own : this.require(specifier);
  };

  /** Forgets files that have changed since they were loaded, and all that loaded them. */
  private dropStale(): void {
    const { cache } = this.require;
    const stale = new Set<string>();
    for (const [file, time] of this.times) if (timeOf(file) !== time) stale.add(file);
    for (let grew = stale.size > 0; grew; ) {
      grew = false;
      for (const file of this.times.keys()) {
        if (stale.has(file) || !cache[file]?.children.some((c) => stale.has(c.filename))) continue;
        stale.add(file);
        grew = true;
      }
    }
    for (const file of stale) {
      delete cache[file];
      this.times.delete(file);
    }
  }

  private noteTimes(): void {
    for (const file of Object.keys(this.require.cache)) {
      if (file.includes(`${sep}node_modules${sep}`) || file.startsWith(__dirname + sep)) continue;
      if (!this.times.has(file)) this.times.set(file, timeOf(file));
    }
  }
}

function timeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? -1;
}

/** A CommonJS module as an ES namespace: `default` is the module itself unless it says otherwise. */
function namespace(module: unknown): unknown {
  if (module === null || (typeof module !== "object" && typeof module !== "function"))
    return { default: module };
  if (Reflect.get(module, "__esModule") || Reflect.get(module, Symbol.toStringTag) === "Module")
    return module;
  return new Proxy(module, {
    get: (target, key) => (key === "default" ? target : Reflect.get(target, key)),
  });
}
