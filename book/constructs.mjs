// Which Markdown, LaTeX and kinds of output the notebooks use. GitHub, nbviewer and VS Code show them as well as we do
// only within a subset: no directives, few HTML tags, macros that all render (GitHub refuses \operatorname), a picture
// in every figure, outputs of kinds that VS Code draws by itself.
//
//   node book/constructs.mjs     lists what is used, how often, and what is outside; exit status 1 if anything is
import { readdirSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const MACROS = new Set(
  `alpha beta delta Delta ell eta varepsilon lambda nabla partial sigma tau theta
  approx cdot dots ge int le leftarrow ln log Longrightarrow max mid min ne neq odot oplus pm prod sum times
  exp tanh frac sqrt tfrac tilde underbrace begin end left right big Big bigg lVert rVert
  mathrm mathsf text tag quad qquad`.split(/\s+/),
);
const SPACES = new Set([",", ";", "!", " ", "{", "}", "\\", "|"]);
const ENVIRONMENTS = new Set(["aligned", "bmatrix", "pmatrix"]);
const TAGS = new Set(["details", "summary"]);
/** What VS Code draws without a further extension (microsoft/vscode, extensions/notebook-renderers/package.json). */
const DRAWN_BY_VSCODE = new Set([
  ...["image/gif", "image/png", "image/jpeg", "image/svg+xml"],
  ...["text/html", "application/javascript", "text/plain"],
]);
/** Kinds of output that need an extension there, and always come with a picture beside them. */
const WITH_EXTENSION = new Set(["application/vnd.plotly.v1+json"]);
const PICTURES = ["image/svg+xml", "image/png", "image/jpeg"];

const joined = (source) => [source].flat().join("");

/** The constructs of a Markdown text, as `[construct, is it in the subset]`. */
function ofMarkdown(text) {
  const prose = text.replace(/^(`{3,})(?!\{).*?^\1\s*$/gms, "");
  const found = [];
  for (const [all] of prose.matchAll(/^(`{3,}|:{3,})\s*\{[^}]*\}|^:::.*|\{[a-z:-]+\}`/gm))
    found.push([`directive ${all}`, false]);
  const plain = prose.replace(/`[^`\n]*`/g, "");
  for (const [, block, inline] of plain.matchAll(/\$\$(.+?)\$\$|(?<![\\$])\$([^$]+?)\$/gs))
    found.push(...ofFormula(block ?? inline));
  const words = plain.replace(/\$\$.+?\$\$|(?<![\\$])\$[^$]+?\$/gs, "");
  for (const [, tag] of words.matchAll(/<\/?([a-zA-Z][\w-]*)[^>]*>/g))
    if (!/^https?$/.test(tag)) found.push([`<${tag}>`, TAGS.has(tag)]);
  return found;
}

function ofFormula(tex) {
  const macros = [...tex.matchAll(/\\([a-zA-Z]+|.)/gs)].map(([all, name]) => [
    all,
    MACROS.has(name) || SPACES.has(name),
  ]);
  const environments = [...tex.matchAll(/\\begin\{([^}]*)\}/g)].map(([, name]) => [
    `environment ${name}`,
    ENVIRONMENTS.has(name),
  ]);
  return [...macros, ...environments];
}

/** A figure without a picture is nothing where no script runs. */
function ofOutput({ data = {} }) {
  const kinds = Object.keys(data);
  const known = (kind) => DRAWN_BY_VSCODE.has(kind) || WITH_EXTENSION.has(kind);
  const found = kinds.map((kind) => [`output ${kind}`, known(kind)]);
  if (kinds.some((kind) => /plotly|image\//.test(kind)))
    found.push(["figure with a picture", PICTURES.some((kind) => kind in data)]);
  return found;
}

/**
 * What a notebook uses.
 * @param {{ cells: any[] }} notebook
 * @returns {[construct: string, inSubset: boolean][]}
 */
export function constructsOf(notebook) {
  return notebook.cells.flatMap((cell) => [
    ...(cell.cell_type === "markdown" ? ofMarkdown(joined(cell.source)) : []),
    ...(cell.outputs ?? []).flatMap(ofOutput),
  ]);
}

/** What the workbook's notebooks use, and how often; `outside` names notebook and construct. */
export function workbookConstructs() {
  const folder = new URL("../notebooks/", import.meta.url);
  const counts = new Map();
  const outside = new Set();
  for (const name of readdirSync(folder).filter((one) => one.endsWith(".ipynb")))
    for (const [construct, fine] of constructsOf(JSON.parse(readFileSync(new URL(name, folder))))) {
      counts.set(construct, (counts.get(construct) ?? 0) + 1);
      if (!fine) outside.add(`${name}: ${construct}`);
    }
  return { counts, outside: [...outside] };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const { counts, outside } = workbookConstructs();
  for (const [construct, n] of [...counts].sort((a, b) => b[1] - a[1]))
    console.log(String(n).padStart(5), construct);
  for (const one of outside) console.log("outside:", one);
  process.exitCode = outside.length > 0 ? 1 : 0;
}
