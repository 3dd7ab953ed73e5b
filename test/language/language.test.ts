import { afterEach, describe, expect, it } from "vitest";
import { installNodeHost } from "../../lib/host/node-host";
import { type Host, host, loadCorpus, setHost, Vocabulary } from "../../lib/index";

afterEach(() => setHost(undefined));

describe("Vocabulary", () => {
  it("numbers tokens in code point order and goes back", () => {
    const vocabulary = new Vocabulary("banana");
    expect(vocabulary.tokens).toEqual(["a", "b", "n"]);
    expect(vocabulary.decode(vocabulary.encode("banana"))).toBe("banana");
    expect(vocabulary.oneHot(1)).toEqual([0, 1, 0]);
  });

  it("names a token that it does not know", () => {
    expect(() => new Vocabulary("ab").encode("abc")).toThrow('"c" is not among its 2 tokens');
    expect(() => new Vocabulary("ab").token(2)).toThrow("id 2");
    expect(() => new Vocabulary("")).toThrow("no tokens");
  });
});

describe("loadCorpus", () => {
  it("reads Moby-Dick whole", async () => {
    installNodeHost();
    const text = await loadCorpus("moby-dick");
    expect(text).toContain("Call me Ishmael.");
    await expect(loadCorpus("ulysses")).rejects.toThrow(
      '"ulysses" is unknown; there are: moby-dick',
    );
  });

  it("refuses a file that was changed", async () => {
    installNodeHost();
    const real = host();
    const bent: Host = {
      publish: (bundle, options) => real.publish(bundle, options),
      drawSvg: (figure) => real.drawSvg(figure),
      poll: () => real.poll(),
      readData: async (name) => {
        const bytes = await real.readData(name);
        return name.endsWith(".txt") ? bytes.slice(1) : bytes;
      },
    };
    setHost(bent);
    await expect(loadCorpus("moby-dick")).rejects.toThrow("data/moby-dick.txt is damaged");
  });
});
