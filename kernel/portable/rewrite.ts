// Second half of compiling: the JavaScript of a cell becomes the body of a function whose top-level names live in boxes.
// A box is an object with one property, named like the variable: `x` becomes `$_x.x`. All cells that speak of `x` share
// its box, so a closure sees what a later cell assigns, and a function redefined later is the one that earlier ones call.
// (One object for all names would change its shape with every cell, which slows every closure down; and if all boxes
// called their property the same, V8 would keep every number on the heap once one box held a string.)
import ts from "typescript";
import { copied, loopText, type PlainLoop, plainLoops } from "./loops";
import type { Resolution } from "./resolve";
import { boundNames } from "./scan";

/** Replaces `text.slice(start, end)` by `by`. Edits do not overlap, and hold as many line breaks as they replace. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly by: string;
}

export interface Rewritten {
  readonly edits: readonly Edit[];
  /** Statements to run first: imported bindings and hoisted functions. */
  readonly hoisted: readonly string[];
  /** Names whose boxes the cell needs. */
  readonly boxes: readonly string[];
  /** Modules to load before the cell runs; the hoisted statements find them as `$cell.modules[i]`. */
  readonly modules: readonly string[];
  readonly async: boolean;
}

/** How a cell spells the box property of a name. */
export const boxed = (name: string): string => `$_${name}.${name}`;

/** Finds the edits that turn `file` into a cell's body. Names in `globals` that no cell declares stay as they are. */
export function rewrite(
  file: ts.SourceFile,
  resolution: Resolution,
  globals: ReadonlySet<string>,
): Rewritten {
  const out = new Rewriter(file, resolution.declared);
  const isBoxed = (n: string) => resolution.declared.has(n) || !globals.has(n);
  const boxedIds = new Set(resolution.outer.filter((id) => isBoxed(id.text)));
  const loops = plainLoops(file, boxedIds);
  for (const id of boxedIds) out.reference(id, spelling(id, loops));
  for (const loop of loops) out.plainLoop(loop);
  for (const statement of file.statements) out.topLevel(statement);
  out.lastValue();
  ts.forEachChild(file, (node) => out.nested(node, false));
  return out.done();
}

/** How an identifier that means a boxed name is spelt where it stands. */
function spelling(id: ts.Identifier, loops: readonly PlainLoop[]): string {
  const within = loops.find(
    ({ statement, names }) =>
      names.has(id.text) && statement.pos <= id.pos && id.end <= statement.end,
  );
  return within ? copied(id.text) : boxed(id.text);
}

class Rewriter {
  private readonly edits: Placed[] = [];
  private readonly hoisted: string[] = [];
  private readonly boxes = new Set<string>();
  private readonly modules: string[] = [];
  private async = false;

  constructor(
    private readonly file: ts.SourceFile,
    private readonly declared: ReadonlySet<string>,
  ) {}

  done(): Rewritten {
    for (const name of this.declared) this.boxes.add(name);
    const edits = this.edits.sort(compareEdits);
    const { hoisted, modules, async } = this;
    return { edits, hoisted, boxes: [...this.boxes], modules, async };
  }

  private replace(start: number, end: number, by: string): void {
    const breaks = this.file.text.slice(start, end).match(/\n/g)?.join("") ?? "";
    this.edits.push({ start, end, by: by + breaks });
  }

  /** Puts text around (or only behind) a node. Of two nodes that end at one place, the inner one closes first. */
  private wrap(node: ts.Node, before: string, after: string): void {
    const start = node.getStart(this.file);
    const { end } = node;
    if (before) this.edits.push({ start, end: start, by: before, opens: end });
    this.edits.push({ start: end, end, by: after, closes: start });
  }

  /** `x` → `$_x.x`, with what its place asks for: `{x}` → `{x: $_x.x}`, `x()` → `(0, $_x.x)()` (no `this`). */
  reference(id: ts.Identifier, spelt: string): void {
    const { parent } = id;
    if (ts.isTypeOfExpression(parent) && !this.declared.has(id.text)) {
      // `typeof x` of a name that nobody declared is no error.
      this.replace(id.getStart(this.file), id.end, `$cell.value(${JSON.stringify(id.text)})`);
      return;
    }
    this.boxes.add(id.text);
    let by = spelt;
    if (ts.isShorthandPropertyAssignment(parent) && parent.name === id) by = `${id.text}: ${by}`;
    else if (isShorthandBinding(parent, id)) by = `${id.text}: ${by}`;
    else if (isCallee(parent, id)) by = `(0, ${by})`;
    this.replace(id.getStart(this.file), id.end, by);
  }

  /** Lets a loop work on copies of the boxed names that it assigns (see loops.ts). */
  plainLoop(loop: PlainLoop): void {
    const { before, after, body } = loopText(loop, boxed);
    this.wrap(loop.statement, before, after);
    for (const statement of loop.bodies) {
      const start = statement.getStart(this.file) + 1;
      if (ts.isBlock(statement))
        this.edits.push({ start, end: start, by: body, opens: statement.end });
      else this.wrap(statement, `{${body} `, " }");
    }
  }

