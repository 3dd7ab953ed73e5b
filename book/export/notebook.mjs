// Whether a file is a notebook that the book can read: what every reader further on counts on, told by name and cell.
import { expected } from "./options.mjs";

/** Python's reader of JSON goes no deeper than about a thousand. */
const DEEPEST = 200;

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isString = (value) => typeof value === "string";
const isText = (value) => isString(value) || (Array.isArray(value) && value.every(isString));
const isStrings = (value) => Array.isArray(value) && value.every(isString);

const CELL = {
  cell_type: [(value) => ["markdown", "code", "raw"].includes(value), "markdown, code or raw"],
  source: [isText, "a text or a list of texts"],
  metadata: [isObject, "an object"],
  id: [(value) => value === undefined || isString(value), "a text"],
};
const SHOWN = {
  data: [isBundle, "an object of media types, text/ and image/ ones as texts"],
  metadata: [isObject, "an object"],
};
const OUTPUTS = {
  stream: { name: [isString, "a text"], text: [isText, "a text or a list of texts"] },
  display_data: SHOWN,
  execute_result: SHOWN,
  error: {
    ename: [isString, "a text"],
    evalue: [isString, "a text"],
    traceback: [isStrings, "a list of texts"],
  },
};

/** @returns {any} the notebook of a file's text. @throws Error that names the file, the cell and what was expected */
export function parseNotebook(name, text) {
  let notebook;
  try {
    notebook = JSON.parse(text);
  } catch (error) {
    throw expected(`Book: ${name} is no notebook: ${error.message}`);
  }
  const fault = faultOf(notebook);
  if (fault) throw expected(`Book: ${name}${fault}; save it anew in JupyterLab`);
  return notebook;
}

/** The first thing that is wrong, or undefined. */
function faultOf(notebook) {
  if (!isObject(notebook) || notebook.nbformat !== 4 || !Array.isArray(notebook.cells))
    return " is no notebook: it needs nbformat 4 and a list of cells";
  if (!(Number.isInteger(notebook.nbformat_minor) && notebook.nbformat_minor >= 0))
    return ": its nbformat_minor is no whole number";
  const { metadata } = notebook;
  if (!isObject(metadata) || !isObject(metadata.language_info ?? {}))
    return ": its metadata, or the language_info in it, is no object";
  if (isTooDeep(notebook)) return `: it is nested deeper than ${DEEPEST}`;
  for (const [i, cell] of notebook.cells.entries()) {
    const fault = faultOfCell(cell);
    if (fault) return `, cell ${i + 1}: ${fault}`;
  }
}

function faultOfCell(cell) {
  const fault = faultOfParts(cell, CELL, "it");
  if (fault || cell.cell_type !== "code") return fault;
  if (!Array.isArray(cell.outputs)) return "its outputs are no list";
  for (const [i, output] of cell.outputs.entries()) {
    const parts = Object.hasOwn(OUTPUTS, output?.output_type) && OUTPUTS[output.output_type];
    if (!parts) return `output ${i + 1} has none of the types ${Object.keys(OUTPUTS).join(", ")}`;
    const found = faultOfParts(output, parts, `output ${i + 1}`);
    if (found) return found;
  }
}

function faultOfParts(value, parts, what) {
  if (!isObject(value)) return `${what} is no object`;
  for (const [key, [fits, wanted]] of Object.entries(parts)) {
    if (!fits(value[key])) return `${what} has a ${key} that is not ${wanted}`;
  }
}

function isBundle(data) {
  if (!isObject(data)) return false;
  return Object.entries(data).every(
    ([mime, value]) => !/^(text|image)\//.test(mime) || isText(value),
  );
}

/** Without recursion, which would end where the nesting does. */
function isTooDeep(value) {
  let level = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) return true;
    level = level.flatMap((one) => (typeof one === "object" && one ? Object.values(one) : []));
  }
  return false;
}
