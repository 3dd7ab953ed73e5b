// Frozen texts of the data folder, checked against their SHA-256 before use: a changed or cut file
// would silently change every figure of the workbook.
import { host } from "../host/host";
import { languageMessages } from "../messages";
import { Grammar } from "./grammar";

/** A corpus in data/corpora.json. */
interface CorpusEntry {
  /** Parts of the text, in order. */
  readonly files: readonly { readonly file: string; readonly sha256: string }[];
  /** What the splits count. */
  readonly unit?: "lines" | "characters";
  /** Sizes of the three parts, which follow each other in the text. */
  readonly splits?: Readonly<Record<keyof CorpusSplits, number>>;
}

/** A text in three parts, the same for every model: learn from the first, tune on the second, and
 * look at the third once. */
export interface CorpusSplits {
  readonly train: string;
  readonly validation: string;
  readonly test: string;
}

/**
 * The text of a corpus of data/corpora.json, such as "moby-dick".
 * @throws RangeError for an unknown name, Error for a file that is not what corpora.json says
 */
export async function loadCorpus(name: string): Promise<string> {
  return read(await entryOf(name));
}

/**
 * The training, validation and test part of a corpus; together they are the whole text.
 * @throws as loadCorpus, and RangeError for a corpus without splits
 */
export async function loadSplits(name: string): Promise<CorpusSplits> {
  const entry = await entryOf(name);
  const { splits, unit = "lines" } = entry;
  if (!splits) throw new RangeError(languageMessages.noSplits({ name }));
  const text = await read(entry);
  const parts = unit === "lines" ? (text.match(/.*\n/g) ?? []) : Array.from(text);
  const { train, validation, test } = splits;
  const expected = train + validation + test;
  if (parts.length !== expected) {
    throw new Error(languageMessages.badSplits({ name, unit, expected, got: parts.length }));
  }
  return {
    train: parts.slice(0, train).join(""),
    validation: parts.slice(train, train + validation).join(""),
    test: parts.slice(train + validation).join(""),
  };
}

/** The grammar of the corpus "grammar", which knows the true probabilities of its sentences. */
export async function loadGrammar(): Promise<Grammar> {
  return new Grammar(await loadCorpus("grammar-rules"));
}

async function entryOf(name: string): Promise<CorpusEntry> {
  const manifest = decode(await host().readData("corpora.json"));
  const corpora = JSON.parse(manifest) as Record<string, CorpusEntry>;
  if (!Object.hasOwn(corpora, name)) {
    const known = Object.keys(corpora).join(", ");
    throw new RangeError(languageMessages.unknownCorpus({ name, known }));
  }
  return corpora[name];
}

async function read({ files }: CorpusEntry): Promise<string> {
  const texts: string[] = [];
  for (const { file, sha256 } of files) {
    const bytes = await host().readData(file);
    const found = await sha256Of(bytes);
    if (found !== sha256) {
      const [start, expected] = [found.slice(0, 12), sha256.slice(0, 12)];
      throw new Error(languageMessages.damaged({ file, found: start, expected }));
    }
    texts.push(decode(bytes));
  }
  return texts.join("");
}

async function sha256Of(bytes: Uint8Array): Promise<string> {
  const { subtle } = globalThis.crypto ?? {};
  if (!subtle) throw new Error(languageMessages.noHash());
  const digest = await subtle.digest("SHA-256", new Uint8Array(bytes));
  return Array.from(new Uint8Array(digest), (b) => b.toString(16).padStart(2, "0")).join("");
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}
