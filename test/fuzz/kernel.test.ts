// What reaches the kernel: frames that are no message, and cells that are no program.
import vm from "node:vm";
import fc from "fast-check";
import { expect, it } from "vitest";
import { Wire } from "../../kernel/node/wire";
import { compile } from "../../kernel/portable/compile";
import { isComplete } from "../../kernel/portable/is-complete";
import { cases, errorOf } from "./cases";

const wire = new Wire({ key: "k", signature_scheme: "hmac-sha256" });
const SENTENCE = /^a (message|part of a message) /;

it("wire: any frames are refused, since none is signed", () => {
  const frame = fc.oneof(
    fc.uint8Array({ maxLength: 70 }),
    fc.constantFrom("<IDS|MSG>", "{}", "").map((text) => Buffer.from(text)),
  );
  fc.assert(
    fc.property(fc.array(frame, { maxLength: 9 }), (frames) => {
      expect(errorOf(() => wire.decode(frames))?.message).toMatch(SENTENCE);
    }),
    cases,
  );
});

it("wire: a good message with a byte changed or frames missing is refused", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5 }),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      (i, at, by) => {
        const frames = wire
          .encode([Buffer.from("id")], "t", "{}", '{"x":1}')
          .map((frame) => Buffer.from(frame)); // the delimiter is shared
        expect(errorOf(() => wire.decode(frames.slice(0, i + 1)))?.message).toMatch(SENTENCE);
        frames[i][at % frames[i].length] ^= by;
        expect(errorOf(() => wire.decode(frames))?.message).toMatch(SENTENCE);
      },
    ),
    cases,
  );
});

it("wire: signed content of any kind is an object or refused", () => {
  const texts = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.stringify(value)),
    fc.constantFrom(
      "1e999",
      '{"n":1e999}',
      "[".repeat(1e5),
      "{",
      "",
      `${"[".repeat(5e4)}${"]".repeat(5e4)}`,
    ),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const frames = wire.encode([], "t", "{}", text);
      const error = errorOf(() => expect(Array.isArray(wire.decode(frames).content)).toBe(false));
      if (error) expect(error.message).toMatch(SENTENCE);
    }),
    cases,
  );
});

const TOKENS = [
  ..."(){}[]<>;:,.=+-*/?!&|@#`'\"\\\n\0\u2028é文",
  ..."let const var function class async await yield using import export default from as enum".split(
    " ",
  ),
  ..."namespace declare type interface for of in while if else try catch return new this super".split(
    " ",
  ),
  ..."=> ... ?. ?? ** ${ /* */ // 1 0x 1e9 1n a b $cell $_a Math \ud800".split(" "),
];

function expectCompiled(source: string): void {
  isComplete(source);
  const { js, problems, async } = compile(source, new Set(["Math"]));
  for (const problem of problems) expect(problem.message).not.toBe("");
  if (problems.length > 0) return;
  // What passes must be JavaScript, or be refused by the engine as such.
  const error = errorOf(
    () => new vm.Script(`(${async ? "async " : ""}function ($cell) {${js}\n})`),
  );
  if (error) expect(error.name).toBe("SyntaxError");
}

it("cells: token soup compiles or has a problem with words", () => {
  const soup = fc.array(fc.constantFrom(...TOKENS), { maxLength: 25 });
  fc.assert(
    fc.property(soup, fc.constantFrom("", " "), (tokens, by) => expectCompiled(tokens.join(by))),
    cases,
  );
});

it("cells: any text", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 60 }), expectCompiled), cases);
});

it.each(["(", "[", "{", "`${", "!", "a=>"])(
  "cells: %s, 20,000 times, is a problem that says what to do",
  (s) => {
    const source = s.repeat(20_000);
    expect(compile(source, new Set()).problems[0].message).toContain("Split it");
    expect(isComplete(source)).toEqual({ status: "invalid" });
  },
);
