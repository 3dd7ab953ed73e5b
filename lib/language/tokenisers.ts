// From text to tokens: characters, words, and the tutorial's segmentation, in which spaces part the
// words of a Chinese sentence.

/**
 * The text as the corpora are kept: no byte-order mark at the front, lines ended by \n alone, and
 * composed characters (NFC), so that what looks alike is alike.
 */
export function cleanText(text: string): string {
  return text
    .replace(/^\uFEFF/, "")
    .replace(/\r\n?/g, "\n")
    .normalize("NFC");
}

/** The lines of a text that hold more than white space. */
export function linesOf(text: string): string[] {
  return text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== "");
}

/** One token for each code point; half of a surrogate pair alone is a token of its own. */
export function characters(text: string): string[] {
  return Array.from(text);
}

/**
 * Words and numbers in lower case, with apostrophes inside words and points and commas inside numbers
 * ("don't", "3.5", "1,000"); every other visible character is a token of its own, hyphens too, since
 * old texts write dashes so.
 */
export function words(text: string): string[] {
  return Array.from(text.toLowerCase().matchAll(WORD), ([token]) => token);
}

const WORD =
  /[\p{L}\p{M}\p{N}]+(?:(?:['’](?=\p{L})|(?<=\p{N})[.,](?=\p{N}))[\p{L}\p{M}\p{N}]+)*|\S/gu;

/** The words of a line in the tutorial's form, 我 昨天 上学 迟到 了: what stands between spaces. */
export function segmented(line: string): string[] {
  return line.split(/\s+/u).filter((word) => word !== "");
}

/**
 * A line written without spaces, cut into known words: always the longest that fits (forward maximum
 * matching); a character that begins no known word is a token of its own.
 */
export function segment(
  line: string,
  known: { has(word: string): boolean },
  longest = 8,
): string[] {
  const symbols = Array.from(line.replace(/\s+/gu, ""));
  const found: string[] = [];
  for (let at = 0; at < symbols.length; ) {
    let length = Math.min(longest, symbols.length - at);
    while (length > 1 && !known.has(symbols.slice(at, at + length).join(""))) length--;
    found.push(symbols.slice(at, at + length).join(""));
    at += length;
  }
  return found;
}
