// What the scripts that make corpora share: a text is written whole or not at all, and its SHA-256
// and splits are noted in corpora.json.
import { createHash } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const LIMIT = 2_000_000; // bytes of a file; longer corpora come in parts

function dataFile(name) {
  return fileURLToPath(new URL(name, import.meta.url));
}

function write(name, bytes) {
  const file = dataFile(name);
  writeFileSync(`${file}.tmp`, bytes);
  renameSync(`${file}.tmp`, file);
}

/**
 * Writes the parts of a corpus (name of the file → text) and its entry in corpora.json.
 * @param splits { train, validation, test } in `unit`s, "lines" or "characters"
 */
export function freeze(corpus, parts, unit, splits) {
  const files = Object.entries(parts).map(([file, text]) => {
    const bytes = Buffer.from(text);
    if (bytes.length > LIMIT) throw new Error(`${file} has ${bytes.length} bytes; cut it in parts`);
    write(file, bytes);
    return { file, sha256: createHash("sha256").update(bytes).digest("hex") };
  });
  const manifest = JSON.parse(readFileSync(dataFile("corpora.json"), "utf8"));
  manifest[corpus] = { files, unit, splits };
  write("corpora.json", `${JSON.stringify(manifest, null, 2)}\n`);
  report(corpus, Object.values(parts).join(""), splits, unit);
}

function report(corpus, text, splits, unit) {
  const symbols = Array.from(text);
  const bytes = Buffer.byteLength(text);
  console.log(
    `${corpus}: ${bytes} bytes, ${symbols.length} characters, ${new Set(symbols).size} of them different`,
  );
  if (splits) console.log(`splits in ${unit}: ${JSON.stringify(splits)}`);
}

/** The unpacked npm package named on the command line. */
export function packageFolder(script) {
  const [folder] = process.argv.slice(2);
  if (folder) return folder;
  console.error(`Name the unpacked package: node data/${script} package`);
  process.exit(2);
}
