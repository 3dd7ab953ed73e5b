// TypeScript across cells: declarations and redeclarations, await, modules of all kinds, and types that are checked.
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sharedKernel } from "./shared-kernel";

const project = realpathSync(mkdtempSync(join(tmpdir(), "language-")));
const folder = join(project, "notebooks");

/** Writes a file of the project. */
function file(path: string, text: string): void {
  mkdirSync(join(project, path, ".."), { recursive: true });
  writeFileSync(join(project, path), text);
}

const packageJson = (more: object) => JSON.stringify({ version: "1.0.0", ...more });
mkdirSync(folder, { recursive: true });
file(
  "node_modules/esm-only/package.json",
  packageJson({ name: "esm-only", type: "module", exports: "./index.js", types: "./index.d.ts" }),
);
file(
  "node_modules/esm-only/index.js",
  "export const esm = 'only'; export default class Main { kind = 'default' }",
);
file(
  "node_modules/esm-only/index.d.ts",
  "export const esm: string; export default class Main { kind: string }",
);
file(
  "node_modules/esm-await/package.json",
  packageJson({ name: "esm-await", type: "module", exports: "./index.js", types: "./index.d.ts" }),
);
file("node_modules/esm-await/index.js", "export const late = await Promise.resolve('waited');");
file("node_modules/esm-await/index.d.ts", "export const late: string;");
file(
  "node_modules/common/package.json",
  packageJson({ name: "common", main: "index.js", types: "index.d.ts" }),
);
file("node_modules/common/index.js", "module.exports = { twice: (x) => 2 * x };");
file(
  "node_modules/common/index.d.ts",
  "declare const common: { twice(x: number): number }; export = common;",
);
file("notebooks/data.json", '{ "size": 3, "names": ["a", "b"] }');
file(
  "notebooks/helper.ts",
  "import { deeper } from './deeper';\nexport const help = (): string => 'v1 ' + deeper;",
);
file("notebooks/deeper.ts", "export const deeper = 'd1';");
file(
  "lib/package.json",
  packageJson({ name: "lib", main: "dist/index.cjs", types: "dist/index.d.ts" }),
);
file("lib/dist/index.cjs", "exports.version = () => 1;");
file("lib/dist/index.d.ts", "export declare function version(): number;");

const kernel = sharedKernel({ folder });
const value = (code: string) => kernel().value(code);
const fails = async (code: string) => (await kernel().execute(code)).error;

describe("names across cells", () => {
  it("may be declared again: let, const, class, function, enum and type, as anything", async () => {
    for (const again of [
      "let thing = 1; thing",
      "const thing = 2; thing",
      "class thing { static at = 3 }; thing.at",
      "function thing() { return 4 }; thing()",
      "enum thing { at = 5 }; thing.at",
      "var thing = 6; thing",
      "let { thing } = { thing: 7 }; thing",
    ])
      expect(await value(again)).toBe(/\d/.exec(again)![0]);
    await value("type Shape = { a: number }; interface Box { inner: Shape }");
    await value("type Shape = string; const shape: Shape = 'text';");
    expect(await value("const box: Box = { inner: { a: 1 } }; box.inner.a")).toBe("1");
  });

  it("mean the latest declaration to earlier closures, and the other way round", async () => {
    await value("let level = 1; const read = () => level; function raise() { level += 10 }");
    await value("level = 2;");
    expect(await value("read()")).toBe("2");
    await value("raise();");
    expect(await value("level")).toBe("12");
    await value("let level = 5;");
    expect(await value("read()")).toBe("5");
    expect(await value("raise(); level")).toBe("15");
  });

  it("reach functions redefined later from functions defined earlier", async () => {
    await value("function inner() { return 'old' } function outer() { return inner() }");
    expect(await value("outer()")).toBe("'old'");
    await value("function inner() { return 'new' }");
    expect(await value("outer()")).toBe("'new'");
  });

  it("are hoisted within a cell as JavaScript says", async () => {
    expect(await value("const early = later(); function later() { return 'hoisted' } early")).toBe(
      "'hoisted'",
    );
    expect(await value("for (var turn = 0; turn < 3; turn++); turn")).toBe("3");
    expect(await value("{ let turn = 'inner' } turn")).toBe("3");
    expect(await value("const shadow = (turn: string) => ({ turn }); shadow('arg').turn")).toBe(
      "'arg'",
    );
  });

  it("keep what a failed cell had assigned, and its declarations after that are not there", async () => {
    await fails("let before = 1; throw new Error('stop'); let after = 2;");
    expect(await value("before")).toBe("1");
    expect((await fails("after"))?.evalue).toContain("Cannot find name 'after'");
  });

  it("may be those of globals", async () => {
    expect(await value("const performance = 'mine'; performance")).toBe("'mine'");
    expect(
      await value(
        "typeof noSuchGlobal === 'undefined' && typeof Math".replace(
          "noSuchGlobal",
          "(globalThis as any).noSuchGlobal",
        ),
      ),
    ).toBe("'object'");
  });
});

