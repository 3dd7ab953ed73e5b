// Puts a bench's results into bench/README.md, between its own marker comments; the rest of the page stays.
import fs from "node:fs";
import path from "node:path";

const PAGE = path.join(import.meta.dirname, "README.md");

/** Replaces (or adds, in alphabetical order of names) the section `name` of the page at `page`. */
export function writeSection(name, markdown, page = PAGE) {
  const [begin, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];
  const section = `${begin}\n${markdown.trim()}\n${end}`;
  const text = fs.existsSync(page)
    ? fs.readFileSync(page, "utf8")
    : "# Measurements\n\n`npm run bench -- kernel` writes the section below. The times are those of one machine; what counts is how the columns of one table compare.\n";
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  const result =
    from >= 0 && to > from
      ? text.slice(0, from) + section + text.slice(to + end.length)
      : `${text.trimEnd()}\n\n${section}\n`;
  const temporary = `${page}.${process.pid}.tmp`;
  fs.writeFileSync(temporary, result);
  fs.renameSync(temporary, page);
}

/** A Markdown table. The first row is the head. */
export function table(rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  const [head, ...body] = rows;
  return [line(head), line(head.map(() => "---")), ...body.map(line)].join("\n");
}
