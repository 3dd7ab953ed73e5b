// Formula server of the book: one JSON line in, `[tex, display]`; one JSON line out, `{ html }` or
// `{ error }`. KaTeX runs here at build time, so that the pages need no JavaScript for formulas.
import { createInterface } from "node:readline";
import katex from "katex";

function render(line) {
  const [tex, displayMode] = JSON.parse(line);
  try {
    return {
      html: katex.renderToString(tex, { displayMode, strict: "error", throwOnError: true }),
    };
  } catch (error) {
    return { error: error.message };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(render(line))}\n`);
}
