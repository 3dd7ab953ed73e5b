// Which identifiers of a cell's JavaScript mean a name of the notebook (declared at some cell's top level) rather than
// a local one. This is JavaScript's own scoping: functions, blocks, loops, catch, classes; `var` belongs to its function.
import ts from "typescript";
import { boundNames } from "./scan";

export interface Resolution {
  /** Names that the cell declares at its top level. */
  readonly declared: ReadonlySet<string>;
  /** Identifiers, in the order of the text, that no inner scope binds: they mean a top-level name or a global. */
  readonly outer: readonly ts.Identifier[];
}

/**
 * Resolves every identifier of `file`, which holds plain JavaScript (see strip.ts).
 *
 * @param own the names that the cell's source binds; what else the file binds are TypeScript's helpers, which stay local
 */
export function resolve(file: ts.SourceFile, own: ReadonlySet<string>): Resolution {
  const top = [...lexicalNames(file.statements), ...varNames(file)];
  const helpers = { names: new Set(top.filter((n) => !own.has(n))), parent: undefined };
  const outer: ts.Identifier[] = [];
  for (const statement of file.statements) visit(statement, helpers, outer);
  return { declared: new Set(top.filter((n) => own.has(n))), outer };
}

/** An inner scope: the names it binds, and the scope around it (`undefined`: the cell's top level). */
interface Scope {
  readonly names: ReadonlySet<string>;
  readonly parent: Scope | undefined;
}

function visit(node: ts.Node, scope: Scope | undefined, outer: ts.Identifier[]): void {
  if (ts.isIdentifier(node)) {
    if (isReference(node) && !isBound(node.text, scope)) outer.push(node);
    return;
  }
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
  const names = namesOf(node);
  const inner = names.length ? { names: new Set(names), parent: scope } : scope;
  ts.forEachChild(node, (child) => {
    // A computed name (`[key]() {}`) is evaluated outside the function it names.
    const outside = ts.isFunctionLike(node) && child === node.name;
    visit(child, outside ? scope : inner, outer);
  });
}

function isBound(name: string, scope: Scope | undefined): boolean {
  for (let s = scope; s; s = s.parent) if (s.names.has(name)) return true;
  return false;
}

/** The names that `node` binds for what is inside it. */
function namesOf(node: ts.Node): string[] {
  if (ts.isFunctionLike(node)) return functionNames(node);
  if (ts.isClassLike(node)) return node.name ? [node.name.text] : [];
  if (ts.isClassStaticBlockDeclaration(node)) return varNames(node.body);
  if (ts.isBlock(node)) return lexicalNames(node.statements);
  if (ts.isCaseBlock(node)) return node.clauses.flatMap((c) => lexicalNames(c.statements));
  if (ts.isCatchClause(node))
    return node.variableDeclaration ? boundNames(node.variableDeclaration.name) : [];
  if (ts.isForStatement(node) || ts.isForOfStatement(node) || ts.isForInStatement(node))
    return node.initializer ? lexicalListNames(node.initializer) : [];
  return [];
}

function functionNames(node: ts.SignatureDeclaration): string[] {
  const names = node.parameters.flatMap((p) => boundNames(p.name));
  if (!ts.isArrowFunction(node)) names.push("arguments");
  if (ts.isFunctionExpression(node) && node.name) names.push(node.name.text);
  if ("body" in node && node.body) names.push(...varNames(node.body as ts.Node));
  return names;
}

/** Names bound by `let`, `const`, `class`, `function` and `import` directly in a list of statements. */
function lexicalNames(statements: readonly ts.Statement[]): string[] {
  return statements.flatMap((s) => {
    if (ts.isVariableStatement(s)) return lexicalListNames(s.declarationList);
    if (ts.isFunctionDeclaration(s) || ts.isClassDeclaration(s)) return s.name ? [s.name.text] : [];
    if (ts.isImportDeclaration(s)) return importedNames(s);
    return [];
  });
}

function lexicalListNames(node: ts.Node): string[] {
  if (!ts.isVariableDeclarationList(node) || !(node.flags & ts.NodeFlags.BlockScoped)) return [];
  return node.declarations.flatMap((d) => boundNames(d.name));
}

function importedNames(node: ts.ImportDeclaration): string[] {
  const clause = node.importClause;
  const bindings = clause?.namedBindings;
  const named = !bindings
    ? []
    : ts.isNamespaceImport(bindings)
      ? [bindings.name.text]
      : bindings.elements.map((e) => e.name.text);
  return clause?.name ? [clause.name.text, ...named] : named;
}

/** Names bound by `var` in `node`, at any depth but not in functions inside it. */
function varNames(node: ts.Node): string[] {
  const names: string[] = [];
  const walk = (n: ts.Node): void => {
    if (ts.isFunctionLike(n) || ts.isClassStaticBlockDeclaration(n)) return;
    if (ts.isVariableDeclarationList(n) && !(n.flags & ts.NodeFlags.BlockScoped))
      names.push(...n.declarations.flatMap((d) => boundNames(d.name)));
    ts.forEachChild(n, walk);
  };
  ts.forEachChild(node, walk);
  return names;
}

/** Whether an identifier stands for a binding (and is not a property's name, a label, or a declared function's name). */
function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isBindingElement(parent)) return parent.propertyName !== node;
  if (
    ts.isPropertyAssignment(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isFunctionLike(parent) ||
    ts.isClassLike(parent)
  )
    return parent.name !== node;
  return !(
    ts.isLabeledStatement(parent) ||
    ts.isBreakOrContinueStatement(parent) ||
    ts.isMetaProperty(parent)
  );
}
