// Frozen texts of the data folder, checked against their SHA-256 before use: a changed or cut file
// would silently change every figure of the workbook.
import { host } from "../host/host";

interface CorpusEntry {
  readonly file: string;
  readonly sha256: string;
}

/**
 * The text of a corpus of data/corpora.json, such as "moby-dick".
 * @throws RangeError for an unknown name, Error for a file that is not what corpora.json says
 */
export async function loadCorpus(name: string): Promise<string> {
  const manifest = JSON.parse(text(await host().readData("corpora.json"))) as Record<
    string,
    CorpusEntry
  >;
  if (!Object.hasOwn(manifest, name)) {
    throw new RangeError(
      `Corpus "${name}" is unknown; there are: ${Object.keys(manifest).join(", ")}.`,
    );
  }
  const { file, sha256 } = manifest[name];
  const bytes = await host().readData(file);
  const digest = await globalThis.crypto.subtle.digest("SHA-256", new Uint8Array(bytes));
  const found = Array.from(new Uint8Array(digest), (b) => b.toString(16).padStart(2, "0")).join("");
  if (found !== sha256) {
    throw new Error(
      `data/${file} is damaged: SHA-256 ${found.slice(0, 12)}…, expected ${sha256.slice(0, 12)}…; restore it with git checkout data/${file}.`,
    );
  }
  return text(bytes);
}

function text(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}
