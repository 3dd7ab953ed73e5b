// Writes LICENSES.md: under which licence everything stands that the book ships and that set-up installs.
//
//   node bin/licences.mjs             writes it, from package-lock.json, requirements.in and the Python environment
//   node bin/licences.mjs --check     writes nothing; exit status 1 when it is not up to date
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (...path) => readFileSync(join(root, ...path), "utf8");

/** What the book's files come from: of npm, of the Python environment, or inside one of these packages. */
const SHIPPED = [
  { npm: "katex", what: "formulas: style sheet and fonts" },
  { npm: "plotly.js-cartesian-dist-min", what: "figures that answer the pointer" },
  { python: "sphinx-book-theme", what: "layout, style sheet, script" },
  { python: "pydata-sphinx-theme", what: "layout, style sheet, script" },
  {
    name: "Bootstrap 5",
    inside: "pydata-sphinx-theme",
    licence: "MIT",
    what: "style sheet",
  },
  { python: "sphinx", what: "its basic style sheet" },
  { python: "myst-nb", what: "style sheet of cells" },
  { python: "accessible-pygments", what: "colours of code" },
  { python: "pygments", what: "style sheet of code" },
];

/** `name → { version, licence }` of the packages in the Python environment. */
function pythonPackages() {
  const versions = readdirSync(join(root, ".venv/lib")).filter((name) => name.startsWith("python"));
  const site = join(".venv/lib", versions[0], "site-packages");
  const folders = readdirSync(join(root, site)).filter((name) => name.endsWith(".dist-info"));
  return new Map(
    folders.map((folder) => {
      const head = read(site, folder, "METADATA").split("\n\n")[0];
      const field = (name) => new RegExp(`^${name}: (.+)$`, "m").exec(head)?.[1];
      const classifier = /^Classifier: License :: (?:.* :: )?(.+)$/m.exec(head)?.[1];
      const short = /^.{2,30}$/.exec(field("License") ?? "")?.[0]; // some have the whole text here
      const licence = field("License-Expression") ?? short ?? classifier ?? ofFile(site, folder);
      return [normal(field("Name")), { version: field("Version"), licence: licence ?? "not said" }];
    }),
  );
}

/** What the first line of a package's own licence file says. */
function ofFile(site, folder) {
  const file = readdirSync(join(root, site, folder), { recursive: true }).find((name) =>
    /(^|\/)LICEN[CS]E[^/]*$/.test(name),
  );
  return file && read(site, folder, file).trim().split("\n")[0].trim();
}

/** A Python package's name as pip compares it. */
const normal = (name) => name.toLowerCase().replace(/[-_.]+/g, "-");

/** The packages of package-lock.json, those of every platform: `{ name, version, licence, dev }`. */
export function npmPackages(lock = JSON.parse(read("package-lock.json"))) {
  return Object.entries(lock.packages)
    .filter(([path]) => path !== "")
    .map(([path, { version, license, dev = false }]) => ({
      name: path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length),
      version,
      licence: license ?? "not said",
      dev,
    }));
}

const table = (head, rows) =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");

function shippedTable(python) {
  const npm = new Map(npmPackages().map((one) => [one.name, one]));
  const rows = SHIPPED.map((part) => {
    const found = part.npm ? npm.get(part.npm) : python.get(part.python ?? part.inside);
    if (!found) throw new Error(`licences: ${part.npm ?? part.python ?? part.inside} is missing`);
    const name = part.npm ?? part.python ?? `${part.name} (inside ${part.inside})`;
    return [name, part.name ? "" : found.version, part.licence ?? found.licence, part.what];
  });
  return table(["Part", "Version", "Licence", "What of it is in the pages"], rows);
}

/** One row a licence, with its packages; a package that is there in two versions is named twice. */
function npmTable(packages) {
  const rows = [...grouped(packages)].sort().map(([licence, those]) => {
    const names = [...new Set(those.map((one) => `${one.name} ${one.version}`))].sort();
    return [licence, names.length, names.join(", ")];
  });
  return table(["Licence", "Packages", "Which"], rows);
}

function grouped(packages) {
  const groups = new Map();
  for (const one of packages) groups.set(one.licence, [...(groups.get(one.licence) ?? []), one]);
  return groups;
}

function pythonTable(python) {
  const wanted = [...read("requirements.in").matchAll(/^([\w.-]+)==/gm)].map(([, name]) => name);
  const rows = wanted.map((name) => {
    const found = python.get(normal(name));
    if (!found) throw new Error(`licences: ${name} is not in .venv: run \`npm run setup\` first`);
    return [name, found.version, found.licence];
  });
  return table(["Package", "Version", "Licence"], rows);
}

/** The text of LICENSES.md. */
export function licences() {
  const python = pythonPackages();
  const npm = npmPackages();
  return `# Licences of others' work

Written by \`npm run licences\`; a test compares. The project itself is MIT (LICENSE); the texts in \`data/\` carry the licences that [data/README.md](data/README.md) names.

## In the exported book

${shippedTable(python)}

## npm packages that the library, the kernel and the book run on

${npmTable(npm.filter((one) => !one.dev))}

## npm packages for building and testing

${npmTable(npm.filter((one) => one.dev))}

## Python packages

Those that requirements.in asks for, in versions and with hashes pinned by requirements.txt. What they need in turn depends on the platform; \`pip show -v NAME\` names its licence.

${pythonTable(python)}
`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const file = join(root, "LICENSES.md");
  if (process.argv.includes("--check")) {
    if (readFileSync(file, "utf8") !== licences()) {
      console.error("LICENSES.md is not up to date: run `npm run licences`.");
      process.exitCode = 1;
    }
  } else writeFileSync(file, licences());
}
