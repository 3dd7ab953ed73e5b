// Reads a cell's source without changing its meaning: which names it binds at the top level, and a text of the same
// length in which `export` is blank and a top-level `using` is `const` (a cell's bindings live on after the cell, and
// every one of them is visible to later cells). Same length, so positions in it are positions in the cell.
import ts from "typescript";

/** Names a cell binds at its top level. A class or an enum is a value (and a type of the same name). */
export interface CellNames {
  readonly values: readonly string[];
  readonly types: readonly string[];
  readonly imports: readonly string[];
  /** Those of the values that may be assigned: `let` and `var`. */
  readonly variables: readonly string[];
  /** Those of the values that `using` declares. */
  readonly disposables: readonly string[];
}

export interface Scan {
  /** The cell with `export` and `using` neutralised; as long as the source. */
  readonly text: string;
  readonly names: CellNames;
}

/** What follows a cell's text so that TypeScript takes it for a module, where `await` may stand at the top level. */
export const MODULE_MARK = "\nexport {};";

/** Parses `text` as a module. */
export function parse(text: string, kind = ts.ScriptKind.TS): ts.SourceFile {
  return ts.createSourceFile("cell.ts", text + MODULE_MARK, ts.ScriptTarget.Latest, true, kind);
}

/** Finds the names that `source` binds, and its neutral text. Never throws: broken source gives what could be read. */
export function scan(source: string): Scan {
  const file = parse(source);
  const names: NameSets = {
    values: new Set(),
    types: new Set(),
    imports: new Set(),
    variables: new Set(),
    disposables: new Set(),
  };
  let text = source;
  for (const statement of file.statements) {
    if (statement.pos >= source.length) break;
    text = neutralise(text, statement, file);
    bindStatement(statement, names);
  }
  return {
    text,
    names: {
      values: [...names.values],
      types: [...names.types],
      imports: [...names.imports],
      variables: [...names.variables],
      disposables: [...names.disposables],
    },
  };
}

/** The identifiers that a binding name (an identifier or a destructuring pattern) binds. */
export function boundNames(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((e) => (ts.isOmittedExpression(e) ? [] : boundNames(e.name)));
}

type NameSets = Record<keyof CellNames, Set<string>>;

function bindStatement(statement: ts.Statement, names: NameSets): void {
  if (ts.isImportDeclaration(statement)) bindImport(statement, names);
  else if (ts.isImportEqualsDeclaration(statement)) names.imports.add(statement.name.text);
  else if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement))
    names.types.add(statement.name.text);
  else if (ts.isVariableStatement(statement)) {
    const to = isAmbient(statement) ? names.types : names.values;
    for (const d of statement.declarationList.declarations)
      for (const n of boundNames(d.name)) {
        to.add(n);
        if (isUsing(statement.declarationList)) names.disposables.add(n);
        if (!(statement.declarationList.flags & ts.NodeFlags.Constant)) names.variables.add(n);
      }
  } else if (
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isModuleDeclaration(statement)
  ) {
    const { name } = statement;
    if (name && ts.isIdentifier(name) && name.text !== "global")
      (isAmbient(statement) ? names.types : names.values).add(name.text);
  } else
    for (const n of nestedVars(statement)) {
      names.values.add(n);
      names.variables.add(n);
    }
}

/** `var` inside a block or a loop at the top level binds a name of the cell too. */
function nestedVars(node: ts.Node): string[] {
  if (ts.isFunctionLike(node) || ts.isClassLike(node)) return [];
  const names: string[] = [];
  if (ts.isVariableDeclarationList(node) && !(node.flags & ts.NodeFlags.BlockScoped))
    names.push(...node.declarations.flatMap((d) => boundNames(d.name)));
  ts.forEachChild(node, (child) => {
    names.push(...nestedVars(child));
  });
  return names;
}

function bindImport(statement: ts.ImportDeclaration, names: NameSets): void {
  const clause = statement.importClause;
  if (!clause) return;
  const typeOnly = clause.phaseModifier === ts.SyntaxKind.TypeKeyword;
  const to = typeOnly ? names.types : names.imports;
  if (clause.name) to.add(clause.name.text);
  const bindings = clause.namedBindings;
  if (!bindings) return;
  if (ts.isNamespaceImport(bindings)) to.add(bindings.name.text);
  else for (const e of bindings.elements) (e.isTypeOnly ? names.types : to).add(e.name.text);
}

function isAmbient(statement: ts.Statement): boolean {
  return modifiersOf(statement).some((m) => m.kind === ts.SyntaxKind.DeclareKeyword);
}

function modifiersOf(statement: ts.Statement): readonly ts.Modifier[] {
  return ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
}

function neutralise(text: string, statement: ts.Statement, file: ts.SourceFile): string {
  const start = statement.getStart(file);
  if (ts.isExportDeclaration(statement)) return overwrite(text, start, statement.end, "");
  if (ts.isExportAssignment(statement))
    return overwrite(text, start, statement.expression.getStart(file), "");
  let out = text;
  for (const m of modifiersOf(statement))
    if (m.kind === ts.SyntaxKind.ExportKeyword || m.kind === ts.SyntaxKind.DefaultKeyword)
      out = overwrite(out, m.getStart(file), m.end, "");
  if (ts.isVariableStatement(statement) && isUsing(statement.declarationList)) {
    const list = statement.declarationList;
    out = overwrite(out, list.getStart(file), list.declarations[0]!.getStart(file), "const");
  }
  return out;
}

/** Whether a list of declarations is `using` or `await using`. */
function isUsing(list: ts.VariableDeclarationList): boolean {
  const kind = list.flags & ts.NodeFlags.BlockScoped;
  return kind === ts.NodeFlags.Using || kind === ts.NodeFlags.AwaitUsing;
}

/** Puts `word` at `start` and blanks up to `end`, keeping line breaks and length. */
function overwrite(text: string, start: number, end: number, word: string): string {
  const blank = text.slice(start + word.length, end).replace(/[^\r\n]/g, " ");
  return text.slice(0, start) + word + blank + text.slice(end);
}