describe("await and the like at the top level", () => {
  it("works in every place", async () => {
    expect(await value("const a1 = await Promise.resolve(1); a1")).toBe("1");
    expect(await value("if (await Promise.resolve(true)) { a1 + await 2 } else 0")).toBeUndefined();
    expect(await value("[await a1, ...(await [2])].length")).toBe("2");
    expect(await value("const { x: ax = await 5 } = {} as { x?: number }; ax")).toBe("5");
    expect(
      await value("let got = ''; for await (const s of [Promise.resolve('p'), 'q']) got += s; got"),
    ).toBe("'pq'");
    expect(
      await value(
        "async function* gen() { yield 1; yield 2 }\nlet total = 0; for await (const n of gen()) total += n; total",
      ),
    ).toBe("3");
    expect(
      await value(
        "try { await Promise.reject(new Error('no')) } catch (e) { (e as Error).message }",
      ),
    ).toBeUndefined();
    expect(await value("await Promise.all([1, 2].map(async (n) => n * (await 2)))")).toBe(
      "[ 2, 4 ]",
    );
  });

  it("keeps the results of AsyncLocalStorage", async () => {
    expect(
      await value(
        `import { AsyncLocalStorage } from "node:async_hooks";
const storage = new AsyncLocalStorage<string>();
const seen = await storage.run("in", async () => { await null; await new Promise((r) => setTimeout(r, 5)); return storage.getStore() });
[seen, storage.getStore()]`,
      ),
    ).toBe("[ 'in', undefined ]");
  });

  it("disposes of using at the end of a block, and at the top level when the binding goes", async () => {
    await value(
      "const log: string[] = []; const open = (name: string) => ({ name, [Symbol.dispose]() { log.push(name) } });",
    );
    expect(await value("{ using inner = open('inner'); log.push('use ' + inner.name) } log")).toBe(
      "[ 'use inner', 'inner' ]",
    );
    await value("log.length = 0; using handle = open('first');");
    expect(await value("[handle.name, log.length]")).toBe("[ 'first', 0 ]");
    await value("using handle = open('second');");
    expect(await value("log")).toBe("[ 'first' ]");
    await value(
      "await using asyncHandle = { async [Symbol.asyncDispose]() { await null; log.push('async') } };",
    );
    await value("let asyncHandle = 1;");
    expect(await value("log")).toBe("[ 'first', 'async' ]");
    expect((await fails("using wrong = { x: 1 } as any;"))?.evalue).toContain(
      "using wrong: the value has no method",
    );
  });

  it("lowers decorators, private members, accessors and enums", async () => {
    expect(
      await value(
        `function tag(target: Function, context: ClassDecoratorContext) { (target as any).tag = context.kind }
@tag class Tagged { #secret = 1; accessor open = 2; static { (this as any).ready = true } sum() { return this.#secret + this.open } }
[(Tagged as any).tag, (Tagged as any).ready, new Tagged().sum()]`,
      ),
    ).toBe("[ 'class', true, 3 ]");
  });
});

