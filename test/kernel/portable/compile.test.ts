// Compiling a cell is a pure function: its JavaScript, names, modules and positions, and running it on a scope.
import vm from "node:vm";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { type Compiled, compile } from "../../../kernel/portable/compile";
import { originalPosition } from "../../../kernel/portable/mappings";

const GLOBALS = new Set(Object.getOwnPropertyNames(globalThis));
const of = (source: string): Compiled => compile(source, GLOBALS);

/** Runs cells of plain values on one scope, as an executor would, and gives the last one's result. */
function run(...sources: string[]): unknown {
  const boxes = new Map<string, Record<string, unknown>>();
  let result: unknown;
  for (const source of sources) {
    result = undefined;
    const cell = {
      box: (name: string) => {
        if (!boxes.has(name)) boxes.set(name, {});
        return boxes.get(name);
      },
      value: (name: string) => boxes.get(name)?.[name],
      result: (v: unknown) => {
        result = v;
      },
    };
    new Function("$cell", of(source).js)(cell);
  }
  return result;
}

describe("compile", () => {
  it("gives the names of a cell, whatever binds them", () => {
    const { names } = of(
      "let a = 1; const { b, c: [d] } = o; function e() {} class f {} enum g {} var h; import i, { j as k, type L } from 'm'; { let no = 1; var l } interface T {} declare const m: number;",
    );
    expect([...names].sort()).toEqual(["a", "b", "d", "e", "f", "g", "h", "i", "k", "l"]);
  });

  it("is async exactly when the cell awaits outside functions", () => {
    expect(of("await x").async).toBe(true);
    expect(of("for await (const y of z);").async).toBe(true);
    expect(of("async () => { await x }").async).toBe(false);
    expect(of("class A { async m() { await x } }").async).toBe(false);
  });

  it("lists modules in order, without those that only give types", () => {
    const { modules } = of(
      "import 'a'; import type { T } from 't'; import b from 'b'; import * as c from 'c';",
    );
    expect(modules).toEqual(["a", "b", "c"]);
  });

  it("gives problems with their place, and no code", () => {
    const { problems, js } = of("let ok = 1;\nlet x = ;");
    expect(problems[0]).toMatchObject({ line: 2, column: 9, code: 1109 });
    expect(js).toBe("");
  });

  it("is a pure function: equal input, equal output, nothing kept", () => {
    const source = "let a = await f(); class B { #c = a }";
    expect(of(source)).toEqual(of(source));
    expect(structuredClone(of(source))).toEqual(of(source));
  });

  it("keeps a line for each line, and maps every name back to where it was written", () => {
    const source = "type T = number;\nlet first: T = 1;\n\n  let second = first\n    + boom();";
    const { js, lines } = of(source);
    const text = js.split("\n");
    const line = text.findLastIndex((l) => l.includes("boom"));
    const column = text[line]!.indexOf("(0, $_boom");
    expect(originalPosition(lines, line + 1, column + 1)).toMatchObject({ line: 5, column: 7 });
  });

  it.each([
    ["shadowing by a parameter", ["let x = 1; ((x: number) => x)(5)"], 5],
    [
      "shadowing by a catch clause",
      ["let x = 1; let r = 0; try { throw 7 } catch (x) { r = x as number } r"],
      7,
    ],
    [
      "shadowing by a class name in its body",
      ["class A { static make() { return A } } A.make() === A"],
      true,
    ],
    ["shorthand properties", ["let x = 3; ({ x }).x"], 3],
    ["shorthand patterns with defaults", ["let y; ({ y = 4 } = {} as { y?: number }); y"], 4],
    ["a call without this", ["function f(this: unknown) { return this === undefined } f()"], true],
    ["function names", ["const named = () => 1; named.name"], "named"],
    ["labels are no names", ["let x = 0; x: for (;;) { break x } x"], 0],
    [
      "an earlier closure and a later value",
      ["let n = 1; const get = () => n", "n = 5", "get()"],
      5,
    ],
    [
      "a later function for an earlier caller",
      ["function a() { return b() } function b() { return 1 }", "function b() { return 2 }", "a()"],
      2,
    ],
    ["typeof of an unknown name", ["typeof nobodyKnows"], "undefined"],
    ["default exports and export modifiers", ["export const e = 6; export default 5; e"], 6],
    ["computed keys", ["const key = 'k'; ({ [key]: 8 }).k"], 8],
    ["a var in a loop's head", ["for (var i = 0; i < 4; i++); i"], 4],
    ["var in a for-of head", ["let s = 0; for (var q of [1, 2, 3]) s += q; s + q"], 9],
  ] as [string, string[], unknown][])("means what JavaScript means: %s", (_, cells, expected) => {
    expect(run(...cells)).toBe(expected);
  });
});

describe("plain loops", () => {
  const usesCopies = (source: string) => of(source).js.includes("$l_");

  it("work on copies when they call nothing", () => {
    for (const loop of [
      "let s = 0; for (let i = 0; i < 9; i++) s += i;",
      "let s = 0; while (s < 9) s++;",
      "let s = 0; do { s += Math.sqrt(4) } while (s < 9)",
      "let a = [1], s = 0; for (let i = 0; i < a.length; i++) { s += a[i]; }",
      "let s = 0; if (s === 0) x: for (;;) { s++; if (s > 3) break x }",
    ])
      expect(usesCopies(loop), loop).toBe(true);
  });

  it("do not when something could look at the variable meanwhile", () => {
    for (const loop of [
      "let s = 0; for (let i = 0; i < 9; i++) s += f(i);",
      "let s = 0; for (;;) { s++; await 1; }",
      "let s = 0; for (;;) { s++; new A(); }",
      "let s = 0; for (;;) { s++; o.x; }",
      "let s = 0; for (;;) { s++; (() => s); }",
      "let s = 0; for (;;) { for (const x of xs) s++; }",
      "let s = 0, q = 0; for (;;) { [s, q] = [q, s]; }",
      "let Math = o; let s = 0; for (;;) s += Math.sqrt(s);",
    ])
      expect(usesCopies(loop), loop).toBe(false);
  });

  it("end with the values that JavaScript gives, also by break, throw and nested loops", () => {
    const sources = [
      "let s = 0; for (let i = 0; i < 5000; i++) { if (i % 3) continue; s += i } s",
      "let s = 0; outer: for (let i = 0; i < 50; i++) for (var j = 0; j < 50; j++) { s += j; if (s > 999) break outer } s + (j as number)",
      "let s = 0; try { for (;;) { s++; if (s > 1500) throw 1 } } catch {} s",
      "let s = 1; while (s < 1000) { s *= 8; for (let k = 0; k < 3; k++) s -= 1; } s",
    ];
    for (const source of sources) {
      const plain = ts.transpile(source, { target: ts.ScriptTarget.ES2023 });
      const expected: unknown = vm.runInNewContext(plain, {}, { timeout: 1000 });
      expect(run(source), source).toBe(expected);
    }
  });
});
