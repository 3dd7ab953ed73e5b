// Type checking of cells: TypeScript's strict diagnostics, with one difference. An earlier cell's `let` may be assigned,
// although to TypeScript it is an import.
import ts from "typescript";
import { type Problem, problemOf } from "../portable/strip";
import type { Language, LoadedCell } from "./language";

/** "Cannot assign to 'x' because it is an import." */
const ASSIGN_TO_IMPORT = 2632;

/** The type errors of a cell. */
export function check(language: Language, cell: LoadedCell): Problem[] {
  const { service } = language;
  const all = [
    ...service.getSyntacticDiagnostics(cell.file),
    ...service.getSemanticDiagnostics(cell.file),
  ];
  const source = cell.scan.text;
  return all
    .filter((d) => d.category === ts.DiagnosticCategory.Error)
    .filter((d) => d.start !== undefined && d.start <= source.length)
    .flatMap((d) => {
      const problem = problemOf(d, source);
      if (d.code !== ASSIGN_TO_IMPORT) return [problem];
      const name = source.slice(d.start!, d.start! + d.length!);
      const isConstant = constantOfCell(language, cell, name);
      if (isConstant === undefined) return [problem];
      const message = `Cannot assign to '${name}' because it is a constant.`;
      return isConstant ? [{ ...problem, message }] : [];
    });
}

/** Whether `name` is a constant of an earlier cell; `undefined` when it is no variable of one. */
function constantOfCell(language: Language, cell: LoadedCell, name: string): boolean | undefined {
  const program = language.service.getProgram();
  const file = program?.getSourceFile(cell.file);
  if (!program || !file) return undefined;
  const checker = program.getTypeChecker();
  const symbol = checker
    .getSymbolsInScope(file, ts.SymbolFlags.Alias)
    .find((s) => s.name === name && s.declarations?.some((d) => d.getSourceFile() === file));
  const declaration = symbol && checker.getAliasedSymbol(symbol).valueDeclaration;
  if (!declaration || !language.isCell(declaration.getSourceFile().fileName)) return undefined;
  return (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
}
