// The list of sections with a picture each, as README.md and as the book's first page have it.

const START = "<!-- sections: written by `npm run sections` -->";
const END = "<!-- end of sections -->";
/** The workbook is to have so many. */
const ALL = 8;

/** A text with the part between its two marks replaced by the list. */
export function fill(text, list) {
  const [from, to] = [text.indexOf(START), text.indexOf(END)];
  if (from < 0 || to < from)
    throw new Error(`no place for the list of sections: ${START} … ${END}`);
  return `${text.slice(0, from + START.length)}\n\n${list}\n\n${text.slice(to)}`;
}

/** For README.md: a table, since that is all that puts a picture beside a text there. */
export function readmeList(sections) {
  const rows = sections.map(({ name, title, about, picture }) => {
    const image = picture
      ? `<img src="book/sections/${name}.svg" width="280" alt="${attribute(picture.alt)}">`
      : "";
    const line = about && `<br>${about}`;
    return `| ${image} | **[${title}](notebooks/${name}.ipynb)**${line} |`;
  });
  const count =
    sections.length < ALL
      ? [`Of its eight sections ${sections.length} are written so far.`, ""]
      : [];
  return [...count, "| | |", "|---|---|", ...rows].join("\n");
}

/** For the book's first page: boxes that its style sheet lays out. */
export function homeList(sections) {
  const boxes = sections.map(({ name, title, about, picture }) => {
    const image = picture ? [`![${escaped(picture.alt)}](sections/${name}.svg)`, ""] : [];
    return [
      ...["```{container} section-box", ...image],
      ...[`**[${title}](${name}.ipynb)**${about && `: ${about}`}`, "```"],
    ].join("\n");
  });
  return boxes.join("\n\n");
}

function attribute(text) {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("|", "&#124;");
}

/** A text in which Markdown finds nothing. */
function escaped(text) {
  return text.replaceAll(/[\\`*_[\]<>$]/g, "\\$&");
}
