// TypeScript's language service on cells. Each cell is a module; the names of earlier cells that it may use are imported
// from the cells that declared them last, and variables, which an import would not let it assign, are declared to be of
// their type. All that stands behind the cell's text, so positions need no shifting.
import { existsSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import ts from "typescript";
import { type Scan, scan } from "../portable/scan";
import { TSLAB_EXTRAS } from "./display";
import { GIVEN_TYPES } from "./given-types";

/** A cell as the service knows it. */
export interface LoadedCell {
  readonly file: string;
  readonly scan: Scan;
}

/** A cell, or a file of ours. */
interface File {
  readonly text: string;
  readonly version: number;
  /** The cells that it imports from. */
  readonly uses: ReadonlySet<string>;
}

/** The cell that declared a name last. */
interface Owner {
  readonly file: string;
  readonly isVariable: boolean;
}

/** Everything that could be a name. */
const WORDS = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/gu;

function importOf([name, { file, isVariable }]: [string, Owner]): string {
  const module = JSON.stringify(file.slice(0, -3));
  if (isVariable) return `declare let ${name}: typeof import(${module}).${name};`;
  return `import {${name}} from ${module};`;
}

/** Declares what cells get besides Node's globals. */
const GLOBALS = "__globals.d.ts";

export class Language {
  readonly service: ts.LanguageService;
  private readonly files = new Map<string, File>();
  private readonly owners = new Map<string, Owner>();
  private active: string | undefined;
  private version = 0;

  /** @param folder the notebook's; its cells are files in it as far as imports go. */
  constructor(private readonly folder: string) {
    this.service = ts.createLanguageService(this.host(), ts.createDocumentRegistry());
  }

  /**
   * Puts a cell's source in.
   *
   * @param name its number, or anything else for a cell that will not run
   * @param names which names of earlier cells it gets
   */
  load(name: string | number, source: string, names: "used" | "all" = "used"): LoadedCell {
    const file = this.path(`__cell${name}.ts`);
    const result = scan(source);
    const own = [...result.names.values, ...result.names.types, ...result.names.imports];
    const words = names === "all" ? undefined : new Set(source.match(WORDS));
    const owners = [...this.owners].filter(([n]) => !own.includes(n) && (words?.has(n) ?? true));
    const text = `${result.text}\n;${owners.map(importOf).join("")}export {${own.join(", ")}};`;
    this.put(file, text, new Set(owners.map(([, owner]) => owner.file)));
    this.active = file;
    return { file, scan: result };
  }

  /** From now on `names` mean those of `cell`. */
  own(cell: LoadedCell, names: Iterable<string>): void {
    const variables = new Set(cell.scan.names.variables);
    for (const name of names)
      this.owners.set(name, { file: cell.file, isVariable: variables.has(name) });
    this.forget();
  }

  /** Whether `name` comes from an earlier cell. */
  isOwned(name: string): boolean {
    return this.owners.has(name);
  }

  /** Forgets cells that no name leads to any more, so that a long session does not grow. */
  private forget(): void {
    const kept = new Set<string>(this.active ? [this.active] : []);
    const keep = (file: string): void => {
      if (kept.has(file)) return;
      kept.add(file);
      this.files.get(file)?.uses.forEach(keep);
    };
    for (const { file } of this.owners.values()) keep(file);
    for (const file of this.files.keys())
      if (!kept.has(file) && !file.endsWith(".d.ts")) this.files.delete(file);
  }

  private path(name: string): string {
    return join(this.folder, name).replaceAll("\\", "/");
  }

  private put(file: string, text: string, uses: ReadonlySet<string> = new Set()): void {
    this.files.set(file, { text, version: ++this.version, uses });
  }

  private options(): ts.CompilerOptions {
    const tslab = this.path("__tslab.d.ts");
    this.put(this.path(GLOBALS), GIVEN_TYPES);
    const types = createRequire(join(__dirname, "main.cjs")).resolve("tslab/package.json");
    const publicTypes = join(dirname(types), "dist/public").replaceAll("\\", "/");
    this.put(tslab, `export * from "${publicTypes}";\n${TSLAB_EXTRAS}`);
    return {
      target: ts.ScriptTarget.ES2023,
      lib: ["lib.es2023.d.ts", "lib.esnext.disposable.d.ts"],
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      moduleDetection: ts.ModuleDetectionKind.Force,
      strict: true,
      noImplicitOverride: true,
      noFallthroughCasesInSwitch: true,
      esModuleInterop: true,
      resolveJsonModule: true,
      skipLibCheck: true,
      noEmit: true,
      allowJs: true,
      allowImportingTsExtensions: true,
      types: ["node"],
      typeRoots: typeRoots([this.folder, __dirname]),
      paths: { tslab: [tslab] },
    };
  }

  private host(): ts.LanguageServiceHost {
    const options = this.options();
    const { files } = this;
    return {
      getScriptFileNames: () => [this.path(GLOBALS), ...(this.active ? [this.active] : [])],
      getScriptVersion: (file) => {
        const own = files.get(file);
        if (own) return String(own.version);
        if (file.includes("/node_modules/")) return "1";
        return String(statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0);
      },
      getScriptSnapshot: (file) => {
        const text = files.get(file)?.text ?? ts.sys.readFile(file);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      getCurrentDirectory: () => this.folder,
      getCompilationSettings: () => options,
      getDefaultLibFileName: (o) => ts.getDefaultLibFilePath(o),
      fileExists: (file) => files.has(file) || ts.sys.fileExists(file),
      readFile: (file) => files.get(file)?.text ?? ts.sys.readFile(file),
      directoryExists: ts.sys.directoryExists,
      getDirectories: ts.sys.getDirectories,
      readDirectory: ts.sys.readDirectory,
      useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
      ...(ts.sys.realpath ? { realpath: ts.sys.realpath } : {}),
    };
  }
}

/** The `node_modules/@types` folders at and above some folders. */
function typeRoots(folders: readonly string[]): string[] {
  const roots: string[] = [];
  for (let folder of folders)
    for (;;) {
      const root = join(folder, "node_modules/@types");
      if (existsSync(root)) roots.push(root.replaceAll("\\", "/"));
      if (dirname(folder) === folder) break;
      folder = dirname(folder);
    }
  return roots;
}
