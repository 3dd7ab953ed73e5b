// From text to tokens: characters, words, sentences, lines.
import { describe, expect, it } from "vitest";
import { characters, cleanText, linesOf, segment, segmented, words } from "../../lib/index";

describe("tokenisers", () => {
  it("takes code points, and half pairs as they are", () => {
    expect(characters("a𠀀我\ud800b")).toEqual(["a", "𠀀", "我", "\ud800", "b"]);
    expect(characters("a𠀀我\ud800b").join("")).toBe("a𠀀我\ud800b");
  });

  it("takes words in lower case, and signs one by one", () => {
    expect(words("Don't pay $1,000.50, OK?")).toEqual("don't pay $ 1,000.50 , ok ?".split(" "));
    expect(words("objective-a better 21st world… 老师,")).toEqual(
      "objective - a better 21st world … 老师 ,".split(" "),
    );
    expect(words("the '90s' rock'n'roll")).toEqual("the ' 90s ' rock'n'roll".split(" "));
    expect(words("o'9 9,a 1.2")).toEqual("o ' 9 9 , a 1.2".split(" "));
    expect(words(" \n\t ")).toEqual([]);
  });

  it("splits the tutorial's sentences at spaces", () => {
    expect(segmented("  我 昨天\t上学　迟到 了\r")).toEqual(["我", "昨天", "上学", "迟到", "了"]);
    expect(segmented("")).toEqual([]);
  });

  it("segments a sentence without spaces by the longest known word", () => {
    const known = new Set(["我", "我们", "昨天", "上学", "迟到", "了"]);
    expect(segment("我们昨天 上学迟到了！", known).join(" ")).toBe("我们 昨天 上学 迟到 了 ！");
    expect(segment("abcdabc", new Set(["abc", "abcd"]), 3)).toEqual(["abc", "d", "abc"]);
  });

  it("finds the lines of any system", () => {
    expect(linesOf("a\r\nb\rc\n\n \nd")).toEqual(["a", "b", "c", "d"]);
  });

  it("cleans a text of its byte-order mark, line ends and decomposed letters", () => {
    expect(cleanText("\uFEFFe\u0301\r\nb\rc")).toBe("é\nb\nc");
    expect(cleanText("a\uFEFFb")).toBe("a\uFEFFb");
  });
});
