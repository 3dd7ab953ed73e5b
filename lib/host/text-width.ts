// The width of text without a font: a table of advance widths, so that the drawing comes out the same
// on every machine. The widths are Helvetica's (Arial and Liberation Sans share them), in thousandths
// of the font size; Chinese, Japanese and Korean characters and full-width signs are a full em wide.

/** Advance widths of the characters from space (32) to tilde (126). */
const ASCII: readonly number[] = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
  556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
  611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
  667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
  222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/** Width of a character the table does not know: accented letters, Greek, arrows, mathematics. */
const OTHER = 600;
const WIDE = 1000;

/** First and last code points of the blocks whose characters are a full em wide. */
const WIDE_BLOCKS: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1faff],
  [0x20000, 0x3fffd],
];

function isWide(code: number): boolean {
  return code >= 0x1100 && WIDE_BLOCKS.some(([first, last]) => code >= first && code <= last);
}

/** True for marks that sit on the character before them and take no room of their own. */
function isCombining(code: number): boolean {
  return (code >= 0x300 && code <= 0x36f) || code === 0x200b || code === 0x200d;
}

function advance(code: number): number {
  if (code >= 32 && code <= 126) return ASCII[code - 32];
  if (isCombining(code)) return 0;
  return isWide(code) ? WIDE : OTHER;
}

/**
 * Width of one line of text in CSS pixels.
 * @param text the characters
 * @param fontSize in pixels
 */
export function textWidth(text: string, fontSize: number): number {
  let thousandths = 0;
  for (const character of text) thousandths += advance(character.codePointAt(0) ?? 32);
  return (thousandths * fontSize) / 1000;
}
