// Which loops at a cell's top level may keep the notebook's variables in local ones while they run. A store into a box
// costs four times what an addition in a register does, so a loop that calls nothing, and that nobody can watch
// therefore, works on copies. They are written back when it ends or throws, and every so often for the one observer
// left: an interrupt, after which a variable is at most `FLUSH_AFTER` iterations old.
import ts from "typescript";

/** A loop that works on copies. */
export interface PlainLoop {
  /** The statement, with its labels. */
  readonly statement: ts.Statement;
  /** The bodies of it and of the loops inside it. */
  readonly bodies: readonly ts.Statement[];
  /** The boxed names that it assigns. */
  readonly names: ReadonlySet<string>;
}

/** Copies are written back after this many iterations. */
const FLUSH_AFTER = 1000;

/** How a cell spells the copy of a boxed name. */
export const copied = (name: string): string => `$l_${name}`;

/**
 * Finds the outermost plain loops of `file` outside functions.
 *
 * @param boxedIds the identifiers that stand for boxed names
 */
export function plainLoops(
  file: ts.SourceFile,
  boxedIds: ReadonlySet<ts.Identifier>,
): readonly PlainLoop[] {
  const found: PlainLoop[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
    const loop = unlabelled(node);
    if (!isLoop(loop)) {
      ts.forEachChild(node, visit);
      return;
    }
    const plain = isPlain(loop, boxedIds);
    const names = plain ? assignedNames(loop, boxedIds) : new Set<string>();
    if (names.size) found.push({ statement: node as ts.Statement, bodies: bodiesOf(loop), names });
    else if (!plain) ts.forEachChild(loop, visit);
  };
  visit(file);
  return found;
}

/** What stands before the loop, behind it, and at the start of each body. `box` spells a boxed name. */
export function loopText(
  loop: PlainLoop,
  box: (name: string) => string,
): { before: string; after: string; body: string } {
  const names = [...loop.names];
  const copies = names.map((n) => `${copied(n)} = ${box(n)}`).join(", ");
  const flush = names.map((n) => `${box(n)} = ${copied(n)};`).join(" ");
  return {
    before: `{ let $n = ${FLUSH_AFTER}, ${copies}; try { `,
    after: ` } finally { ${flush} } }`,
    body: ` if (--$n < 0) { $n = ${FLUSH_AFTER}; ${flush} }`,
  };
}

type Loop = ts.ForStatement | ts.WhileStatement | ts.DoStatement;

function isLoop(node: ts.Node): node is Loop {
  return ts.isForStatement(node) || ts.isWhileStatement(node) || ts.isDoStatement(node);
}

function unlabelled(node: ts.Node): ts.Node {
  return ts.isLabeledStatement(node) ? unlabelled(node.statement) : node;
}

function bodiesOf(loop: Loop): ts.Statement[] {
  const bodies: ts.Statement[] = [];
  const visit = (node: ts.Node): void => {
    if (isLoop(node)) bodies.push(node.statement);
    ts.forEachChild(node, visit);
  };
  visit(loop);
  return bodies;
}

/** Whether nothing in `node` can run code from elsewhere (proxies, `valueOf` and array-like getters aside). */
function isPlain(node: ts.Node, boxedIds: ReadonlySet<ts.Identifier>): boolean {
  if (ts.isCallExpression(node)) {
    const { expression } = node;
    return isMath(expression, boxedIds) && node.arguments.every((a) => isPlain(a, boxedIds));
  }
  if (ts.isPropertyAccessExpression(node) && node.name.text !== "length")
    return isMath(node, boxedIds);
  if (
    ts.isFunctionLike(node) ||
    ts.isClassLike(node) ||
    ts.isAwaitExpression(node) ||
    ts.isNewExpression(node) ||
    ts.isTaggedTemplateExpression(node) ||
    ts.isSpreadElement(node) ||
    ts.isSpreadAssignment(node) ||
    ts.isForOfStatement(node) ||
    ts.isForInStatement(node) ||
    ts.isArrayBindingPattern(node) ||
    ts.isObjectBindingPattern(node) ||
    ts.isMetaProperty(node) ||
    isDestructuring(node)
  )
    return false;
  return !ts.forEachChild(node, (child) => !isPlain(child, boxedIds) || undefined);
}

function isMath(node: ts.Node, boxedIds: ReadonlySet<ts.Identifier>): boolean {
  if (!ts.isPropertyAccessExpression(node) || !ts.isIdentifier(node.expression)) return false;
  return node.expression.text === "Math" && !boxedIds.has(node.expression);
}

function isDestructuring(node: ts.Node): boolean {
  if (!ts.isBinaryExpression(node) || !isAssignment(node)) return false;
  return ts.isArrayLiteralExpression(node.left) || ts.isObjectLiteralExpression(node.left);
}

function isAssignment(node: ts.BinaryExpression): boolean {
  const { kind } = node.operatorToken;
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

function assignedNames(loop: Loop, boxedIds: ReadonlySet<ts.Identifier>): Set<string> {
  const names = new Set<string>();
  const note = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && boxedIds.has(node)) names.add(node.text);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node) && isAssignment(node)) note(node.left);
    if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
      const { operator } = node;
      if (operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken)
        note(node.operand);
    }
    if (ts.isVariableDeclaration(node)) note(node.name);
    ts.forEachChild(node, visit);
  };
  visit(loop);
  return names;
}
