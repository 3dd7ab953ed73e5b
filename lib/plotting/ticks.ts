// Ticks of logarithmic axes, written as numbers a beginner reads at once: 0.1, 1, 10, 10⁵. (plotly's
// own write the 2 of 200 as a small 2.)

const SUPERSCRIPTS: Readonly<Record<string, string>> = {
  "-": "⁻",
  "0": "⁰",
  "1": "¹",
  "2": "²",
  "3": "³",
  "4": "⁴",
  "5": "⁵",
  "6": "⁶",
  "7": "⁷",
  "8": "⁸",
  "9": "⁹",
};

/** Steps within a decade, by how many decades the axis spans at most. */
const STEPS: readonly (readonly [number, readonly number[]])[] = [
  [0.35, [1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.8, 2, 2.2, 2.5, 2.8, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9]],
  [0.8, [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8]],
  [1.6, [1, 2, 3, 5, 7]],
  [3, [1, 2, 5]],
];

/** An axis within these values has plain numbers, any other powers of ten. */
const PLAIN = [0.0005, 200_000] as const;

/** The power of ten as text, such as 10⁻⁵. */
function powerOfTen(exponent: number): string {
  return `10${[...String(exponent)].map((sign) => SUPERSCRIPTS[sign]).join("")}`;
}

/**
 * A tick's text.
 * @param plainly true: as a plain number; otherwise as a power of ten
 */
function tickText(mantissa: number, exponent: number, plainly: boolean): string {
  if (plainly || exponent === 0) {
    const digits = Math.max(0, -exponent) + (Number.isInteger(mantissa) ? 0 : 1);
    const plain = (mantissa * 10 ** exponent).toFixed(exponent > 0 ? 0 : digits);
    return plain.replace(/\B(?=(\d{3})+$)/g, plain.includes(".") ? "" : ",");
  }
  const power = powerOfTen(exponent);
  return mantissa === 1 ? power : `${mantissa}·${power}`;
}

/**
 * Ticks for a logarithmic axis that shows the values from `low` to `high`, both above 0. Some lie a
 * little outside; plotly leaves those out.
 */
export function logTicks(low: number, high: number): { tickvals: number[]; ticktext: string[] } {
  const decades = Math.log10(high / low);
  const steps = STEPS.find(([most]) => decades <= most)?.[1] ?? [1];
  const stride = steps.length > 1 ? 1 : Math.max(1, Math.ceil(decades / 8));
  const first = Math.floor(Math.floor(Math.log10(low)) / stride) * stride;
  const plainly = low >= PLAIN[0] && high < PLAIN[1];
  const tickvals: number[] = [];
  const ticktext: string[] = [];
  for (let exponent = first; exponent <= Math.ceil(Math.log10(high)); exponent += stride) {
    for (const mantissa of steps) {
      tickvals.push(Number(`${mantissa}e${exponent}`));
      ticktext.push(tickText(mantissa, exponent, plainly));
    }
  }
  return { tickvals, ticktext };
}
