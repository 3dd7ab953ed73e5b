// The form of a grammar file, in every way to write it that data/grammar.txt allows, and what is none.
import { describe, expect, it } from "vitest";
import { Grammar } from "../../lib/index";

/** All sentences of a grammar, in order. */
const sentences = (text: string) =>
  [...new Grammar(text).sentences()].map((s) => s.words.join(" "));

describe("a grammar file", () => {
  it("may have spaces or none around = and ->", () => {
    for (const list of ["list w=a, b", "list   w   =   a,b", "list w =a, b"]) {
      for (const arrow of ["->", " ->", "-> ", "   ->   "]) {
        const text = `${list}\nS:\n  1 w(x) and${arrow}T(x)\nT(y):\n  1 y`;
        expect(sentences(text)).toEqual(["a and a", "b and b"]);
      }
    }
  });

  it("has a list at the beginning of a line only, and chooses from one by the first word only", () => {
    expect(sentences("S:\n  1 a list w = b")).toEqual(["a list w = b"]);
    expect(sentences("list w = a\nS:\n  1 go w(x) now")).toEqual(["go w(x) now"]);
  });

  it("names the line of a rule that is none", () => {
    const expected = (line: string) => `Grammar, line 1: "${line}": expected "list name`;
    for (const line of ["my rule:", "S: x"]) {
      expect(() => new Grammar(`${line}\n  1 a`)).toThrow(expected(line));
    }
  });

  it("names no line where a fault has none", () => {
    expect(() => new Grammar("S:")).toThrow(/^Grammar: "S": this rule has no alternatives\.$/);
  });

  it("names all values of a call or an entry that do not fit", () => {
    const call = "S:\n  1 a -> T(x, y)\nT:\n  1 b";
    expect(() => new Grammar(call)).toThrow('line 2: "T(x, y)": it takes 0 values');
    const entry = "list w = a b\nS:\n  1 w(x, y, z) c";
    expect(() => new Grammar(entry)).toThrow('line 3: "x, y, z": the list\'s entry "a b" has');
  });
});