describe("modules", () => {
  it("come as ESM only, with top-level await, and as CommonJS", async () => {
    expect(await value('import Main, { esm } from "esm-only"; [esm, new Main().kind]')).toBe(
      "[ 'only', 'default' ]",
    );
    expect(await value('import { late } from "esm-await"; late')).toBe("'waited'");
    expect(await value('import common from "common"; common.twice(4)')).toBe("8");
    expect(
      await value(
        'import * as fs from "node:fs"; import { join as j } from "path"; [typeof fs.readFileSync, j("a", "b")]',
      ),
    ).toBe("[ 'function', 'a/b' ]");
    expect(await value('const { esm: dynamic } = await import("esm-only"); dynamic')).toBe(
      "'only'",
    );
    expect(await value('(require("common") as { twice(x: number): number }).twice(5)')).toBe("10");
  });

  it("may be JSON", async () => {
    expect(await value('import data from "./data.json"; data.size + data.names.length')).toBe("5");
    expect(await value('import typed from "./data.json" with { type: "json" }; typed.size')).toBe(
      "3",
    );
    expect((await fails('import wrong from "./data.json"; wrong.sizes'))?.evalue).toContain(
      "'sizes' does not exist",
    );
  });

  it("are local .ts files, whose edits (also deep ones) come with the next import", async () => {
    expect(await value('import { help } from "./helper"; help()')).toBe("'v1 d1'");
    file(
      "notebooks/helper.ts",
      "import { deeper } from './deeper';\nexport const help = (n: number): string => 'v2 ' + deeper + n;",
    );
    expect(await value('import { help } from "./helper"; help(7)')).toBe("'v2 d17'");
    expect((await fails('import { help } from "./helper"; help("x")'))?.evalue).toContain(
      "not assignable",
    );
    file("notebooks/deeper.ts", "export const deeper = 'd2';");
    expect(await value('import { help } from "./helper"; help(7)')).toBe("'v2 d27'");
  });

  it("are a library under work, whose builds come with the next import", async () => {
    expect(await value('import { version } from "../lib"; version()')).toBe("1");
    file("lib/dist/index.cjs", "exports.version = () => 2; exports.added = 'new';");
    file(
      "lib/dist/index.d.ts",
      "export declare function version(): number; export declare const added: string;",
    );
    expect(await value('import { version, added } from "../lib"; [version(), added]')).toBe(
      "[ 2, 'new' ]",
    );
  });

  it("know where the notebook is", async () => {
    expect(await value("import.meta.url")).toBe(`'file://${folder}/notebook.ts'`);
    expect(await value("import.meta.dirname === process.cwd()")).toBe("true");
  });

  it("that are missing are reported by name", async () => {
    expect((await fails('import "./nowhere"'))?.evalue).toContain("./nowhere");
    expect((await fails('await import("no-such-package" as string)'))?.evalue).toContain(
      "no-such-package",
    );
  });
});

describe("types", () => {
  it.each([
    ["implicit any", "1;\nfunction f(x) { return x }", 2, 12, 7006],
    ["null", "const found = [1].find((x) => x > 1);\n  found.toFixed();", 2, 3, 18048],
    ["a wrong argument", "Math.max('a');", 1, 10, 2345],
    ["a missing member", "\n\n[1].lenght", 3, 5, 2551],
    ["a constant", "const fixed = 1;\nfixed = 2;", 2, 1, 2588],
    ["syntax", "let a = ;\n", 1, 9, 1109],
  ])("are strict and point at the line: %s", async (_, code, line, column, number) => {
    const error = await fails(code);
    expect(error?.ename).toBe("TypeScriptError");
    expect(error?.evalue).toContain(`(line ${line}, column ${column})`);
    expect(error?.traceback[0]).toMatch(new RegExp(`, ${line}:${column} - error TS${number}: `));
    expect(error?.traceback[1]).toBe(`> ${line} | ${code.split("\n")[line - 1]}`);
  });

  it("forbid to assign a constant of an earlier cell, and allow a variable", async () => {
    await value("const locked = 1; let loose = 1;");
    expect(await value("loose = 2; loose")).toBe("2");
    expect((await fails("locked = 2;"))?.evalue).toContain("Cannot assign to 'locked'");
    expect((await fails("loose = 'text';"))?.evalue).toContain("not assignable to type 'number'");
    await value("let maybe: string | undefined; var evolving = [1];");
    expect(await value("maybe = 'set'; evolving.push(2); maybe.length + evolving.length")).toBe(
      "5",
    );
  });

  it("keep a cell with an error from running at all", async () => {
    await value("let touched = 0;");
    await fails("touched = 1;\nconst n: number = 'text';");
    expect(await value("touched")).toBe("0");
  });
});

describe("a hot loop at the top level", () => {
  it("works on copies and leaves the variables as JavaScript would", async () => {
    expect(
      await value(
        "let hot = 0; outer: for (let i = 0; i < 10; i++) { for (var k = 0; ; k++) { if (k > 2) continue outer; hot += Math.max(i, k) } } [hot, k!]",
      ),
    ).toBe("[ 139, 3 ]");
    await fails("let reached = 0; while (true) { reached++; if (reached === 5) throw 'end' }");
    expect(await value("reached")).toBe("5");
  });
});
