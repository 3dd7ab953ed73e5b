// The library's reference pages: one a folder of lib, from the docstrings of what lib/index.ts exports, read
// by the TypeScript compiler. Markdown for Sphinx; nothing is written here.
import { basename, dirname, relative } from "node:path";
import ts from "typescript";

/** Members that say nothing to a reader of the reference. */
const HIDDEN = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;

/** @returns {Record<string, string>} file name → Markdown: api.md and one api-….md a folder of lib */
export function apiPages(entry) {
  const { program, checker } = compile(entry);
  const folders = new Map();
  for (const symbol of exportsOf(program, checker, entry)) {
    const file = symbol.declarations[0].getSourceFile().fileName;
    const folder = basename(dirname(relative(dirname(entry), file))) || "lib";
    folders.set(folder, [...(folders.get(folder) ?? []), symbol]);
  }
  const names = [...folders.keys()].sort();
  const pages = names.map((folder) => [
    `api-${folder}.md`,
    [`# lib/${folder}`, ...folders.get(folder).map((s) => entryOf(s, checker))].join("\n\n"),
  ]);
  return { "api.md": index(names, folders), ...Object.fromEntries(pages) };
}

function compile(entry) {
  const options = {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  };
  const program = ts.createProgram([entry], options);
  return { program, checker: program.getTypeChecker() };
}

/** What the entry exports, by name, aliases followed to their declarations. */
function exportsOf(program, checker, entry) {
  const module = checker.getSymbolAtLocation(program.getSourceFile(entry));
  return checker
    .getExportsOfModule(module)
    .map((s) => (s.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(s) : s))
    .filter((s) => s.declarations?.length > 0)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function index(names, folders) {
  const list = names.map((folder) => {
    const links = folders.get(folder).map((s) => `[${s.name}](api-${folder}.md#${s.name})`);
    return `## lib/${folder}\n\n${links.join(", ")}`;
  });
  const toc = ["```{toctree}", ":hidden:", "", ...names.map((n) => `api-${n}`), "```"].join("\n");
  const opening =
    "What the notebooks import from `../lib`: each name with its signature and what it promises.";
  return ["# The library", opening, ...list, toc].join("\n\n");
}

/** One name: heading, declaration without bodies, docstring, documented members. */
function entryOf(symbol, checker) {
  const parts = [`## ${symbol.name}`, code(declarationText(symbol.declarations[0], checker))];
  parts.push(docOf(symbol, checker));
  for (const member of membersOf(symbol)) {
    const text = docOf(member, checker);
    if (text !== "") {
      parts.push(`\`${symbol.name}.${memberName(member)}\`\n: ${text.replaceAll("\n", "\n  ")}`);
    }
  }
  return parts.filter((part) => part !== "").join("\n\n");
}

function memberName(member) {
  return member.name === "__constructor" ? "constructor" : member.name;
}

function membersOf(symbol) {
  const members = [...(symbol.exports?.values() ?? []), ...(symbol.members?.values() ?? [])];
  return members.filter(
    (m) =>
      m.declarations?.some((d) => !(ts.getCombinedModifierFlags(d) & HIDDEN)) &&
      !m.getJsDocTags().some(({ name }) => name === "internal"),
  );
}

/** The docstring with its tags as a list. */
function docOf(symbol, checker) {
  const text = ts.displayPartsToString(symbol.getDocumentationComment(checker));
  const tags = symbol.getJsDocTags(checker).map((tag) => {
    const words = ts.displayPartsToString(tag.text).replace(/\s+/g, " ");
    return `- *${tag.name}* ${plain(words)}`;
  });
  return [plain(text), tags.join("\n")].filter((part) => part !== "").join("\n\n");
}

/** Docstrings are words, not Markdown: only their code spans keep a meaning. */
function plain(text) {
  return text
    .split(/(`[^`]*`)/)
    .map((part, i) => (i % 2 === 1 ? part : part.replace(/[\\<>*_[\]$|#{}]/g, "\\$&")))
    .join("");
}

/** The declaration as its author wrote it, each body cut to a semicolon, private members left out. */
function declarationText(declaration, checker) {
  if (ts.isVariableDeclaration(declaration)) {
    return variableText(declaration, checker);
  }
  const source = declaration.getSourceFile().text;
  const cuts = [];
  const look = (node) => {
    if (ts.isClassElement(node) && ts.getCombinedModifierFlags(node) & HIDDEN) {
      cuts.push([node.getFullStart(), node.end, ""]);
    } else if (ts.isFunctionLike(node) && node.body) {
      for (const parameter of node.parameters) {
        if (!(ts.getCombinedModifierFlags(parameter) & HIDDEN)) continue;
        cuts.push([parameter.getStart(), parameter.name.getStart(), ""]); // a private field
      }
      cuts.push([node.body.getFullStart(), node.body.end, ";"]);
    } else {
      ts.forEachChild(node, look);
    }
  };
  look(declaration);
  let text = "";
  let at = declaration.getStart();
  for (const [start, end, instead] of cuts) {
    text += source.slice(at, start) + instead;
    at = end;
  }
  return withoutComments(text + source.slice(at, declaration.end));
}

/** A constant by its type, of an object one property a line: its value may hold whole functions. */
function variableText(declaration, checker) {
  const name = declaration.name.getText();
  const type = checker.getTypeAtLocation(declaration);
  const value = declaration.initializer && ts.skipOuterExpressions(declaration.initializer);
  if (declaration.type || !value || !ts.isObjectLiteralExpression(value)) {
    return `const ${name}: ${declaration.type?.getText() ?? checker.typeToString(type)};`;
  }
  const lines = type.getProperties().map((property) => {
    const own = checker.typeToString(checker.getTypeOfSymbolAtLocation(property, declaration));
    return `  ${property.name}: ${own};`;
  });
  return [`const ${name}: {`, ...lines, "};"].join("\n");
}

/** The docstrings stand below the code. */
function withoutComments(text) {
  return text
    .replace(/^\s*\/\*\*[\s\S]*?\*\/\n/gm, "")
    .replace(/\n{2,}/g, "\n")
    .replace(/^export /, "");
}

function code(text) {
  return `\`\`\`typescript\n${text}\n\`\`\``;
}
