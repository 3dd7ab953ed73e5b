// The width of text without a font: a table of advance widths, so that the drawing comes out the same
// on every machine. A reader's font is unknown: each width is the larger of Helvetica's (Arial and
// Liberation Sans share it) and DejaVu Sans's, in thousandths of the font size, so that no legend is
// cut; Chinese, Japanese and Korean characters and full-width signs are a full em wide.

/** Advance widths of the characters from space (32) to tilde (126). */
const ASCII: readonly number[] = [
  318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636,
  636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 556, 1015, 684, 686, 722, 770, 667,
  611, 778, 752, 295, 500, 667, 557, 863, 748, 787, 667, 787, 722, 667, 611, 732, 684, 989, 685,
  667, 685, 390, 337, 390, 838, 556, 500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579,
  278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
];

/** Width of a character the table does not know: accented letters, Greek, arrows, mathematics. */
const OTHER = 680;
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
