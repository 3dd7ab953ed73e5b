// Type checking of cells: TypeScript's strict diagnostics. What it says of imports that are really names of earlier
// cells is put into words that fit.
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
    .map((d) => {
      const problem = problemOf(d, source);
      const name = source.slice(d.start!, d.start! + d.length!);
      if (d.code !== ASSIGN_TO_IMPORT || !language.isOwned(name)) return problem;
      return { ...problem, message: `Cannot assign to '${name}' because it is not a variable.` };
    });
}
