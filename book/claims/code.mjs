// What the code cells of a notebook say about numbers: claims, literals, and sentences in strings.
import ts from "typescript";

/** Properties whose strings readers see as prose. */
const PROSE_PROPERTIES = new Set(["caption", "alt", "title", "label", "name", "note"]);

/** What each source says: whoever checks a notebook again has most of its cells unchanged. */
const known = new Map();

/**
 * @param {string} source of one cell
 * @returns {{ claims: { what: string, text: string, value: number }[], literals: string[], prose: string[] }}
 *   literals as they are written, with their sign
 */
export function readCode(source) {
  if (!known.has(source)) {
    const found = { claims: [], literals: [], prose: [] };
    visit(ts.createSourceFile("cell.ts", source, ts.ScriptTarget.Latest, true), found);
    known.set(source, found);
  }
  return known.get(source);
}

function visit(node, found) {
  if (ts.isCallExpression(node) && node.expression.getText() === "claim") {
    const [what, , stated] = node.arguments;
    const value = stated === undefined ? undefined : literal(stated);
    if (value !== undefined) {
      found.claims.push({ what: textOf(what), text: stated.getText(), value });
    } else {
      found.claims.push({ what: textOf(what), text: stated?.getText() ?? "", value: Number.NaN });
    }
  }
  if (ts.isNumericLiteral(node)) found.literals.push(signed(node));
  if (isFormula(node)) found.literals.push(...(node.text.match(/\d+(?:\.\d+)?/g) ?? []));
  if (ts.isPropertyAssignment(node) && PROSE_PROPERTIES.has(node.name.getText())) {
    strings(node.initializer, found.prose);
  }
  ts.forEachChild(node, (child) => visit(child, found));
}

/** Whether a string is a formula for mathjs: what evaluate() or formula() is called with. */
function isFormula(node) {
  if (!ts.isStringLiteralLike(node) || !ts.isCallExpression(node.parent)) return false;
  return /\b(?:evaluate|formula)$/.test(node.parent.expression.getText());
}

/** The number of a literal with its sign, undefined for any other expression. */
function literal(node) {
  if (ts.isNumericLiteral(node)) return Number(node.text);
  const minus =
    ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.MinusToken
      ? literal(node.operand)
      : undefined;
  return minus === undefined ? undefined : -minus;
}

function signed(node) {
  const { parent } = node;
  const minus = ts.isPrefixUnaryExpression(parent) && parent.operator === ts.SyntaxKind.MinusToken;
  return (minus ? "-" : "") + node.getText();
}

/** The fixed parts of a string, of a template, and of strings joined by +. */
function strings(node, out) {
  if (ts.isStringLiteralLike(node)) out.push(node.text);
  else if (ts.isTemplateExpression(node)) {
    out.push([node.head.text, ...node.templateSpans.map((span) => span.literal.text)].join(" … "));
  } else ts.forEachChild(node, (child) => strings(child, out));
}

function textOf(node) {
  return node !== undefined && ts.isStringLiteralLike(node) ? node.text : (node?.getText() ?? "?");
}
