// A number that the prose states, bound to the run that gives it: changing either fails the notebook.
import { claimMessages as messages } from "../messages";

/**
 * Prints "✓ what: stated (measured …)" when the two agree.
 * @param what is measured, in a few words
 * @param stated the number as the prose prints it: a plain literal, so that `npm run claims` finds it
 * @param within the largest difference allowed; default half a unit of the stated number's last digit
 * @throws Error when they differ by more, or when measured is no finite number
 */
export function claim(
  what: string,
  measured: number,
  stated: number,
  { within = halfLastDigit(stated) }: { within?: number } = {},
): void {
  const text = { what, measured: String(measured), stated: String(stated), within: String(within) };
  // A rounding error of the comparison itself must not decide: 0.15 is stated for 0.1 ± 0.05.
  const slack = 1e-12 * Math.max(within, Math.abs(stated));
  if (!(Math.abs(measured - stated) <= within + slack)) throw new Error(messages.off(text));
  console.log(`✓ ${what}: ${stated}`);
}

/** 0.005 for 2.26, 0.5 for 7. */
function halfLastDigit(stated: number): number {
  const [digits, exponent = "0"] = String(stated).split("e");
  const decimals = (digits.split(".")[1] ?? "").length - Number(exponent);
  let unit = 1;
  for (let i = 0; i < Math.abs(decimals); i++) unit = decimals > 0 ? unit / 10 : unit * 10;
  return unit / 2;
}
