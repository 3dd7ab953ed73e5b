// Breaks the project in each way of sabotages.mjs, in a checkout of its own, and sees that `npm test` fails and names it.
//
//   node test/slow/sabotage.mjs ["words of what is broken" …]
//
// `npm test` is its parts in turn; of each sabotage only the part runs that must see it.
import { Checkout } from "./checkout.mjs";
import { sabotages } from "./sabotages.mjs";

const words = process.argv.slice(2);
const chosen = sabotages.filter(
  ({ what }) => words.length === 0 || words.some((word) => what.includes(word)),
);
const checkout = new Checkout();
let missed = 0;
try {
  checkout.setUp();
  const parts = new Set(chosen.flatMap((s) => s.parts));
  const whole = await checkout.run("npm", ["test", "--", ...parts]);
  if (whole.status !== 0) throw new Error(`without any sabotage it fails:\n${whole.output}`);
  console.log(`control: nothing broken, ${parts.size} parts of npm test pass\n`);
  for (const { what, how, parts, says } of chosen) {
    try {
      how(checkout);
    } catch (error) {
      missed++;
      console.log(`✗ ${what}: not tried: ${error.message}`);
      checkout.restore();
      continue;
    }
    const { status, output } = await checkout.run("npm", ["test", "--", ...parts]);
    checkout.restore();
    const line = output.split("\n").find((text) => says.test(text)) ?? says.exec(output)?.[0];
    const seen = status !== 0 && line !== undefined;
    if (!seen) missed++;
    console.log(
      `${seen ? "✓" : "✗"} ${what} (${parts.join(" ")})\n    ${line?.trim().slice(0, 160)}`,
    );
    if (!seen) console.log(`    status ${status}; the end of its output:\n${output.slice(-1500)}`);
  }
} finally {
  checkout.remove();
}
console.log(`\nsabotages: ${chosen.length - missed} seen, ${missed} missed`);
process.exitCode = missed > 0 || chosen.length === 0 ? 1 : 0;
