// How many cases each fuzz test tries: some hundred in `npm test`, FUZZ_CASES for more. The seed is
// fixed, so that a failure can be had again.
import fc from "fast-check";

export const cases = { seed: 20160722, numRuns: Number(process.env.FUZZ_CASES ?? 300) };

/** JSON of any kind, with the keys that trip readers up. */
export const anyJson = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(
    null,
    1e308,
    -0,
    2 ** 53,
    { toString: 1 },
    JSON.parse('{"__proto__":1}'),
  ),
  fc.integer({ min: 5_000, max: 20_000 }).map((n) => JSON.parse("[".repeat(n) + "]".repeat(n))),
);

/** The error that `act` throws, or undefined. */
export function errorOf(act: () => unknown): Error | undefined {
  try {
    act();
  } catch (error) {
    return error as Error;
  }
  return undefined;
}