  topLevel(statement: ts.Statement): void {
    const { file } = this;
    if (ts.isImportDeclaration(statement)) this.importDeclaration(statement);
    else if (ts.isExportDeclaration(statement))
      this.replace(statement.getStart(file), statement.end, "");
    else if (ts.isFunctionDeclaration(statement) && statement.name)
      this.hoisted.push(`${boxed(statement.name.text)} = ${statement.name.text};`);
    else if (ts.isClassDeclaration(statement) && statement.name)
      this.wrap(statement, `${boxed(statement.name.text)} = `, ";");
    else if (ts.isVariableStatement(statement) && this.isOwn(statement.declarationList))
      this.declarations(statement.declarationList, true);
  }

  /** Whether a list declares names of the notebook, and not TypeScript's helpers. */
  private isOwn(list: ts.VariableDeclarationList): boolean {
    return list.declarations.some((d) => boundNames(d.name).some((n) => this.declared.has(n)));
  }

  /** What matters at any depth: await, import() and import.meta; and `var` in a top-level block. */
  nested(node: ts.Node, inFunction: boolean): void {
    const { file } = this;
    if (ts.isAwaitExpression(node)) {
      this.async ||= !inFunction;
      this.wrap(node.expression, "$cell.await(", ")");
    } else if (ts.isForOfStatement(node) && node.awaitModifier) {
      this.async ||= !inFunction;
      this.wrap(node.expression, "$cell.iterate(", ")");
    } else if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) {
      this.replace(node.getStart(file), node.end, "$cell.meta");
    } else if (node.kind === ts.SyntaxKind.ImportKeyword && ts.isCallExpression(node.parent)) {
      this.replace(node.getStart(file), node.end, "$cell.import");
    } else if (ts.isVariableDeclarationList(node) && !inFunction) {
      const isTop = ts.isVariableStatement(node.parent) && node.parent.parent === file;
      const isVar = !(node.flags & ts.NodeFlags.BlockScoped);
      if (isVar && !isTop && this.isOwn(node)) this.declarations(node, false);
    }
    const below = inFunction || ts.isFunctionLike(node) || ts.isClassStaticBlockDeclaration(node);
    ts.forEachChild(node, (child) => this.nested(child, below));
  }

  /** `let a = 1, {b} = o;` → `($_a.a = 1, {b: $_b.b} = o);` (the names themselves are references, done already). */
  private declarations(list: ts.VariableDeclarationList, topLevel: boolean): void {
    const first = list.declarations[0]!.getStart(this.file);
    const isStatement = ts.isVariableStatement(list.parent);
    this.replace(list.getStart(this.file), first, isStatement ? "(" : "");
    for (const d of list.declarations) this.declaration(d, topLevel);
    if (isStatement) this.wrap(list, "", ")");
  }

  private declaration(d: ts.VariableDeclaration, topLevel: boolean): void {
    if (!d.initializer) {
      // A re-run `let x;` empties x; an inner `var x;` does nothing.
      if (topLevel) this.wrap(d, "", " = void 0");
    } else if (ts.isIdentifier(d.name) && isAnonymous(d.initializer)) {
      // Only a plain variable or a property of a literal gives its name to a function.
      this.wrap(d.initializer, `{ ${d.name.text}: `, ` }.${d.name.text}`);
    }
  }

  private importDeclaration(statement: ts.ImportDeclaration): void {
    const specifier = statement.moduleSpecifier as ts.StringLiteral;
    const module = `$cell.modules[${this.modules.length}]`;
    this.modules.push(specifier.text);
    this.replace(statement.getStart(this.file), statement.end, "");
    const bind = (name: ts.Identifier, value: string) => {
      this.hoisted.push(`${boxed(name.text)} = ${value};`);
    };
    const clause = statement.importClause;
    if (clause?.name) bind(clause.name, `${module}.default`);
    const bindings = clause?.namedBindings;
    if (!bindings) return;
    if (ts.isNamespaceImport(bindings)) {
      bind(bindings.name, module);
      return;
    }
    for (const e of bindings.elements)
      bind(e.name, `${module}[${JSON.stringify((e.propertyName ?? e.name).text)}]`);
  }

  /** The last statement's value is the cell's result. */
  lastValue(): void {
    const last = this.file.statements.findLast((s) => !ts.isExportDeclaration(s));
    if (last && ts.isExpressionStatement(last)) this.wrap(last.expression, "$cell.result(", ")");
  }
}

/** An edit, and for text put before or behind a node, where the node ends or starts. */
interface Placed extends Edit {
  readonly opens?: number;
  readonly closes?: number;
}

/** The order of the text. At one place: what closes (inner first), what opens (outer first), what replaces. */
function compareEdits(a: Placed, b: Placed): number {
  if (a.start !== b.start) return a.start - b.start;
  const rank = (e: Placed) => (e.closes !== undefined ? 0 : e.opens !== undefined ? 1 : 2);
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  return rank(a) === 0 ? b.closes! - a.closes! : (b.opens ?? 0) - (a.opens ?? 0);
}

function isShorthandBinding(parent: ts.Node, id: ts.Identifier): boolean {
  return (
    ts.isBindingElement(parent) &&
    parent.name === id &&
    !parent.propertyName &&
    !parent.dotDotDotToken &&
    ts.isObjectBindingPattern(parent.parent)
  );
}

function isCallee(parent: ts.Node, id: ts.Identifier): boolean {
  if (ts.isCallExpression(parent)) return parent.expression === id;
  return ts.isTaggedTemplateExpression(parent) && parent.tag === id;
}

function isAnonymous(node: ts.Expression): boolean {
  if (ts.isArrowFunction(node)) return true;
  return (ts.isFunctionExpression(node) || ts.isClassExpression(node)) && !node.name;
}
