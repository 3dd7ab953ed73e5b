// Whether Enter runs what is typed or goes to the next line.
import { expect, it } from "vitest";
import { isComplete } from "../../../kernel/portable/is-complete";

it.each([
  ["", "complete"],
  ["let x = 1", "complete"],
  ["let x =", "incomplete"],
  ["f(", "incomplete"],
  ["class A {\n  m() {", "incomplete"],
  ["/* open", "incomplete"],
  ["'open", "incomplete"],
  ["`open\nline", "incomplete"],
  ["let = = 1; 2", "invalid"],
  ["}", "invalid"],
])("%j is %s", (source, status) => {
  expect(isComplete(source).status).toBe(status);
});

it("indents as the last line, and two more behind an opening bracket", () => {
  expect(isComplete("  if (x) {")).toMatchObject({ indent: "    " });
  expect(isComplete("  1 +")).toMatchObject({ indent: "  " });
});
