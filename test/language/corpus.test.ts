// The data folder: sizes, hashes, counts and splits as data/README.md says; a changed file is refused.
import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Host } from "../../lib/host/host";
import { installNodeHost } from "../../lib/host/node-host";
import {
  characters,
  host,
  linesOf,
  loadCorpus,
  loadGrammar,
  loadSplits,
  setHost,
  words,
} from "../../lib/index";
import { languageMessages } from "../../lib/messages";

const data = (name: string) => fileURLToPath(new URL(`../../data/${name}`, import.meta.url));

interface Entry {
  readonly files: readonly { file: string; sha256: string }[];
  readonly splits?: object;
}
const manifest = JSON.parse(readFileSync(data("corpora.json"), "utf8")) as Record<string, Entry>;
const entries = Object.entries(manifest);

beforeEach(() => installNodeHost());
afterEach(() => setHost(undefined));

/** Installs a host that reads its files so. */
function readingBy(readData: (name: string, real: Host) => Promise<Uint8Array>): void {
  const real = host();
  setHost({
    publish: (bundle, options) => real.publish(bundle, options),
    drawSvg: (figure) => real.drawSvg(figure),
    poll: () => real.poll(),
    readData: (name) => readData(name, real),
  });
}

/** Installs a host whose files are changed on the way. */
function bend(change: (name: string, bytes: Uint8Array) => Uint8Array): void {
  readingBy(async (name, real) => change(name, await real.readData(name)));
}

describe("the data folder", () => {
  it("stays small: 8 MB in all, 2 MB a file", () => {
    const sizes = entries.flatMap(([, { files }]) => files.map((f) => statSync(data(f.file)).size));
    expect(Math.max(...sizes)).toBeLessThan(2e6);
    expect(sizes.reduce((a, b) => a + b, 0)).toBeLessThan(8e6);
  });

  it("names each file with its SHA-256 in the README", () => {
    const readme = readFileSync(data("README.md"), "utf8");
    for (const { file, sha256 } of entries.flatMap(([, entry]) => entry.files)) {
      expect(readme.split("\n").some((l) => l.includes(`| ${file} |`) && l.includes(sha256))).toBe(
        true,
      );
    }
  });
});

describe("loadCorpus", () => {
  it("reads Moby-Dick whole", async () => {
    expect(await loadCorpus("moby-dick")).toContain("Call me Ishmael.");
    await expect(loadCorpus("ulysses")).rejects.toThrow(
      'corpus "ulysses" is unknown; there are: moby-dick, grammar-rules, grammar, sotu, tang-quatrains',
    );
  });

  it("refuses a file that was changed", async () => {
    bend((name, bytes) => (name.endsWith(".txt") ? bytes.slice(1) : bytes));
    const refusal = "data/moby-dick.txt is damaged: SHA-256 ";
    await expect(loadCorpus("moby-dick")).rejects.toThrow(refusal);
    await expect(loadCorpus("moby-dick")).rejects.toThrow(
      /SHA-256 [\da-f]{12}…, expected [\da-f]{12}…;/,
    );
    await expect(loadCorpus("moby-dick")).rejects.toThrow("git checkout data/moby-dick.txt");
    await expect(loadGrammar()).rejects.toThrow("data/grammar.txt is damaged");
  });

  it("joins the parts of a text in order", async () => {
    const text = await loadCorpus("sotu");
    expect(linesOf(text)).toHaveLength(63);
    expect(text.startsWith("Mr. President, Mr. Speaker")).toBe(true);
    expect(text.indexOf("my fellow Americans")).toBeGreaterThan(0);
  });

  it("has quatrains of four lines of five characters, each once", async () => {
    const poems = linesOf(await loadCorpus("tang-quatrains"));
    expect(poems.every((poem) => /^(\p{Script=Han}{5}[，。]){4}$/u.test(poem))).toBe(true);
    expect(new Set(poems).size).toBe(poems.length);
  });
});

describe("a corpus of one's own", () => {
  /** Installs a data folder with one corpus, of one file. */
  function offer(bytes: Uint8Array, more: object = {}): void {
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const manifest = JSON.stringify({ own: { files: [{ file: "own.txt", sha256 }], ...more } });
    readingBy(async (name) => (name === "corpora.json" ? text(manifest) : bytes));
  }
  const text = (value: string) => new TextEncoder().encode(value);

  it("is split by lines, unless it says otherwise", async () => {
    const splits = { train: 2, validation: 1, test: 1 };
    offer(text("a\nbc\n\nd\n"), { splits });
    expect(await loadSplits("own")).toEqual({ train: "a\nbc\n", validation: "\n", test: "d\n" });
    offer(text("a\nbc"), { splits, unit: "characters" });
    expect(await loadSplits("own")).toEqual({ train: "a\n", validation: "b", test: "c" });
    offer(text("no line ends here"), { splits });
    await expect(loadSplits("own")).rejects.toThrow('corpus "own" has 0 lines and its splits');
  });

  it("is refused where it is no UTF-8", async () => {
    offer(Uint8Array.of(0x61, 0xff));
    await expect(loadCorpus("own")).rejects.toThrow(TypeError);
    offer(Uint8Array.of(0x61));
    expect(await loadCorpus("own")).toBe("a");
  });

  it("is not taken unchecked where nothing computes SHA-256, as in pages that are not secure", async () => {
    const before = Object.getOwnPropertyDescriptor(globalThis, "crypto");
    offer(text("a"));
    try {
      Object.defineProperty(globalThis, "crypto", { value: undefined, configurable: true });
      await expect(loadCorpus("own")).rejects.toThrow(languageMessages.noHash());
    } finally {
      if (before) Object.defineProperty(globalThis, "crypto", before);
    }
  });
});

it("the corpora count what data/README.md says", async () => {
  const count = (tokens: readonly string[]) => [tokens.length, new Set(tokens).size];
  expect(count(characters(await loadCorpus("moby-dick")))).toEqual([1_208_589, 89]);
  expect(count(words(await loadCorpus("sotu")))).toEqual([419_619, 13_892]);
  const tang = await loadCorpus("tang-quatrains");
  expect(linesOf(tang)).toHaveLength(3725);
  expect(new Set(tang.match(/\p{Script=Han}/gu)).size).toBe(3751);
});

describe("loadSplits", () => {
  it.each(entries.filter(([, entry]) => entry.splits).map(([name]) => name))(
    "parts %s without loss",
    async (name) => {
      const { train, validation, test } = await loadSplits(name);
      expect(train + validation + test).toBe(await loadCorpus(name));
      expect(train.length).toBeGreaterThan(8 * test.length);
      expect(validation.length).toBeGreaterThan(0.7 * test.length);
    },
  );

  it("says when there are none, or when they do not fit", async () => {
    await expect(loadSplits("grammar-rules")).rejects.toThrow(
      'corpus "grammar-rules" is not split into training',
    );
    bend((name, bytes) => {
      if (name !== "corpora.json") return bytes;
      const text = new TextDecoder().decode(bytes).replace('"train": 57', '"train": 58');
      return new TextEncoder().encode(text);
    });
    await expect(loadSplits("sotu")).rejects.toThrow(
      'corpus "sotu" has 63 lines and its splits in data/corpora.json have 64',
    );
  });
});
